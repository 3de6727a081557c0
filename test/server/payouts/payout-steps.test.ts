// The way of a payout, each step and each thing that can go wrong with it.
import { expect } from "chai";
import {
  bankSubmissions,
  payeeBlocks,
  payoutAttempts,
} from "../../../server/store/schema/index.ts";
import { REFUSED, UNKNOWN } from "./scripted-bank.ts";
import { openWorld, owed, type World } from "./world.ts";

describe("Payouts", () => {
  let world: World;

  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(() => world.reset());

  it("opens on the chain, pays, and settles when the bank's statement shows it, in one round", async () => {
    await world.worker().round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
    expect(world.names()).to.deep.equal(["openPayout", "settlePayout"]);
    expect(world.bank.submitted).to.have.length(1);
    expect((await world.onlyOrder()).bankPaymentId).to.equal("9001");
  });

  it("waits while the bank holds the payment, says why, and settles when it is booked", async () => {
    world.bank.makesPending = true;
    const worker = world.worker();
    await worker.round();
    expect(await world.states()).to.deep.equal(["ACCEPTED bank-holds-first-payment"]);
    expect(world.names()).to.deep.equal(["openPayout"]);

    world.bank.bookPending();
    world.nowMs += 86_400_000;
    await worker.round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
  });

  it("has the request written down before the bank is called", async () => {
    let seen: unknown;
    world.bank.onSubmit = async () => {
      const [submission] = await world.database.select().from(bankSubmissions);
      const attempts = await world.database.select().from(payoutAttempts);
      seen = [
        (await world.onlyOrder()).state,
        submission?.state,
        submission?.position,
        attempts.length,
      ];
    };

    await world.worker().round();

    expect(seen).to.deep.equal(["SUBMITTING", "sent", "9000", 1]);
  });

  it("gives the debt back when the bank refuses", async () => {
    world.bank.sendings = [{ says: REFUSED }];

    await world.worker().round();

    expect(await world.states()).to.deep.equal(["REJECTED AC04"]);
    const back = { name: "returnPayout", bankReason: "0x41433034" };
    expect(world.relay.calls.at(-1)).to.deep.include(back);
  });

  it("blocks a shop that the bank refuses four times in a row", async () => {
    const worker = world.worker();
    for (let time = 1; time <= 4; time += 1) {
      expect(await world.database.select().from(payeeBlocks)).to.deep.equal([]);
      world.payable = [owed(1_250n)];
      world.bank.sendings = [{ says: REFUSED }];
      world.nowMs += 1;
      await worker.round();
    }

    const [block] = await world.database.select().from(payeeBlocks);
    expect(block?.reason).to.equal("refused-repeatedly");
  });

  it("reopens the debt and blocks the shop when the money comes back after it was booked", async () => {
    const worker = world.worker();
    await worker.round();
    const { payoutId } = await world.onlyOrder();
    world.bank.giveBack(payoutId, 1_250n, "AC01");

    await worker.round();

    expect(await world.states()).to.deep.equal(["RETURNED AC01"]);
    expect(world.relay.calls.at(-1)).to.deep.include({ name: "returnPayout", payoutId });
    const [block] = await world.database.select().from(payeeBlocks);
    expect([block?.reason, block?.by]).to.deep.equal(["AC01", null]);
  });

  it("does not take another amount for a return", async () => {
    const worker = world.worker();
    await worker.round();
    world.bank.giveBack((await world.onlyOrder()).payoutId, 1_249n, "AC01");

    await worker.round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
  });

  it("tries later, with a new request, what was certainly not processed", async () => {
    world.bank.sendings = [{ says: { kind: "later", retryAfterMs: 3_000, message: "busy" } }];
    const worker = world.worker();
    await worker.round();
    expect(await world.states()).to.deep.equal(["APPROVED"]);

    world.nowMs += 2_999;
    await worker.round();
    expect(world.bank.submitted).to.have.length(1);

    world.nowMs += 1;
    await worker.round();
    const ids = world.bank.submitted.map(({ requestId }) => requestId);
    expect(ids).to.deep.equal(["request 1", "request 2"]);
    expect(await world.states()).to.deep.equal(["BOOKED"]);
  });

  it("adopts a payment whose answer was lost, and pays it once", async () => {
    world.bank.hides = true;
    world.bank.sendings = [{ says: UNKNOWN, makes: "all" }];
    const worker = world.worker();
    await worker.round();
    expect(await world.states()).to.deep.equal(["UNKNOWN timeout"]);

    world.bank.reveal();
    await worker.round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
    expect(world.bank.submitted).to.have.length(1);
  });

  it("sends nothing again within the quiet period", async () => {
    world.bank.sendings = [{ says: UNKNOWN }];
    const worker = world.worker();
    await worker.round();

    world.nowMs += world.bank.quietPeriodMs - 1;
    await worker.round();

    expect(world.bank.submitted).to.have.length(1);
  });

  it("sends the very same request again after the quiet period", async () => {
    world.bank.sendings = [{ says: UNKNOWN }];
    const worker = world.worker();
    await worker.round();

    world.nowMs += world.bank.quietPeriodMs;
    await worker.round();

    const [first, second] = world.bank.submitted;
    expect(second).to.deep.equal(first);
    await worker.round();
    expect(await world.states()).to.deep.equal(["BOOKED"]);
  });

  for (const says of [REFUSED, UNKNOWN, { ...UNKNOWN, cause: "duplicate-request" as const }]) {
    const name = says.kind === "unknown" ? says.cause : says.kind;
    it(`stays unknown when the second sending is answered with ${name}`, async () => {
      world.bank.sendings = [{ says: UNKNOWN }, { says }];
      const worker = world.worker();
      await worker.round();

      world.nowMs += world.bank.quietPeriodMs;
      await worker.round();

      expect((await world.onlyOrder()).state).to.equal("UNKNOWN");
      expect(world.names()).to.deep.equal(["openPayout"]);
    });
  }

  it("leaves to a person what stays in doubt for twenty quiet periods", async () => {
    world.bank.sendings = Array.from({ length: 30 }, () => ({ says: UNKNOWN }));
    const worker = world.worker();
    for (let time = 0; time <= 21; time += 1) {
      await worker.round();
      world.nowMs += world.bank.quietPeriodMs;
    }

    expect(await world.states()).to.deep.equal(["HELD not-found-at-bank"]);
    const requests = new Set(world.bank.submitted.map(({ requestId }) => requestId));
    expect([...requests]).to.deep.equal(["request 1"]);
  });

  it("does not send again when the bank's guard no longer covers the first sending", async () => {
    world.bank.sendings = [{ says: UNKNOWN }];
    const worker = world.worker();
    await worker.round();

    world.bank.guardScope = "device 2";
    world.nowMs += world.bank.quietPeriodMs;
    await worker.round();

    expect(await world.states()).to.deep.equal(["HELD guard-changed"]);
    expect(world.bank.submitted).to.have.length(1);
  });

  it("settles once a payout that the bank paid twice, and keeps the second line as a contradiction", async () => {
    world.bank.onSubmit = async () => {
      world.bank.make({
        payoutId: (await world.onlyOrder()).payoutId.slice(2),
        amountCents: 1_250n,
      });
    };

    await world.worker().round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
    expect(world.names()).to.deep.equal(["openPayout", "settlePayout"]);
    expect(await world.kinds()).to.deep.equal(["payout", "conflict"]);
  });

  for (const [what, fields] of [
    ["amount", { amountCents: -999n }],
    ["account", { counterpartyIban: "NL20INGB0001234567" }],
  ] as const) {
    it(`holds a payout that the bank shows with another ${what}`, async () => {
      world.bank.sendings = [{ says: UNKNOWN }];
      const worker = world.worker();
      await worker.round();
      const payoutId = (await world.onlyOrder()).payoutId.slice(2);
      world.bank.make({ payoutId, amountCents: 1_250n }, fields);

      world.nowMs += world.bank.quietPeriodMs;
      await worker.round();

      expect(await world.states()).to.deep.equal(["HELD conflict-at-bank"]);
      expect(world.bank.submitted).to.have.length(1);
    });
  }

  it("gives the bank the quiet period to show a payment that it accepted", async () => {
    world.bank.sendings = [{ says: { kind: "accepted", bankSubmissionId: "1" }, makes: "none" }];
    world.bank.state = { kind: "not-found" };
    const worker = world.worker();
    await worker.round();
    world.nowMs += world.bank.quietPeriodMs - 1;
    await worker.round();
    expect(await world.states()).to.deep.equal(["ACCEPTED"]);

    world.nowMs += 1;
    await worker.round();

    expect(await world.states()).to.deep.equal(["HELD unknown-at-bank"]);
  });
});
