// A shop's payment requests: one payment answers one request, within its time.
import { expect } from "chai";
import { newId } from "../../helpers/chain.ts";
import { type Bench, ShiftedClock, startBench } from "./bench.ts";
import {
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  openTown,
  type Shop,
  shopBoundPayment,
  type Town,
} from "./town.ts";

describe("Payment requests", () => {
  const clock = new ShiftedClock();
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let till: string;
  before(async function () {
    this.timeout(60_000);
    bench = await startBench({ httpClock: clock });
    town = await openTown(bench);
    shop = await admittedShop(town);
    till = await bench.logIn(shop.owner);
  });
  after(() => bench.stop());
  afterEach(() => {
    clock.shiftMs = 0;
  });

  const ask = async (amountCents: bigint, changes: object = {}) =>
    bench.post("/payment-requests", { shopId: shop.shopId, amountCents, ...changes }, till);
  const oneChild = async () => (await family(town))[0] as Child;
  const answerTo = async (requestId: string, child: Child, amountCents: bigint) => {
    const payment = { child, shop, amountCents, requestId: requestId as never };
    return bench.post("/payments", await shopBoundPayment(bench, payment));
  };
  const codeOf = (answer: { status: number; body: { code: string } }) => [
    answer.status,
    answer.body.code,
  ];

  it("is shown to anyone who scans it, and is paid by one payment", async () => {
    const { requestId } = must(await ask(1_995n), 201).body;
    const shown = must(await bench.get(`/payment-requests/${requestId}`)).body;
    expect(shown).to.include({ state: "open", amountCents: "1995", paymentId: null });
    expect(shown.shopName).to.equal("Schoenhandel Jansen & Zoon");
    const paid = must(await answerTo(requestId, await oneChild(), 1_995n), 201).body;
    const after = must(await bench.get(`/payment-requests/${requestId}`)).body;
    expect(after).to.include({ state: "paid", paymentId: paid.paymentId });
  });

  it("takes the money of one of two parents who answer at once", async () => {
    const { requestId } = must(await ask(500n)).body;
    const [one, other] = [await oneChild(), await oneChild()];
    const answers = await Promise.all([
      answerTo(requestId, one, 500n),
      answerTo(requestId, other, 500n),
    ]);
    expect(answers.map((answer) => answer.status).sort()).to.deep.equal([201, 409]);
    const refused = answers.find((answer) => answer.status === 409)!;
    expect(refused.body.code).to.equal("payment-request-closed");
  });

  it("stays open when the payment that answered it was refused", async () => {
    const { requestId } = must(await ask(29_000n)).body;
    const poor = await oneChild();
    must(
      await bench.post(
        "/payments",
        await openPayment(bench, { child: poor, shop, amountCents: 5_000n }),
      ),
    );
    expect(codeOf(await answerTo(requestId, poor, 29_000n))).to.deep.equal([
      409,
      "insufficient-budget",
    ]);
    expect((await bench.get(`/payment-requests/${requestId}`)).body.state).to.equal("open");
    must(await answerTo(requestId, await oneChild(), 29_000n), 201);
  });

  it("is one request when the till sends it twice with its own id", async () => {
    const requestId = newId();
    const first = must(await ask(700n, { requestId }), 201).body;
    const again = must(await ask(700n, { requestId }), 200).body;
    expect({ ...again, expiresAt: first.expiresAt }).to.deep.equal(first);
    const other = await ask(701n, { requestId });
    expect(codeOf(other)).to.deep.equal([409, "repeated-with-other-content"]);
  });

  it("expires after ten minutes", async () => {
    const { requestId } = must(await ask(300n)).body;
    const child = await oneChild();
    clock.shiftMs = 600_000;
    expect((await bench.get(`/payment-requests/${requestId}`)).body.state).to.equal("expired");
    expect(codeOf(await answerTo(requestId, child, 300n))).to.deep.equal([
      409,
      "payment-request-expired",
    ]);
  });

  it("lasts as long as the till goes on showing it: nobody who reads it has to be fast", async () => {
    const requestId = newId();
    const first = must(await ask(300n, { requestId }), 201).body;
    for (let turn = 1; turn <= 10; turn++) {
      clock.shiftMs = turn * 180_000;
      must(await ask(300n, { requestId }), 200);
    }
    const later = must(await bench.get(`/payment-requests/${requestId}`)).body;
    expect(later.state).to.equal("open");
    expect(later.expiresAt - first.expiresAt).to.be.at.least(1_800);
    // The chain has a clock of its own.
    clock.shiftMs = 0;
    must(await answerTo(requestId, await oneChild(), 300n), 201);
    expect(must(await ask(300n, { requestId }), 200).body.state).to.equal("paid");
  });

  it("is not brought back by asking again once it has expired or was taken back", async () => {
    const [late, cancelled] = [newId(), newId()];
    for (const requestId of [late, cancelled]) must(await ask(300n, { requestId }), 201);
    const path = `/payment-requests/${cancelled}`;
    must(await bench.call("DELETE", path, undefined, { token: till }), 204);
    expect(must(await ask(300n, { requestId: cancelled }), 200).body.state).to.equal("cancelled");
    clock.shiftMs = 600_000;
    expect(must(await ask(300n, { requestId: late }), 200).body.state).to.equal("expired");
  });

  it("can be taken back until it is paid", async () => {
    const cancel = (id: string, token = till) =>
      bench.call("DELETE", `/payment-requests/${id}`, undefined, { token });
    const { requestId } = must(await ask(300n)).body;
    const stranger = await bench.logIn((await oneChild()).phone);
    expect(codeOf(await cancel(requestId, stranger))).to.deep.equal([403, "forbidden"]);
    must(await cancel(requestId), 204);
    expect((await bench.get(`/payment-requests/${requestId}`)).body.state).to.equal("cancelled");
    expect(codeOf(await answerTo(requestId, await oneChild(), 300n))).to.deep.equal([
      409,
      "payment-request-closed",
    ]);
    const paid = must(await ask(400n)).body.requestId;
    must(await answerTo(paid, await oneChild(), 400n));
    expect(codeOf(await cancel(paid))).to.deep.equal([409, "payment-request-closed"]);
    expect(codeOf(await cancel(newId()))).to.deep.equal([404, "not-found"]);
  });

  it("takes no other amount, no other shop, and no open authorisation", async () => {
    const { requestId } = must(await ask(300n)).body;
    const child = await oneChild();
    expect(codeOf(await answerTo(requestId, child, 299n))).to.deep.equal([400, "command-mismatch"]);
    const open = { ...(await openPayment(bench, { child, shop, amountCents: 300n })), requestId };
    expect(codeOf(await bench.post("/payments", open))).to.deep.equal([
      400,
      "authorisation-kind-mismatch",
    ]);
    expect(codeOf(await answerTo(newId(), child, 300n))).to.deep.equal([404, "not-found"]);
  });

  it("is made by a till of the shop only, and for some amount", async () => {
    const stranger = await bench.logIn((await oneChild()).phone);
    const body = { shopId: shop.shopId, amountCents: "100" };
    expect(codeOf(await bench.post("/payment-requests", body, stranger))).to.deep.equal([
      403,
      "till-unknown",
    ]);
    expect((await bench.post("/payment-requests", body)).status).to.equal(401);
    expect(codeOf(await ask(0n))).to.deep.equal([400, "amount-zero"]);
  });
});
