// What left the account today, by the bank's own statement: also when our database is gone and everything is read anew.
import { expect } from "chai";
import {
  bankEntries,
  bankSubmissions,
  payoutAttempts,
  payoutOrders,
  payouts,
} from "../../../server/store/schema/index.ts";
import { openWorld, type World } from "./world.ts";

const HOUR_MS = 3_600_000;
/** Noon in the Netherlands, in summer: UTC + 2. */
const NOON_MS = Date.parse("2026-07-07T10:00:00.000Z");
const MIDNIGHT_MS = Date.parse("2026-07-06T22:00:00.000Z");

describe("Payouts.DailyLimit", () => {
  let world: World;

  before(async function () {
    this.timeout(60_000);
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(async () => {
    await world.reset();
    world.payable = [];
    world.nowMs = NOON_MS;
    world.bank.dailyLimit = 1_500n;
  });

  /** The bank's statement has it; our database doesn't. */
  const leftAt = (bookedMs: number, amountCents: bigint): void =>
    world.bank.make(
      { payoutId: "none of ours", amountCents },
      { bookedAt: new Date(bookedMs).toISOString() },
    );
  async function pays(...amounts: bigint[]): Promise<string[]> {
    world.owe(...amounts);
    await world.worker().round();
    return (await world.states()).toSorted();
  }

  it("counts what the bank booked today before our database was lost", async () => {
    leftAt(NOON_MS - HOUR_MS, 1_000n);
    expect(await pays(501n)).to.deep.equal(["APPROVED daily-limit"]);
    expect(world.bank.submitted).to.deep.equal([]);
  });

  it("pays up to the last cent of it", async () => {
    leftAt(NOON_MS - HOUR_MS, 1_000n);
    expect(await pays(500n)).to.deep.equal(["BOOKED"]);
  });

  it("does not count what the bank booked on days before, although it is all read today", async () => {
    leftAt(MIDNIGHT_MS - 1, 1_400n);
    leftAt(MIDNIGHT_MS - 24 * HOUR_MS, 1_400n);
    expect(await pays(1_500n)).to.deep.equal(["BOOKED"]);
  });

  it("counts from the first moment of the Dutch day", async () => {
    leftAt(MIDNIGHT_MS, 1n);
    expect(await pays(1_500n)).to.deep.equal(["APPROVED daily-limit"]);
  });

  it("does not count what came in", async () => {
    leftAt(NOON_MS - HOUR_MS, -5_000n);
    leftAt(NOON_MS - HOUR_MS, 1_000n);
    expect(await pays(501n)).to.deep.equal(["APPROVED daily-limit"]);
  });

  it("counts payouts of ours in its own round, and goes on with those that fit", async () => {
    leftAt(NOON_MS - HOUR_MS, 500n);
    expect(await pays(700n, 301n, 300n)).to.deep.equal([
      "APPROVED daily-limit",
      "BOOKED",
      "BOOKED",
    ]);
  });

  it("counts a payout of ours once when the database is lost after it was paid", async () => {
    world.bank.onSubmit = async () => {
      world.bank.books = world.bank.books.map((line) => ({
        ...line,
        bookedAt: new Date(NOON_MS).toISOString(),
      }));
    };
    expect(await pays(1_000n)).to.deep.equal(["BOOKED"]);
    for (const table of [payoutAttempts, bankSubmissions, payoutOrders, bankEntries, payouts]) {
      await world.database.delete(table);
    }

    expect(await pays(501n)).to.deep.equal(["APPROVED daily-limit"]);
    world.nowMs += 60_000;
    world.bank.dailyLimit = 1_501n;
    await world.worker().round();
    expect(await world.states()).to.deep.equal(["BOOKED"]);
  });

  it("lets what waited go when the day is over", async () => {
    leftAt(NOON_MS, 1_500n);
    expect(await pays(1n)).to.deep.equal(["APPROVED daily-limit"]);
    world.nowMs = MIDNIGHT_MS + 24 * HOUR_MS - 1;
    await world.worker().round();
    expect(await world.states()).to.deep.equal(["APPROVED daily-limit"]);

    world.nowMs += 60_000;
    await world.worker().round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
  });
});
