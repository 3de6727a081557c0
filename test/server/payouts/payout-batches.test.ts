// Payouts of several shops in one submission: what the bank takes, refuses, or makes only in part.
import { expect } from "chai";
import { ordersIn, REFUSED, UNKNOWN } from "./scripted-bank.ts";
import { openWorld, type World } from "./world.ts";

describe("Payouts.Batches", () => {
  let world: World;

  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(() => world.reset());

  const sizes = () => world.bank.submitted.map((one) => ordersIn(one).length);

  it("pays all shops in one submission", async () => {
    world.owe(1_250n, 995n, 300n);

    await world.worker().round();

    expect(await world.states()).to.deep.equal(["BOOKED", "BOOKED", "BOOKED"]);
    expect(sizes()).to.deep.equal([3]);
  });

  it("sends no more at once than the bank takes", async () => {
    world.bank.highestOrders = 2;
    world.owe(100n, 200n, 300n, 400n, 500n);

    await world.worker().round();

    expect(sizes()).to.deep.equal([2, 2, 1]);
  });

  it("adopts each payment of a batch whose answer was lost", async () => {
    world.owe(1_250n, 995n);
    world.bank.sendings = [{ says: UNKNOWN, makes: "all" }];

    await world.worker().round();

    expect(await world.states()).to.deep.equal(["BOOKED", "BOOKED"]);
    expect(sizes()).to.deep.equal([2]);
  });

  it("sends a batch that never arrived again, as the same request", async () => {
    world.owe(1_250n, 995n);
    world.bank.sendings = [{ says: UNKNOWN }];
    const worker = world.worker();
    await worker.round();

    world.nowMs += world.bank.quietPeriodMs;
    await worker.round();
    await worker.round();

    expect(world.bank.submitted[1]).to.deep.equal(world.bank.submitted[0]);
    expect(await world.states()).to.deep.equal(["BOOKED", "BOOKED"]);
  });

  it("never sends again a batch of which one payment arrived: a person looks for the rest", async () => {
    world.owe(1_250n, 995n);
    world.bank.sendings = [{ says: UNKNOWN, makes: [0] }];
    const worker = world.worker();
    await worker.round();

    world.nowMs += world.bank.quietPeriodMs;
    await worker.round();

    expect(await world.states()).to.deep.equal(["BOOKED", "HELD not-found-at-bank"]);
    expect(sizes()).to.deep.equal([2]);
  });

  it("asks for each alone, after the quiet period, when the bank refused them together", async () => {
    world.owe(1_250n, 995n);
    world.bank.sendings = [{ says: REFUSED }, { says: REFUSED }];
    const worker = world.worker();
    await worker.round();
    expect(await world.states()).to.deep.equal(["UNKNOWN batch-refused", "UNKNOWN batch-refused"]);
    await worker.round();
    expect(sizes()).to.deep.equal([2]);

    world.nowMs += world.bank.quietPeriodMs;
    await worker.round();

    expect(sizes()).to.deep.equal([2, 1, 1]);
    expect((await world.states()).toSorted()).to.deep.equal(["BOOKED", "REJECTED AC04"]);
  });

  it("does not ask again for what a refused batch paid all the same", async () => {
    world.owe(1_250n, 995n);
    world.bank.sendings = [{ says: REFUSED, makes: [1] }];
    const worker = world.worker();
    await worker.round();

    world.nowMs += world.bank.quietPeriodMs;
    await worker.round();

    expect(await world.states()).to.deep.equal(["BOOKED", "BOOKED"]);
    expect(sizes()).to.deep.equal([2, 1]);
  });

  it("asks alone for what an accepted batch doesn't hold, by the bank's own word", async () => {
    world.owe(1_250n, 995n);
    world.bank.sendings = [{ says: { kind: "accepted", bankSubmissionId: "7" }, makes: [0] }];
    const worker = world.worker();
    await worker.round();
    const [first] = await world.orders();
    world.bank.state = { kind: "made", payoutIds: [first?.payoutId.slice(2) ?? ""] };

    world.nowMs += world.bank.quietPeriodMs;
    await worker.round();

    expect(await world.states()).to.deep.equal(["BOOKED", "BOOKED"]);
    expect(sizes()).to.deep.equal([2, 1]);
  });

  it("holds the one that breaks a limit of the bank and pays the others", async () => {
    world.owe(1_250n, 995n);
    const worker = world.worker();
    world.bank.away.add("balance");
    await worker.round();
    world.bank.away.clear();
    world.bank.badPayoutIds.add((await world.orders())[0]?.payoutId.slice(2) ?? "");

    await worker.round();

    expect(await world.states()).to.deep.equal(["HELD invalid-order", "BOOKED"]);
  });

  describe("foresees", () => {
    it("too little money: pays what it can, oldest first, and says why the rest waits", async () => {
      world.owe(1_000n, 900n, 200n);
      world.bank.available = 1_200n;
      const worker = world.worker();
      await worker.round();

      const states = (await world.states()).toSorted();
      expect(states).to.deep.equal(["APPROVED insufficient-balance", "BOOKED", "BOOKED"]);

      world.bank.available = 900n;
      world.nowMs += 60_000;
      await worker.round();
      expect(await world.states()).to.deep.equal(["BOOKED", "BOOKED", "BOOKED"]);
    });

    it("the daily limit, what already left the account today included", async () => {
      world.bank.dailyLimit = 1_500n;
      world.owe(1_000n);
      const worker = world.worker();
      await worker.round();
      world.owe(600n, 500n);
      world.nowMs += 1;
      await worker.round();

      const states = (await world.states()).toSorted();
      expect(states).to.deep.equal(["APPROVED daily-limit", "BOOKED", "BOOKED"]);
    });

    it("keeps a payout open that the bank refuses for want of money", async () => {
      const message = "Insufficient balance: the account does not hold enough money.";
      world.bank.sendings = [{ says: { kind: "refused", code: "400", message } }];
      const worker = world.worker();
      await worker.round();
      expect(await world.states()).to.deep.equal(["APPROVED insufficient-balance"]);
      expect(world.names()).to.deep.equal(["openPayout"]);

      world.nowMs += 60_000;
      await worker.round();
      expect(await world.states()).to.deep.equal(["BOOKED"]);
    });
  });

  describe("as a draft", () => {
    beforeEach(() => {
      world.bank.target = "/draft-payment";
      world.owe(1_250n, 995n);
      const says = { kind: "accepted", bankSubmissionId: "7" } as const;
      world.bank.sendings = [{ says, makes: "none" }];
    });

    it("waits for the person in the bank's app, for as long as it takes", async () => {
      world.bank.state = { kind: "waiting" };
      const worker = world.worker();
      await worker.round();
      await worker.round();
      world.nowMs += 3 * 86_400_000;
      await worker.round();

      expect(await world.states()).to.deep.equal([
        "ACCEPTED draft-waiting",
        "ACCEPTED draft-waiting",
      ]);
    });

    it("gives back what the person rejected, and settles what was accepted", async () => {
      const worker = world.worker();
      await worker.round();
      const [first] = await world.orders();
      if (!first) throw new Error("an order is meant");
      const token = first.payoutId.slice(2);
      world.bank.make({ payoutId: token, amountCents: first.amountCents });
      world.bank.state = { kind: "made", payoutIds: [token] };

      await worker.round();

      expect(await world.states()).to.deep.equal(["BOOKED", "REJECTED draft-rejected"]);
    });

    it("gives all back when the person rejected it as a whole", async () => {
      world.bank.state = { kind: "rejected", code: "draft-rejected" };
      const worker = world.worker();
      await worker.round();
      await worker.round();

      expect(await world.states()).to.deep.equal([
        "REJECTED draft-rejected",
        "REJECTED draft-rejected",
      ]);
    });
  });
});
