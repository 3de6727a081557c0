// Several payments in one request, and drafts that a person in the bank's app decides on.
import { expect } from "chai";
import { BankError } from "../../../server/bank/bank-error.ts";
import { signBody } from "../../../server/bank/bunq/signing.ts";
import type { Fetch } from "../../../server/bank/bunq/transport.ts";
import { type Bench, openBench, order, outgoing, payoutId, serverKeys } from "./bench.ts";

const orders = [1, 2, 3].map((number) =>
  order({ payoutId: payoutId(number), amountCents: BigInt(number * 100) }),
);
const ids = orders.map((one) => one.payoutId);

describe("bunq batches and drafts", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  /** Sends the three orders. */
  async function send(approval: "none" | "draft" = "none") {
    const bank = bench.newBank({ approval });
    const since = await bank.position();
    const prepared = await bank.prepare(orders);
    const result = await bank.submit(prepared);
    const bankSubmissionId = result.kind === "accepted" ? result.bankSubmissionId : "";
    const state = () => bank.submissionState({ target: prepared.target, bankSubmissionId });
    return { bank, since, prepared, result, bankSubmissionId, state };
  }
  const decide = async (id: string, decision: "accept" | "reject") => {
    const response = await fetch(`${bench.url()}/_sandbox/drafts/${id}/${decision}`, {
      method: "POST",
    });
    if (!response.ok) throw new Error(await response.text());
  };
  const paidAmounts = async () =>
    (await bench.account()).movements.map(({ amountCents }) => amountCents).toSorted();

  it("pays a batch in one request, each payment with its own payout", async () => {
    const { bank, since, prepared, result, state } = await send();

    expect(prepared.target).to.match(/\/payment-batch$/);
    expect(result.kind).to.equal("accepted");
    for (const one of orders) {
      const [made, ...others] = await outgoing(bank, { order: one, since });
      expect([made?.amountCents, others.length]).to.deep.equal([-one.amountCents, 0]);
    }
    expect(await state()).to.deep.equal({ kind: "made", payoutIds: ids });
  });

  it("finds each payment of a batch whose answer was lost", async () => {
    await bench.play({ kind: "drop-answer", pathIncludes: "/payment-batch" });
    const { bank, since, prepared, result } = await send();

    expect(result).to.deep.include({ kind: "unknown", cause: "connection-lost" });
    expect(await bank.movements({ since })).to.have.length(3);
    expect(await bank.submit(prepared)).to.deep.include({ cause: "duplicate-request" });
    expect(await paidAmounts()).to.have.length(3);
  });

  it("pays nothing of a batch that the bank refuses", async () => {
    await bench.play({ kind: "too-little-money" });
    const { result } = await send();
    expect(result.kind).to.equal("refused");
    expect(await paidAmounts()).to.deep.equal([]);
  });

  for (const kind of [
    "html-instead-of-json",
    "huge-body",
    "missing-fields",
    "wrong-signature",
    "error-after",
    "answer-late",
  ]) {
    it(`leaves a batch unknown after ${kind}, and never throws`, async () => {
      await bench.play({ kind, delayMs: 30_000 });
      const sending = send();
      if (kind === "answer-late") {
        await bench.clock.untilWaiting(30_000);
        bench.clock.advance(10_000);
      }
      expect((await sending).result.kind).to.equal("unknown");
      expect(await paidAmounts()).to.have.length(3);
    });
  }

  it("refuses the same payout twice in one request, and an empty one", async () => {
    for (const given of [[order(), order()], []]) {
      const refusal = await bench.bank.prepare(given).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(BankError).with.property("code", "invalid-order");
    }
  });

  it("reads a batch as a bare list, as callbacks show it", async () => {
    const bare: Fetch = async (url, init) => {
      const response = await fetch(url, init);
      if (init?.method !== "GET" || !String(url).includes("/payment-batch/")) return response;
      const answer = (await response.json()) as {
        Response: { PaymentBatch: { payments: unknown } }[];
      };
      const batch = answer.Response[0]!.PaymentBatch;
      batch.payments = (batch.payments as { Payment: unknown[] }).Payment;
      const text = JSON.stringify(answer);
      const headers = new Headers(response.headers);
      headers.set(
        "X-Bunq-Server-Signature",
        signBody(Buffer.from(text), (await serverKeys).privateKeyPem),
      );
      return new Response(text, { headers });
    };
    const { prepared, bankSubmissionId } = await send();
    const bank = bench.newBank({ fetch: bare });
    const state = await bank.submissionState({ target: prepared.target, bankSubmissionId });
    expect(state).to.deep.equal({ kind: "made", payoutIds: ids });
  });

  describe("as a draft", () => {
    it("pays nothing before the person has accepted, and all after", async () => {
      const { prepared, bankSubmissionId, state } = await send("draft");
      expect(prepared.target).to.match(/\/draft-payment$/);
      expect(await state()).to.deep.equal({ kind: "waiting" });
      expect(await paidAmounts()).to.deep.equal([]);

      await decide(bankSubmissionId, "accept");

      expect(await state()).to.deep.equal({ kind: "made", payoutIds: ids });
      expect(await paidAmounts()).to.have.length(3);
    });

    it("is rejected as a whole when the person says no", async () => {
      const { bankSubmissionId, state } = await send("draft");
      await decide(bankSubmissionId, "reject");
      expect(await state()).to.deep.equal({ kind: "rejected", code: "draft-rejected" });
      expect(await paidAmounts()).to.deep.equal([]);
    });

    it("names only what was accepted when a part was rejected", async () => {
      await bench.play({ kind: "draft-partly-rejected", pathIncludes: "/draft-payment" });
      const { bankSubmissionId, state } = await send("draft");
      await decide(bankSubmissionId, "accept");
      expect(await state()).to.deep.equal({ kind: "made", payoutIds: ids.slice(1) });
    });

    it("is not known under another number", async () => {
      const { bank, prepared } = await send("draft");
      const state = await bank.submissionState({
        target: prepared.target,
        bankSubmissionId: "4711",
      });
      expect(state).to.deep.equal({ kind: "not-found" });
    });
  });
});
