// What the bank says of a submission that it accepted, when that can't be believed or doesn't come.
import { expect } from "chai";
import { openWorld, type World } from "./world.ts";

describe("The bank's word on what it accepted", () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(() => world.reset());

  for (const code of ["bad-answer", "bad-signature"] as const) {
    it(`asks a person when the bank's word on what it accepted stays a ${code}`, async () => {
      world.bank.sendings = [{ says: { kind: "accepted", bankSubmissionId: "1" }, makes: "none" }];
      world.bank.away.add("submissionState");
      world.bank.failsWith = code;
      const worker = world.worker();
      await worker.round();
      // However late the first of them comes, it is but one.
      world.nowMs += 100 * world.bank.quietPeriodMs;
      await worker.round();
      world.nowMs += 20 * world.bank.quietPeriodMs;
      await worker.round();
      expect(await world.states()).to.deep.equal(["ACCEPTED word-unbelieved"]);

      world.nowMs += 1;
      await worker.round();

      expect(await world.states()).to.deep.equal(["HELD unknown-at-bank"]);
      expect(world.bank.submitted).to.have.length(1);
    });
  }

  it("goes on with a bank whose word can be believed again", async () => {
    world.bank.sendings = [{ says: { kind: "accepted", bankSubmissionId: "1" }, makes: "none" }];
    world.bank.state = { kind: "made", payoutIds: [] };
    world.bank.away.add("submissionState");
    world.bank.failsWith = "bad-answer";
    const worker = world.worker();
    await worker.round();
    world.nowMs += world.bank.quietPeriodMs;
    await worker.round();
    expect(await world.states()).to.deep.equal(["ACCEPTED word-unbelieved"]);

    world.bank.away.clear();
    world.nowMs += world.bank.quietPeriodMs;
    await worker.round();
    await worker.round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
    expect(world.bank.submitted).to.have.length(2);
  });

  it("waits for a bank that doesn't answer, however long", async () => {
    world.bank.sendings = [{ says: { kind: "accepted", bankSubmissionId: "1" }, makes: "none" }];
    world.bank.away.add("submissionState");
    const worker = world.worker();
    await worker.round();
    world.nowMs += 100 * world.bank.quietPeriodMs;
    await worker.round();

    expect(await world.states()).to.deep.equal(["ACCEPTED"]);
  });
});
