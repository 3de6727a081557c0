// The way of a payout, each step and each thing that can go wrong with it.
import { expect } from "chai";
import type { SubmitResult } from "../../../server/bank/bank.ts";
import { payoutAttempts } from "../../../server/store/schema/index.ts";
import { booked, movement, openWorld, SCHEME, SHOP, type World } from "./world.ts";

const UNKNOWN: SubmitResult = { kind: "unknown", cause: "timeout", message: "no answer" };
const REFUSED: SubmitResult = { kind: "refused", code: "AC04", message: "closed account" };

describe("Payouts", () => {
  let world: World;

  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  beforeEach(() => world.reset());

  it("opens on the chain, pays, and settles when the bank has booked it", async () => {
    world.bank.statusAnswer = booked();

    await world.worker().round();

    expect((await world.onlyOrder()).state).to.equal("BOOKED");
    expect(world.names()).to.deep.equal(["openPayout", "settlePayout"]);
    expect(world.bank.submitted).to.have.length(1);
  });

  it("waits while the bank holds the payment", async () => {
    world.bank.statusAnswer = booked({ status: "pending" });

    await world.worker().round();

    expect((await world.onlyOrder()).state).to.equal("ACCEPTED");
    expect(world.names()).to.deep.equal(["openPayout"]);
  });

  it("has the request written down before the bank is called", async () => {
    let seen: { state: string; attempts: number } | undefined;
    world.bank.onSubmit = async () => {
      const attempts = await world.database.select().from(payoutAttempts);
      seen = { state: (await world.onlyOrder()).state, attempts: attempts.length };
    };

    await world.worker().round();

    expect(seen).to.deep.equal({ state: "SUBMITTING", attempts: 1 });
  });

  it("gives the debt back when the bank refuses", async () => {
    world.bank.submitAnswers = [REFUSED];

    await world.worker().round();

    const order = await world.onlyOrder();
    expect([order.state, order.reason]).to.deep.equal(["REJECTED", "AC04"]);
    expect(world.relay.calls.at(-1)).to.deep.include({
      name: "returnPayout",
      bankReason: "0x41433034",
    });
  });

  it("gives the debt back when the money comes back", async () => {
    const returned = { bankPaymentId: "9002", reasonCode: "AC01", returnedAt: "" };
    world.bank.statusAnswer = booked({ status: "returned", returned });

    await world.worker().round();

    const order = await world.onlyOrder();
    expect([order.state, order.reason]).to.deep.equal(["RETURNED", "AC01"]);
  });

  it("tries later, with a new request, what was certainly not processed", async () => {
    world.bank.submitAnswers = [{ kind: "later", retryAfterMs: 3_000, message: "busy" }];
    const worker = world.worker();
    await worker.round();
    expect((await world.onlyOrder()).state).to.equal("APPROVED");

    world.nowMs += 2_999;
    await worker.round();
    expect(world.bank.submitted).to.have.length(1);

    world.nowMs += 1;
    await worker.round();
    expect(world.bank.submitted.map((one) => one.requestId)).to.have.length(2);
    expect((await world.onlyOrder()).state).to.equal("ACCEPTED");
  });

  it("adopts a payment whose answer was lost, and pays it once", async () => {
    world.bank.submitAnswers = [UNKNOWN];
    const worker = world.worker();
    await worker.round();
    expect((await world.onlyOrder()).state).to.equal("UNKNOWN");

    world.bank.findAnswer = { hits: [booked()], conflicts: [] };
    world.bank.statusAnswer = booked();
    await worker.round();

    expect((await world.onlyOrder()).state).to.equal("BOOKED");
    expect(world.bank.submitted).to.have.length(1);
  });

  it("sends nothing again within the quiet period", async () => {
    world.bank.submitAnswers = [UNKNOWN];
    const worker = world.worker();
    await worker.round();

    world.nowMs += world.bank.quietPeriodMs - 1;
    await worker.round();

    expect(world.bank.submitted).to.have.length(1);
    expect((await world.onlyOrder()).state).to.equal("UNKNOWN");
  });

  it("sends the very same request again after the quiet period", async () => {
    world.bank.submitAnswers = [UNKNOWN];
    const worker = world.worker();
    await worker.round();

    world.nowMs += world.bank.quietPeriodMs;
    await worker.round();

    const [first, second] = world.bank.submitted;
    expect(second?.requestId).to.equal(first?.requestId);
    expect(Buffer.from(second?.bytes ?? [])).to.deep.equal(Buffer.from(first?.bytes ?? []));
    expect((await world.onlyOrder()).state).to.equal("ACCEPTED");
  });

  for (const answer of [REFUSED, UNKNOWN, { ...UNKNOWN, cause: "duplicate-request" as const }]) {
    const name = answer.kind === "unknown" ? answer.cause : answer.kind;
    it(`stays unknown when the second sending is answered with ${name}`, async () => {
      world.bank.submitAnswers = [UNKNOWN, answer];
      const worker = world.worker();
      await worker.round();

      world.nowMs += world.bank.quietPeriodMs;
      await worker.round();

      expect((await world.onlyOrder()).state).to.equal("UNKNOWN");
      expect(world.names()).to.deep.equal(["openPayout"]);
    });
  }

  it("does not send again when the bank's guard no longer covers the first sending", async () => {
    world.bank.submitAnswers = [UNKNOWN];
    const worker = world.worker();
    await worker.round();

    world.bank.guardScope = "device 2";
    world.nowMs += world.bank.quietPeriodMs;
    await worker.round();

    const order = await world.onlyOrder();
    expect([order.state, order.reason]).to.deep.equal(["HELD", "guard-changed"]);
    expect(world.bank.submitted).to.have.length(1);
  });

  it("holds a payout that the bank shows twice", async () => {
    world.bank.submitAnswers = [UNKNOWN];
    const worker = world.worker();
    await worker.round();

    world.bank.findAnswer = { hits: [booked(), booked({ bankPaymentId: "9002" })], conflicts: [] };
    await worker.round();

    const order = await world.onlyOrder();
    expect([order.state, order.reason]).to.deep.equal(["HELD", "paid-twice"]);
  });

  it("holds a payout whose token the bank shows with another amount", async () => {
    world.bank.submitAnswers = [UNKNOWN];
    const worker = world.worker();
    await worker.round();

    world.bank.findAnswer = { hits: [], conflicts: [movement(-999n, "")] };
    await worker.round();

    const order = await world.onlyOrder();
    expect([order.state, order.reason]).to.deep.equal(["HELD", "conflict-at-bank"]);
  });

  it("gives the bank the quiet period to know a payment that it accepted", async () => {
    const worker = world.worker();
    await worker.round();
    world.nowMs += world.bank.quietPeriodMs - 1;
    await worker.round();
    expect((await world.onlyOrder()).state).to.equal("ACCEPTED");

    world.nowMs += 1;
    await worker.round();

    const order = await world.onlyOrder();
    expect([order.state, order.reason]).to.deep.equal(["HELD", "unknown-at-bank"]);
  });

  it("does not settle a payment of another amount", async () => {
    world.bank.statusAnswer = booked({ amountCents: 1_249n });

    await world.worker().round();

    const order = await world.onlyOrder();
    expect([order.state, order.reason]).to.deep.equal(["HELD", "amount-differs"]);
    expect(world.names()).not.to.include("settlePayout");
  });

  it("pays nobody when the IBAN is not the one that the ledger vouches for", async () => {
    world.creditor = null;

    await world.worker().round();

    const order = await world.onlyOrder();
    expect([order.state, order.reason]).to.deep.equal(["HELD", "iban-mismatch"]);
    expect(world.bank.submitted).to.have.length(0);
  });

  it("waits for the treasurer above the mandate, and goes on when it is opened", async () => {
    const refused = { state: "refused", code: "mandate-exceeded-per-payout", params: {} } as const;
    world.relay.answers.set("openPayout", refused);
    const worker = world.worker();
    await worker.round();
    const held = await world.onlyOrder();
    expect([held.state, held.reason]).to.deep.equal(["HELD", "mandate-exceeded-per-payout"]);

    world.relay.answers.set("openPayout", { ...refused, code: "payout-exists" });
    world.nowMs = held.retryAt;
    await worker.round();

    expect((await world.onlyOrder()).state).to.equal("ACCEPTED");
  });

  it("drops an order that the chain refuses, without paying", async () => {
    world.relay.answers.set("openPayout", {
      state: "refused",
      code: "payout-above-owed",
      params: {},
    });

    await world.worker().round();

    expect((await world.onlyOrder()).state).to.equal("REJECTED");
    expect(world.bank.submitted).to.have.length(0);
  });

  it("has one payout of a shop under way at a time", async () => {
    world.bank.statusAnswer = booked({ status: "pending" });
    const worker = world.worker();
    await worker.round();

    world.payable = [{ schemeId: SCHEME, shopId: SHOP, amountCents: 500n }];
    await worker.round();

    expect((await world.onlyOrder()).amountCents).to.equal(1_250n);
  });
});
