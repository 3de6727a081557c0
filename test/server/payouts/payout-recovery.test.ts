// What a payout does after a crash, a fault, or a loss of the lead or of the database: nothing is paid twice, nothing is stuck.
import { expect } from "chai";
import type { SubmitResult } from "../../../server/bank/bank.ts";
import { booked, movement, openWorld, SCHEME, SHOP, type World } from "./world.ts";

const REFUSED: SubmitResult = { kind: "refused", code: "AC04", message: "closed account" };

describe("Payouts.Recovery", () => {
  let world: World;

  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(() => world.reset());

  it("takes what was being sent at a crash for unknown, and looks for it", async () => {
    world.bank.onSubmit = async () => {
      throw new Error("killed");
    };
    await world.worker().round();
    expect((await world.onlyOrder()).state).to.equal("SUBMITTING");

    world.bank.onSubmit = async () => {};
    world.bank.findAnswer = { hits: [booked()], conflicts: [] };
    world.bank.statusAnswer = booked();
    await world.worker().round();

    expect((await world.onlyOrder()).state).to.equal("BOOKED");
    expect(world.bank.submitted).to.have.length(1);
  });

  it("looks for what another process was sending when it lost the lead", async () => {
    const worker = world.worker();
    world.payable = [];
    await worker.round();
    world.payable = [{ schemeId: SCHEME, shopId: SHOP, amountCents: 1_250n }];
    world.bank.onSubmit = async () => {
      throw new Error("killed");
    };
    await world.worker().round();
    world.bank.onSubmit = async () => {};
    world.bank.findAnswer = { hits: [booked()], conflicts: [] };
    world.bank.statusAnswer = booked();

    await worker.round();

    expect((await world.onlyOrder()).state).to.equal("BOOKED");
    expect(world.bank.submitted).to.have.length(1);
  });

  for (const who of ["the same process", "the next process"]) {
    it(`does not send again what the bank refused while the chain was away, in ${who}`, async () => {
      world.bank.submitAnswers = [REFUSED];
      world.relay.unreachable.add("returnPayout");
      const worker = world.worker();
      await worker.round();
      world.relay.unreachable.clear();
      world.nowMs += world.bank.quietPeriodMs;

      await (who === "the same process" ? worker : world.worker()).round();

      const order = await world.onlyOrder();
      expect([order.state, order.reason]).to.deep.equal(["REJECTED", "AC04"]);
      expect(world.bank.submitted).to.have.length(1);
      expect(world.names()).to.deep.equal(["openPayout", "returnPayout"]);
    });
  }

  it("makes a new payout when the mandate's refusal is written down and so is final", async () => {
    const refused = { state: "refused", code: "mandate-exceeded-per-day", params: {} } as const;
    world.relay.answers.set("openPayout", refused);
    world.relay.writesDownRefusals = true;
    const worker = world.worker();
    await worker.round();
    expect((await world.onlyOrder()).state).to.equal("REJECTED");

    world.relay.answers.clear();
    world.relay.writesDownRefusals = false;
    world.payable = [{ schemeId: SCHEME, shopId: SHOP, amountCents: 1_250n }];
    world.nowMs += 1;
    await worker.round();

    const states = (await world.orders()).map((order) => order.state);
    expect(states).to.deep.equal(["REJECTED", "ACCEPTED"]);
  });

  describe("opened on the chain, with no order of ours", () => {
    const payoutId = `0x${"ab".repeat(16)}` as const;

    beforeEach(() => {
      world.payable = [];
      world.openedElsewhere = [{ payoutId, schemeId: SCHEME, shopId: SHOP, amountCents: 1_250n }];
    });

    it("is not paid while the bank's statement may still be behind", async () => {
      const worker = world.worker();
      await worker.round();
      world.nowMs += world.bank.quietPeriodMs - 1;
      await worker.round();

      expect((await world.onlyOrder()).state).to.equal("UNKNOWN");
      expect(world.bank.submitted).to.have.length(0);
    });

    it("is paid when the bank's whole statement doesn't have it after the quiet period", async () => {
      const worker = world.worker();
      await worker.round();
      world.nowMs += world.bank.quietPeriodMs;
      await worker.round();

      expect((await world.onlyOrder()).state).to.equal("ACCEPTED");
      expect(world.bank.submitted).to.have.length(1);
    });

    it("is adopted when the bank's statement has it, and not paid again", async () => {
      world.bank.movements = [movement(-1_250n, payoutId.slice(2))];
      world.bank.statusAnswer = booked();

      await world.worker().round();

      expect((await world.onlyOrder()).state).to.equal("BOOKED");
      expect(world.bank.submitted).to.have.length(0);
    });
  });
});
