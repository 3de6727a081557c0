// What the ledger and its people say about a payout before any bank is asked: mandate, IBAN, what stands on the chain.
import { expect } from "chai";
import { writeOnChain } from "./scripted-relay.ts";
import { openWorld, owed, type World } from "./world.ts";

describe("Payouts.Ledger", () => {
  let world: World;

  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(() => world.reset());

  it("pays nobody when the IBAN is not the one that the ledger vouches for", async () => {
    world.creditor = null;

    await world.worker().round();

    expect(await world.states()).to.deep.equal(["HELD iban-mismatch"]);
    expect(world.bank.submitted).to.have.length(0);
  });

  it("pays nothing that the treasurer took back on the chain meanwhile", async () => {
    world.bank.away.add("balance");
    const worker = world.worker();
    await worker.round();
    const { payoutId } = await world.onlyOrder();
    await world.relay.submit({
      kind: "operator",
      id: "0x99",
      call: { name: "returnPayout", payoutId, bankReason: "0x4e415252" },
    });
    world.bank.away.clear();

    await worker.round();

    expect(await world.states()).to.deep.equal(["HELD payout-not-open"]);
    expect(world.bank.submitted).to.have.length(0);
  });

  it("waits for the treasurer above the mandate, and goes on when it is opened", async () => {
    const refused = { state: "refused", code: "mandate-exceeded-per-payout", params: {} } as const;
    world.relay.answers.set("openPayout", refused);
    await world.worker().round();
    expect(await world.states()).to.deep.equal(["HELD mandate-exceeded-per-payout"]);

    // The treasurer's own command; the ledger would still refuse ours by the mandate, before it says that the payout exists.
    await writeOnChain(world.database, await world.onlyOrder());
    await world.acts().opened((await world.onlyOrder()).payoutId);
    await world.worker().round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
    expect(world.names()).to.deep.equal(["openPayout", "settlePayout"]);
  });

  it("sees later that the treasurer opened it, when nobody could tell", async () => {
    const refused = { state: "refused", code: "mandate-exceeded-per-day", params: {} } as const;
    world.relay.answers.set("openPayout", refused);
    const worker = world.worker();
    await worker.round();
    await writeOnChain(world.database, await world.onlyOrder());

    world.nowMs += 59_999;
    await worker.round();
    expect(await world.states()).to.deep.equal(["HELD mandate-exceeded-per-day"]);
    world.nowMs += 1;
    await worker.round();

    expect(await world.states()).to.deep.equal(["BOOKED"]);
  });

  it("drops an order that the chain refuses, without paying", async () => {
    const refused = { state: "refused", code: "payout-above-owed", params: {} } as const;
    world.relay.answers.set("openPayout", refused);

    await world.worker().round();

    expect(await world.states()).to.deep.equal(["REJECTED payout-above-owed"]);
    expect(world.bank.submitted).to.have.length(0);
  });

  it("has one payout of a shop under way at a time", async () => {
    world.bank.makesPending = true;
    const worker = world.worker();
    await worker.round();

    world.payable = [owed(500n)];
    await worker.round();

    expect((await world.onlyOrder()).amountCents).to.equal(1_250n);
  });
});
