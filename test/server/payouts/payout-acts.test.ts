// What a treasurer may decide about a payout, when, and what it does.
import { expect } from "chai";
import { UNKNOWN } from "./scripted-bank.ts";
import { codeOf, openWorld, type World } from "./world.ts";

describe("PayoutActs", () => {
  let world: World;

  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(() => world.reset());

  const decisions = async () => world.acts().decisionsFor((await world.onlyOrder()).payoutId);

  /** A payout in doubt for so long that a person has to look; the bank never got it. */
  async function inDoubt(): Promise<`0x${string}`> {
    world.bank.sendings = Array.from({ length: 30 }, () => ({ says: UNKNOWN }));
    const worker = world.worker();
    for (let time = 0; time <= 21; time += 1) {
      await worker.round();
      world.nowMs += world.bank.quietPeriodMs;
    }
    world.bank.sendings = [];
    expect(await world.states()).to.deep.equal(["HELD not-found-at-bank"]);
    return (await world.onlyOrder()).payoutId;
  }

  it("offers nothing for a payout on its way or at its end", async () => {
    await world.worker().round();
    expect(await decisions()).to.deep.equal([]);
  });

  it("offers nothing for one that only waits for the mandate", async () => {
    const refused = { state: "refused", code: "mandate-expired", params: {} } as const;
    world.relay.answers.set("openPayout", refused);
    await world.worker().round();
    expect(await decisions()).to.deep.equal([]);
  });

  it("does not let anyone say that it wasn't paid before the quiet period is over", async () => {
    world.bank.sendings = [{ says: UNKNOWN }];
    await world.worker().round();
    expect(await decisions()).to.deep.equal([]);

    world.nowMs += 59_999;
    const early = world.acts().notPaid((await world.onlyOrder()).payoutId);
    expect(await codeOf(early)).to.equal("payout-not-decidable");

    world.nowMs += 1;
    expect(await decisions()).to.deep.equal(["not-paid"]);
  });

  it("gives the debt back when a person says that the bank did not pay", async () => {
    const payoutId = await inDoubt();

    await world.acts().notPaid(payoutId);

    expect(await world.states()).to.deep.equal(["REJECTED NARR"]);
    expect(world.names()).to.deep.equal(["openPayout", "returnPayout"]);
  });

  it("finishes that decision in the next round when the chain was away", async () => {
    const payoutId = await inDoubt();
    const sent = world.bank.submitted.length;
    world.relay.unreachable.add("returnPayout");
    expect(await codeOf(world.acts().notPaid(payoutId))).to.equal("chain-unavailable");
    world.relay.unreachable.clear();

    await world.worker().round();

    expect(await world.states()).to.deep.equal(["REJECTED NARR"]);
    expect(world.bank.submitted).to.have.length(sent);
  });

  it("refuses to call unpaid what the statement shows", async () => {
    world.bank.sendings = [{ says: UNKNOWN }];
    await world.worker().round();
    const { payoutId } = await world.onlyOrder();
    world.bank.make({ payoutId: payoutId.slice(2), amountCents: 999n });
    await world.worker().round();
    world.nowMs += world.bank.quietPeriodMs;

    expect(await world.states()).to.deep.equal(["HELD conflict-at-bank"]);
    expect(await decisions()).to.deep.equal(["look-again"]);
    expect(await codeOf(world.acts().notPaid(payoutId))).to.equal("payout-not-decidable");
    expect(await codeOf(world.acts().paid(payoutId))).to.equal("payout-not-decidable");
  });

  it("looks again for what was sent, and sends nothing new meanwhile", async () => {
    const payoutId = await inDoubt();
    const sent = world.bank.submitted.length;
    world.bank.make({ payoutId: payoutId.slice(2), amountCents: 1_250n });

    await world.acts().lookAgain(payoutId);
    await world.worker().round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
    expect(world.bank.submitted).to.have.length(sent);
  });

  it("pays what was held before anything was sent, once its cause is gone", async () => {
    world.creditor = null;
    await world.worker().round();
    expect(await world.states()).to.deep.equal(["HELD iban-mismatch"]);
    world.creditor = { name: "Bakker", iban: "NL91ABNA0417164300" };

    await world.acts().lookAgain((await world.onlyOrder()).payoutId);
    await world.worker().round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
  });

  it("says that a payout is not known", async () => {
    expect(await codeOf(world.acts().lookAgain(`0x${"99".repeat(16)}`))).to.equal("not-found");
  });

  it("has nothing to do with files when the bank takes none", async () => {
    const freeze = {
      schemeId: `0x${"5c".repeat(16)}`,
      submissionId: `0x${"01".repeat(16)}`,
      by: `0x${"0a".repeat(20)}`,
    } as const;
    expect(await codeOf(world.acts().freezeFile(freeze))).to.equal("bank-is-not-file");
    const bytes = new Uint8Array();
    expect(await codeOf(world.acts().importBankFile({ bytes, by: null }))).to.equal(
      "bank-is-not-file",
    );
  });
});
