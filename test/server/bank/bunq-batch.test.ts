// Several payments in one request, and drafts that a person in the bank's app decides on.
import { expect } from "chai";
import { BankError } from "../../../server/bank/bank-error.ts";
import { type Bench, openBench, order, outgoing, payoutId } from "./bench.ts";
import { changing } from "./changed-answers.ts";

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
    const state = () => bank.submissionState({ ...prepared, bankSubmissionId });
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

  for (const [approval, highest] of [
    ["none", 100],
    ["draft", 350],
  ] as const) {
    it(`holds at most ${highest} orders with approval ${approval}, and all of those are made`, async () => {
      const bank = bench.newBank({ approval });
      expect(bank.highestOrders).to.equal(highest);
      const many = Array.from({ length: highest + 1 }, (_, index) =>
        order({ payoutId: payoutId(index), description: "a".repeat(140) }),
      );
      const refusal = await bank.prepare(many).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(BankError).with.property("code", "invalid-order");
      expect((refusal as BankError).message).to.include(`At most ${highest} orders`);

      const prepared = await bank.prepare(many.slice(0, highest));
      const result = await bank.submit(prepared);
      const bankSubmissionId = result.kind === "accepted" ? result.bankSubmissionId : "";
      if (approval === "draft") await decide(bankSubmissionId, "accept");
      const state = await bank.submissionState({ ...prepared, bankSubmissionId });
      expect(state.kind === "made" && state.payoutIds).to.have.length(highest);
    });
  }

  it("names those of a batch that were made, and not those the bank left out", async () => {
    await bench.play({ kind: "batch-partly-made", skip: 1 });
    const { state } = await send();
    expect(await state()).to.deep.equal({ kind: "made", payoutIds: [ids[0], ids[2]] });
    expect(await paidAmounts()).to.have.length(2);
  });

  it("reads a batch as a bare list, as callbacks show it", async () => {
    const bare = changing({
      path: /\/payment-batch\/\d+$/,
      body(answer) {
        const batch = answer.Response[0].PaymentBatch;
        batch.payments = batch.payments.Payment;
        return answer;
      },
    });
    const { prepared, bankSubmissionId } = await send();
    const bank = bench.newBank({ fetch: bare });
    const state = await bank.submissionState({ ...prepared, bankSubmissionId });
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
      const state = await bank.submissionState({ ...prepared, bankSubmissionId: "4711" });
      expect(state).to.deep.equal({ kind: "not-found" });
    });
  });
});
