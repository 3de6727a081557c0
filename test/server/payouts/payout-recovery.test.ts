// What a payout does after a crash, a fault, or a loss of the lead or of the database: nothing is paid twice, nothing is stuck.
import { expect } from "chai";
import { payoutAttempts, payoutOrders } from "../../../server/store/schema/index.ts";
import { REFUSED } from "./scripted-bank.ts";
import { writeOnChain } from "./scripted-relay.ts";
import { openWorld, owed, SCHEME, SHOP, type World } from "./world.ts";

describe("Payouts.Recovery", () => {
  let world: World;

  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(() => world.reset());

  /** The process ends while the bank has its request: whatever it would have done with the answer is never done. */
  async function killWhileSending(): Promise<void> {
    let reached = () => {};
    const sent = new Promise<void>((resolve) => {
      reached = resolve;
    });
    world.bank.onSubmit = () => {
      reached();
      return new Promise(() => {});
    };
    void world.worker().round();
    await sent;
    world.bank.onSubmit = async () => {};
    expect(await world.states()).to.deep.equal(["SUBMITTING"]);
  }

  /** What each step before and after it must come to: paid once at the bank, settled once on the chain. */
  async function comesOutEven(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      await world.worker().round();
      world.nowMs += world.bank.quietPeriodMs;
    }
    expect(await world.states()).to.deep.equal(["BOOKED"]);
    expect(world.bank.books.map(({ amountCents }) => amountCents)).to.deep.equal([-1_250n]);
    expect(world.names()).to.deep.equal(["openPayout", "settlePayout"]);
  }

  describe("killed", () => {
    it("before the payout is opened on the chain", async () => {
      world.relay.unreachable.add("openPayout");
      await world.worker().round();
      expect(await world.states()).to.deep.equal(["BATCHED"]);
      world.relay.unreachable.clear();
      await comesOutEven();
    });

    it("after it was opened, before that is written down", async () => {
      world.relay.dies.add("openPayout");
      await world.worker().round();
      expect(await world.states()).to.deep.equal(["BATCHED"]);
      await comesOutEven();
    });

    for (const call of ["balance", "position", "prepare"] as const) {
      it(`before the bank answers ${call}`, async () => {
        world.bank.away.add(call);
        await world.worker().round();
        expect(await world.states()).to.deep.equal(["APPROVED"]);
        expect(await world.database.select().from(payoutAttempts)).to.have.length(0);
        world.bank.away.clear();
        await comesOutEven();
      });
    }

    it("after the request is written down, before the bank has it", async () => {
      world.bank.sendings = [{ makes: "none" }];
      await killWhileSending();
      await comesOutEven();
      const ids = new Set(world.bank.submitted.map(({ requestId }) => requestId));
      expect([...ids]).to.deep.equal(["request 1"]);
    });

    it("after the bank paid, before its answer is written down", async () => {
      await killWhileSending();
      await comesOutEven();
      expect(world.bank.submitted).to.have.length(1);
    });

    it("after the bank paid, while its list doesn't show it yet", async () => {
      world.bank.hides = true;
      await killWhileSending();
      world.nowMs += world.bank.quietPeriodMs - 1;
      await world.worker().round();
      world.bank.reveal();
      await comesOutEven();
      expect(world.bank.submitted).to.have.length(1);
    });

    it("after the bank accepted, before its statement is read", async () => {
      world.bank.onSubmit = async () => {
        world.bank.away.add("movements");
      };
      await world.worker().round();
      expect(await world.states()).to.deep.equal(["ACCEPTED"]);
      world.bank.away.clear();
      await comesOutEven();
    });

    it("after the statement is read, before the chain settles", async () => {
      world.relay.unreachable.add("settlePayout");
      await world.worker().round();
      expect(await world.states()).to.deep.equal(["ACCEPTED"]);
      world.relay.unreachable.clear();
      await comesOutEven();
    });

    it("after the chain settled, before that is written down", async () => {
      world.relay.dies.add("settlePayout");
      await world.worker().round();
      expect(await world.states()).to.deep.equal(["ACCEPTED"]);
      await comesOutEven();
    });

    for (const [where, set] of [
      ["before the debt is reopened", "unreachable"],
      ["after the debt is reopened, before that is written down", "dies"],
    ] as const) {
      it(`with money that came back, ${where}`, async () => {
        await world.worker().round();
        world.bank.giveBack((await world.onlyOrder()).payoutId, 1_250n, "AC04");
        world.relay[set].add("returnPayout");
        await world.worker().round();
        expect(await world.states()).to.deep.equal(["BOOKED"]);
        world.relay.unreachable.clear();

        await world.worker().round();

        expect(await world.states()).to.deep.equal(["RETURNED AC04"]);
        expect(world.names()).to.deep.equal(["openPayout", "settlePayout", "returnPayout"]);
      });
    }
  });

  it("looks for what another process was sending when it lost the lead", async () => {
    const worker = world.worker();
    world.payable = [];
    await worker.round();
    world.payable = [owed(1_250n)];
    await killWhileSending();

    await worker.round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
    expect(world.bank.submitted).to.have.length(1);
  });

  it("keeps what the bank's statement says over the late answer of a former leader", async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    world.bank.onSubmit = () => answered;
    const former = world.worker().round();
    while (world.bank.submitted.length === 0) await new Promise((resolve) => setImmediate(resolve));
    world.bank.onSubmit = async () => {};
    await world.worker().round();
    expect(await world.states()).to.deep.equal(["BOOKED"]);

    answer();
    await former;

    expect(await world.states()).to.deep.equal(["BOOKED"]);
    expect(world.bank.submitted).to.have.length(1);
  });

  for (const who of ["the same process", "the next process"]) {
    it(`does not send again what the bank refused while the chain was away, in ${who}`, async () => {
      world.bank.sendings = [{ says: REFUSED }];
      world.relay.unreachable.add("returnPayout");
      const worker = world.worker();
      await worker.round();
      world.relay.unreachable.clear();
      world.nowMs += world.bank.quietPeriodMs;

      await (who === "the same process" ? worker : world.worker()).round();

      expect(await world.states()).to.deep.equal(["REJECTED AC04"]);
      expect(world.bank.submitted).to.have.length(1);
      expect(world.names()).to.deep.equal(["openPayout", "returnPayout"]);
    });
  }

  it("allows one live attempt of a payout, whatever the code thinks", async () => {
    world.bank.makesPending = true;
    world.bank.hides = true;
    await world.worker().round();
    const [attempt] = await world.database.select().from(payoutAttempts);
    if (!attempt) throw new Error("an attempt is meant");

    let refusal: unknown;
    await world.database
      .insert(payoutAttempts)
      .values({ ...attempt, attempt: 2 })
      .catch((error: unknown) => {
        refusal = error;
      });

    const cause = refusal instanceof Error ? refusal.cause : null;
    expect(cause)
      .to.be.instanceOf(Error)
      .with.property("constraint", "one_live_attempt_per_payout");
  });

  it("makes a new payout when the mandate's refusal is written down and so is final", async () => {
    const refused = { state: "refused", code: "mandate-exceeded-per-day", params: {} } as const;
    world.relay.answers.set("openPayout", refused);
    world.relay.writesDownRefusals = true;
    const worker = world.worker();
    await worker.round();
    expect(await world.states()).to.deep.equal(["REJECTED mandate-exceeded-per-day"]);

    world.relay.answers.clear();
    world.relay.writesDownRefusals = false;
    world.payable = [owed(1_250n)];
    world.nowMs += 1;
    await worker.round();

    const states = (await world.orders()).map((order) => order.state);
    expect(states).to.deep.equal(["REJECTED", "BOOKED"]);
  });

  describe("opened on the chain, with no order of ours", () => {
    const payoutId = `0x${"ab".repeat(16)}` as const;
    const opened = { payoutId, schemeId: SCHEME, shopId: SHOP, amountCents: 1_250n };

    beforeEach(async () => {
      world.payable = [];
      world.openedElsewhere = [opened];
      await writeOnChain(world.database, opened);
    });

    it("is not paid while the bank's statement may still be behind", async () => {
      const worker = world.worker();
      await worker.round();
      world.nowMs += world.bank.quietPeriodMs - 1;
      await worker.round();

      expect(await world.states()).to.deep.equal(["UNKNOWN"]);
      expect(world.bank.submitted).to.have.length(0);
    });

    it("is paid when the bank's whole statement doesn't have it after the quiet period", async () => {
      const worker = world.worker();
      await worker.round();
      world.nowMs += world.bank.quietPeriodMs;
      await worker.round();

      expect(await world.states()).to.deep.equal(["BOOKED"]);
      expect(world.bank.submitted).to.have.length(1);
    });

    it("is adopted when the bank's statement has it, and not paid again", async () => {
      world.bank.make({ payoutId: payoutId.slice(2), amountCents: 1_250n });

      await world.worker().round();

      expect(await world.states()).to.deep.equal(["BOOKED"]);
      expect(world.bank.submitted).to.have.length(0);
    });

    it("is adopted also when the statement was read before the order was written", async () => {
      world.openedElsewhere = [];
      world.bank.make({ payoutId: payoutId.slice(2), amountCents: 1_250n });
      await world.worker().round();
      expect(await world.database.select().from(payoutOrders)).to.have.length(0);

      world.openedElsewhere = [opened];
      await world.worker().round();

      expect(await world.states()).to.deep.equal(["BOOKED"]);
    });
  });
});
