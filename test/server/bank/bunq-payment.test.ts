// What becomes of one payment, for every answer the bank can give.

import { expect } from "chai";
import type { Bank, SubmitResult } from "../../../server/bank/bank.ts";
import { type Bench, bakery, openBench, order, outgoing, payoutId } from "./bench.ts";

async function pay(bank: Bank, fields: Parameters<typeof order>[0] = {}) {
  const paid = order(fields);
  const since = await bank.position();
  const prepared = await bank.prepare([paid]);
  return { paid, since, prepared, result: await bank.submit(prepared) };
}

describe("bunq payment", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  it("is accepted, booked and found by its payout id", async () => {
    const { paid, since, prepared, result } = await pay(bench.bank);
    expect(result).to.deep.include({ kind: "accepted" });
    const hits = await outgoing(bench.bank, { order: paid, since });
    expect(hits).to.have.length(1);
    expect(hits[0]).to.deep.include({
      status: "booked",
      amountCents: -1_250n,
      counterpartyIban: bakery,
      returnReason: null,
    });
    expect(hits[0]!.bankPaymentId).to.equal(
      (result as { bankSubmissionId: string }).bankSubmissionId,
    );
    const bankSubmissionId = hits[0]!.bankPaymentId;
    expect(await bench.bank.submissionState({ ...prepared, bankSubmissionId })).to.deep.equal({
      kind: "made",
      payoutIds: [paid.payoutId],
    });
    expect((await bench.bank.balance()).availableCents).to.equal(100_000_000n - 1_250n);
    const { movements } = await bench.account();
    expect(movements.map(({ amountCents }) => amountCents)).to.deep.equal(["-1250"]);
    expect(movements[0]!.merchantReference).to.equal(paid.payoutId);
    expect(movements[0]!.description).to.equal(`Kindpakket 2 maart ${paid.payoutId}`);
    expect(movements[0]!.counterpartyName).to.equal("Bakkerij Zoë");
  });

  it("does not find a payment that came before the position", async () => {
    const { paid } = await pay(bench.bank);
    const since = await bench.bank.position();
    expect(await outgoing(bench.bank, { order: paid, since })).to.deep.equal([]);
  });

  it("sends the stored bytes unchanged after a restart of everything", async () => {
    const prepared = await bench.bank.prepare([order()]);
    await bench.restart();
    const result = await bench.newBank().submit(prepared);
    expect(result.kind).to.equal("accepted");
  });

  it("reports a second use of a request id as unknown, and pays once", async () => {
    const { prepared, since, paid } = await pay(bench.bank);
    const again = await bench.bank.submit(prepared);
    expect(again).to.deep.include({ kind: "unknown", cause: "duplicate-request" });
    expect(await outgoing(bench.bank, { order: paid, since })).to.have.length(1);
  });

  it("finds both when a payout was paid twice", async () => {
    const { since, paid } = await pay(bench.bank);
    await pay(bench.bank);
    expect(await outgoing(bench.bank, { order: paid, since })).to.have.length(2);
  });

  it("is refused, unpaid, when the bank says no beforehand", async () => {
    await bench.play({ kind: "refuse", message: "Not today." });
    const { result } = await pay(bench.bank);
    expect(result).to.deep.equal({ kind: "refused", code: "400", message: "Not today." });
    expect((await bench.account()).movements).to.deep.equal([]);
  });

  it("is refused when there is too little money", async () => {
    const { result } = await pay(bench.bank, { amountCents: 100_000_001n });
    expect(result).to.deep.include({ kind: "refused", code: "400" });
    await bench.play({ kind: "too-little-money" });
    expect((await pay(bench.bank)).result.kind).to.equal("refused");
    expect((await bench.account()).movements).to.deep.equal([]);
  });

  it("pays exactly what the account holds", async () => {
    expect((await pay(bench.bank, { amountCents: 100_000_000n })).result.kind).to.equal("accepted");
    expect((await bench.bank.balance()).availableCents).to.equal(0n);
  });

  const unclear: readonly { fault: object; cause: string; isPaid: boolean }[] = [
    { fault: { kind: "drop-request" }, cause: "connection-lost", isPaid: false },
    { fault: { kind: "drop-answer" }, cause: "connection-lost", isPaid: true },
    { fault: { kind: "error-after" }, cause: "server-error", isPaid: true },
    { fault: { kind: "wrong-signature" }, cause: "bad-signature", isPaid: true },
    { fault: { kind: "missing-signature" }, cause: "bad-signature", isPaid: true },
    { fault: { kind: "html-instead-of-json" }, cause: "bad-answer", isPaid: true },
    { fault: { kind: "missing-fields" }, cause: "bad-answer", isPaid: true },
    { fault: { kind: "huge-body" }, cause: "bad-answer", isPaid: true },
  ];
  for (const { fault, cause, isPaid } of unclear) {
    it(`is unknown after ${JSON.stringify(fault)} and the bank's list settles it`, async () => {
      await bench.play(fault);
      const { result, since, paid, prepared } = await pay(bench.bank);
      expect(result).to.deep.include({ kind: "unknown", cause });
      const hits = await outgoing(bench.bank, { order: paid, since });
      expect(hits).to.have.length(isPaid ? 1 : 0);
      const again = await bench.bank.submit(prepared);
      expect(again.kind).to.equal(isPaid ? "unknown" : "accepted");
      expect((await bench.account()).movements).to.have.length(1);
    });
  }

  for (const kind of ["wrong-signature", "missing-signature"]) {
    it(`does not believe a refusal with a ${kind}`, async () => {
      await bench.play({ kind: "refuse" }, { kind });
      const { result } = await pay(bench.bank);
      expect(result).to.deep.include({ kind: "unknown", cause: "bad-signature" });
    });
  }

  it("is unknown when the answer comes after the time allowed, though it was paid", async () => {
    await bench.play({ kind: "answer-late", delayMs: 30_000 });
    const paid = order();
    const since = await bench.bank.position();
    const sending = bench.bank.submit(await bench.bank.prepare([paid]));
    await bench.clock.untilWaiting(30_000);
    bench.clock.advance(9_999);
    const early: SubmitResult | null = await Promise.race([sending, Promise.resolve(null)]);
    expect(early).to.equal(null);
    bench.clock.advance(1);
    expect(await sending).to.deep.include({ kind: "unknown", cause: "timeout" });
    expect(await outgoing(bench.bank, { order: paid, since })).to.have.length(1);
  });

  it("waits when the bank says too many requests, then pays with the same bytes", async () => {
    await bench.play({ kind: "too-many-requests" });
    const { result, prepared } = await pay(bench.bank);
    expect(result).to.deep.include({ kind: "later", retryAfterMs: 3_000 });
    expect((await bench.bank.submit(prepared)).kind).to.equal("accepted");
    expect((await bench.account()).movements).to.have.length(1);
  });

  it("waits when the bank can't be reached", async () => {
    const prepared = await bench.bank.prepare([order()]);
    const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    const fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
    expect((await bench.newBank({ fetch }).submit(prepared)).kind).to.equal("later");
    const lost = () => Promise.reject(new TypeError("fetch failed"));
    const result = await bench.newBank({ fetch: lost }).submit(prepared);
    expect(result).to.deep.include({ kind: "unknown", cause: "connection-lost" });
  });

  it("is unknown on a redirect, and follows none", async () => {
    const prepared = await bench.bank.prepare([order()]);
    let calls = 0;
    const fetch = () => {
      calls += 1;
      const headers = { Location: `${bench.url()}/v1/elsewhere` };
      return Promise.resolve(new Response(null, { status: 307, headers }));
    };
    const result = await bench.newBank({ fetch }).submit(prepared);
    expect(result).to.deep.include({ kind: "unknown", cause: "server-error" });
    expect(calls).to.equal(1);
  });

  it("is pending while the bank holds it, then booked", async () => {
    await bench.play({ kind: "suspended", delayMs: 86_400_000 });
    const { paid, since } = await pay(bench.bank);
    const statuses = async () =>
      (await outgoing(bench.bank, { order: paid, since })).map(({ status }) => status);
    expect(await statuses()).to.deep.equal(["pending"]);
    bench.clock.advance(86_399_999);
    expect(await statuses()).to.deep.equal(["pending"]);
    bench.clock.advance(1);
    expect(await statuses()).to.deep.equal(["booked"]);
  });

  for (const restarts of [false, true]) {
    const name = restarts ? ", also if the bank was restarted in between" : "";
    it(`comes back with the bank's reason and the payout's id${name}`, async () => {
      await bench.play({ kind: "returned-later", delayMs: 60_000, reason: "AC01" });
      const { paid } = await pay(bench.bank);
      const later = await bench.bank.position();
      if (restarts) await bench.restart();
      bench.clock.advance(60_000);
      const [back] = await bench.bank.movements({ since: later });
      expect(back).to.deep.include({ amountCents: 1_250n, returnReason: "AC01" });
      expect(`${back!.reference} ${back!.description}`).to.include(paid.payoutId);
      expect((await bench.bank.balance()).availableCents).to.equal(100_000_000n);
    });
  }

  it("can be missing from the list for a while", async () => {
    await bench.play({ kind: "drop-answer" }, { kind: "hidden-from-list", delayMs: 20_000 });
    const { paid, since, result } = await pay(bench.bank);
    expect(result.kind).to.equal("unknown");
    expect(await outgoing(bench.bank, { order: paid, since })).to.deep.equal([]);
    bench.clock.advance(20_000);
    expect(await outgoing(bench.bank, { order: paid, since })).to.have.length(1);
    expect(bench.bank.quietPeriodMs).to.be.above(20_000);
  });

  it("is unknown to the bank under another id", async () => {
    const { prepared } = await pay(bench.bank);
    for (const bankSubmissionId of ["4711", "../balance", ""]) {
      const state = await bench.bank.submissionState({ ...prepared, bankSubmissionId });
      expect(state).to.deep.equal({ kind: "not-found" });
    }
  });

  it("is found among more movements than one page holds", async () => {
    const body = (number: number) => order({ payoutId: payoutId(number), amountCents: 100n });
    const since = await bench.bank.position();
    for (let number = 1; number <= 405; number += 1) {
      expect((await bench.bank.submit(await bench.bank.prepare([body(number)]))).kind).to.equal(
        "accepted",
      );
    }
    for (const number of [1, 5, 6, 205, 206, 405]) {
      const hits = await outgoing(bench.bank, { order: body(number), since });
      expect(hits, `payout ${number}`).to.have.length(1);
    }
    const statement = await bench.bank.movements({ since: null });
    expect(statement).to.have.length(405);
    expect(new Set(statement.map(({ reference }) => reference)).size).to.equal(405);
    expect(statement[0]!.reference).to.equal(payoutId(1));
    const middle = statement[199]!.bankPaymentId;
    expect(await bench.bank.movements({ since: middle })).to.deep.equal(statement.slice(200));
  }).timeout(30_000);
});
