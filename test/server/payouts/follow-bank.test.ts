// How far back the bank's statement is read, and how often: what waits for weeks costs little, and is found all the same.
import { expect } from "chai";
import { createBankReader } from "../../../server/payouts/follow-bank.ts";
import { REFUSED, UNKNOWN } from "./scripted-bank.ts";
import { codeOf, openWorld, owed, type World } from "./world.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Where the account stands before anything was sent. */
const START = "9000";

describe("Payouts.FollowBank", () => {
  let world: World;
  /** The positions after which the bank's list was asked for. */
  let asked: (string | null)[];

  before(async function () {
    this.timeout(60_000);
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(async () => {
    await world.reset();
    asked = [];
    const { bank } = world;
    bank.movements = async (query) => {
      asked.push(query.since);
      return Object.getPrototypeOf(bank).movements.call(bank, query);
    };
  });

  /** A payout in doubt until a person has to look; then others are paid, so that its place lies far back. */
  async function held(): Promise<`0x${string}`> {
    world.bank.sendings = Array.from({ length: 30 }, () => ({ says: UNKNOWN }));
    const worker = world.worker();
    for (let time = 0; time <= 21; time += 1) {
      await worker.round();
      world.nowMs += MINUTE_MS;
    }
    expect(await world.states()).to.deep.equal(["HELD not-found-at-bank"]);
    const { payoutId } = await world.onlyOrder();
    salaries();
    await worker.round();
    world.nowMs += 3 * MINUTE_MS;
    asked = [];
    return payoutId;
  }
  /** What else goes over the account. */
  function salaries(): void {
    for (let time = 0; time < 5; time += 1) {
      world.bank.make({ payoutId: "salary", amountCents: 100n }, { reference: null });
    }
  }
  async function readFor(durationMs: number, everyMs: number): Promise<void> {
    for (let passed = 0; passed < durationMs; passed += everyMs) {
      await reader.read();
      world.nowMs += everyMs;
    }
  }
  let reader: ReturnType<typeof createBankReader>;
  const startReader = () => {
    reader = createBankReader({ ...world.context(), bank: world.bank });
  };
  const looksBack = () => asked.filter((since) => since === START).length;

  it("looks back to what is held, more and more rarely: not every time for weeks", async () => {
    await held();
    startReader();
    await readFor(2 * HOUR_MS, 15 * SECOND_MS);
    // Each time at first; after 8 minutes by a 32nd of its age, so 32 × ln(125 / 8) ≈ 88 times at most.
    expect(asked).to.have.length(480);
    expect(looksBack()).to.be.within(60, 105);

    world.nowMs += 14 * 24 * HOUR_MS;
    asked = [];
    await readFor(48 * HOUR_MS, 10 * MINUTE_MS);
    // Once an hour, also after weeks.
    expect(asked).to.have.length(288);
    expect(looksBack()).to.be.equal(48);
    expect(asked.filter((since) => since === null)).to.deep.equal([]);
  }).timeout(60_000);

  it("looks back at once after a start, whatever a process before it had read", async () => {
    await held();
    for (let time = 0; time < 3; time += 1) {
      startReader();
      await reader.read();
    }
    expect(asked).to.deep.equal([START, START, START]);
  });

  it("finds the line of what is held, however late it comes, within an hour", async () => {
    const payoutId = await held();
    const worker = world.worker();
    await worker.round();
    world.nowMs += 21 * 24 * HOUR_MS;
    await worker.round();
    // It stands where it was sent, far before what has been read since.
    world.bank.make(
      { payoutId: payoutId.slice(2), amountCents: 1_250n },
      { bankPaymentId: "9000.5" },
    );
    world.bank.books.unshift(world.bank.books.pop() as (typeof world.bank.books)[number]);
    world.nowMs += HOUR_MS - 1;
    await worker.round();
    expect(await world.states()).to.deep.equal(["HELD not-found-at-bank"]);

    world.nowMs += 1;
    await worker.round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
  });

  it("looks back at once for what a person wants looked at again", async () => {
    const payoutId = await held();
    const worker = world.worker();
    world.nowMs += HOUR_MS;
    await worker.round();
    world.nowMs += 16 * SECOND_MS;
    await worker.round();
    expect(asked.at(-1)).not.to.equal(START);

    await world.acts().lookAgain(payoutId);
    await worker.round();

    expect(asked.at(-1)).to.equal(START);
  });

  it("looks back before it takes a person's word that a payout was not paid", async () => {
    const payoutId = await held();
    const worker = world.worker();
    await worker.round();
    world.bank.make(
      { payoutId: payoutId.slice(2), amountCents: 1_250n },
      { bankPaymentId: "9000.5" },
    );
    world.bank.books.unshift(world.bank.books.pop() as (typeof world.bank.books)[number]);
    await worker.round();
    expect(await world.acts().decisionsFor(payoutId)).to.include("not-paid");

    expect(await codeOf(world.acts().notPaid(payoutId))).to.equal("payout-not-decidable");
    await worker.round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
  });

  it("takes nobody's word for it while the statement can't be read", async () => {
    const payoutId = await held();
    world.bank.away.add("movements");
    expect(await codeOf(world.acts().notPaid(payoutId))).to.equal("bank-unavailable");
    expect(await world.states()).to.deep.equal(["HELD not-found-at-bank"]);

    world.bank.away.clear();
    await world.acts().notPaid(payoutId);
    expect(await world.states()).to.deep.equal(["REJECTED NARR"]);
  });

  it("looks back as often as ever for a payment that the bank shows and holds", async () => {
    world.bank.makesPending = true;
    await world.worker().round();
    expect(await world.states()).to.deep.equal(["ACCEPTED bank-holds-first-payment"]);
    world.nowMs += MINUTE_MS;
    salaries();
    startReader();
    await reader.read();
    world.nowMs += 24 * HOUR_MS;
    asked = [];
    await readFor(5 * MINUTE_MS, 15 * SECOND_MS);
    expect(looksBack()).to.equal(20);
  });

  it("looks back to nothing once all is settled or refused", async () => {
    const worker = world.worker();
    await worker.round();
    world.payable = [owed(700n)];
    world.bank.sendings = [{ says: REFUSED }];
    world.nowMs += 1;
    await worker.round();
    salaries();
    await worker.round();
    world.nowMs += 3 * MINUTE_MS;
    asked = [];
    startReader();
    await readFor(MINUTE_MS, 15 * SECOND_MS);
    expect(asked).to.deep.equal(["9006", "9006", "9006", "9006"]);
  });
});
