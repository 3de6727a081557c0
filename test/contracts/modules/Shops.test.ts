// Shops: registered by themselves, admitted per scheme, their tills, and where they are paid.
import { expect } from "chai";
import { at, refused, unreadable } from "../helpers/expect.ts";
import { hashOf, idOf } from "../helpers/keys.ts";
import { loadFixture, time } from "../helpers/network.ts";
import { submitOpen } from "../helpers/payments.ts";
import { NO_ID, NO_REASON, Reason, ShopState, ZERO_ADDRESS, ZERO_HASH } from "../helpers/terms.ts";
import { openTown } from "../helpers/town.ts";

describe("Shops.register", () => {
  it("makes the sender owner and first till", async () => {
    const { ledger, ledgerAs, free } = await loadFixture(openTown);
    const [owner] = free;
    const shopId = idOf("greengrocer");
    await expect(ledgerAs(owner).registerShop(shopId))
      .to.emit(ledger, "ShopRegistered")
      .withArgs(shopId, owner.address)
      .and.to.emit(ledger, "TillAdded")
      .withArgs(shopId, owner.address);
    expect([...(await ledgerAs(owner).shopOf(shopId))]).to.deep.equal([owner.address, NO_ID]);
    expect(await ledgerAs(owner).shopOfTill(owner)).to.equal(shopId);
  });

  it("refuses a taken id, the id zero, and an owner who is a till elsewhere", async () => {
    const { ledger, ledgerAs, bakery, free } = await loadFixture(openTown);
    const [owner] = free;
    await refused(ledgerAs(owner).registerShop(bakery.id), ledger, "ShopExists", bakery.id);
    await refused(ledgerAs(owner).registerShop(NO_ID), ledger, "ShopUnknown", NO_ID);
    const elsewhere = ledgerAs(bakery.owner).registerShop(idOf("second shop"));
    await refused(elsewhere, ledger, "TillTaken", bakery.owner.address, bakery.id);
  });
});

describe("Shops.tills", () => {
  it("are added and removed by the owner", async () => {
    const { ledger, ledgerAs, bakery, free } = await loadFixture(openTown);
    const [till] = free;
    await expect(ledgerAs(bakery.owner).addTill(bakery.id, till))
      .to.emit(ledger, "TillAdded")
      .withArgs(bakery.id, till.address);
    await expect(ledgerAs(bakery.owner).removeTill(bakery.id, till))
      .to.emit(ledger, "TillRemoved")
      .withArgs(bakery.id, till.address);
    const again = ledgerAs(bakery.owner).removeTill(bakery.id, till);
    await refused(again, ledger, "TillUnknown", till.address, bakery.id);
  });

  it("remove themselves, and no other till", async () => {
    const { ledger, ledgerAs, bakery, free } = await loadFixture(openTown);
    const [till] = free;
    await ledgerAs(bakery.owner).addTill(bakery.id, till);
    const other = ledgerAs(till).removeTill(bakery.id, bakery.till.address);
    await refused(other, ledger, "NotShopOwner", bakery.id, till.address);
    await ledgerAs(till).removeTill(bakery.id, till);
    expect(await ledgerAs(till).shopOfTill(till)).to.equal(NO_ID);
  });

  it("are refused when taken, nobody's, or of a shop that isn't there", async () => {
    const { ledger, ledgerAs, bakery, toys, free } = await loadFixture(openTown);
    const taken = ledgerAs(bakery.owner).addTill(bakery.id, toys.till.address);
    await refused(taken, ledger, "TillTaken", toys.till.address, toys.id);
    const nobody = ledgerAs(bakery.owner).addTill(bakery.id, ZERO_ADDRESS);
    await refused(nobody, ledger, "ZeroAddress");
    const unknown = ledgerAs(bakery.owner).addTill(idOf("no shop"), free[0]);
    await refused(unknown, ledger, "ShopUnknown", idOf("no shop"));
    const foreign = ledgerAs(bakery.owner).removeTill(bakery.id, toys.till.address);
    await refused(foreign, ledger, "TillUnknown", toys.till.address, bakery.id);
    const none = ledgerAs(free[0]).removeTill(NO_ID, free[0]);
    await refused(none, ledger, "TillUnknown", free[0].address, NO_ID);
  });

  it("hand their right over once, as a one-time link does", async () => {
    const { ledger, ledgerAs, bakery, free } = await loadFixture(openTown);
    const [link, device] = free;
    await ledgerAs(bakery.owner).addTill(bakery.id, link);
    await expect(ledgerAs(link).moveTill(device))
      .to.emit(ledger, "TillRemoved")
      .withArgs(bakery.id, link.address)
      .and.to.emit(ledger, "TillAdded")
      .withArgs(bakery.id, device.address);
    await refused(ledgerAs(link).moveTill(device), ledger, "TillUnknown", link.address, NO_ID);
    await refused(ledgerAs(device).moveTill(ZERO_ADDRESS), ledger, "ZeroAddress");
  });
});

describe("Shops.admission", () => {
  it("keeps where the shop is paid, and the scheme that was first", async () => {
    const { ledger, ledgerAs, validator, schemeId, free } = await loadFixture(openTown);
    const shopId = idOf("greengrocer");
    await ledgerAs(free[0]).registerShop(shopId);
    await expect(ledgerAs(validator).admitShop(schemeId, shopId, hashOf("iban")))
      .to.emit(ledger, "ShopAdmitted")
      .withArgs(schemeId, shopId, hashOf("iban"));
    expect([...(await ledgerAs(validator).shopAccountOf(schemeId, shopId))]).to.deep.equal([
      BigInt(ShopState.admitted),
      0n,
      0n,
      hashOf("iban"),
      ZERO_HASH,
      0n,
    ]);
    expect((await ledgerAs(validator).shopOf(shopId)).homeSchemeId).to.equal(schemeId);
  });

  it("is refused twice, also while suspended, and to a shop that isn't there", async () => {
    const { ledger, ledgerAs, validator, schemeId, bakery } = await loadFixture(openTown);
    const admit = (shopId: string) =>
      ledgerAs(validator).admitShop(schemeId, shopId, hashOf("iban"));
    await refused(admit(bakery.id), ledger, "ShopAlreadyAdmitted", schemeId, bakery.id);
    await ledgerAs(validator).suspendShop(schemeId, bakery.id, Reason.misuse);
    await refused(admit(bakery.id), ledger, "ShopAlreadyAdmitted", schemeId, bakery.id);
    await refused(admit(idOf("no shop")), ledger, "ShopUnknown", idOf("no shop"));
  });

  it("is suspended by validator or guardian, and resumed by the validator", async () => {
    const town = await loadFixture(openTown);
    const { ledger, ledgerAs, validator, guardian, schemeId, bakery } = town;
    const { suspended, admitted } = ShopState;
    for (const by of [validator, guardian]) {
      await expect(ledgerAs(by).suspendShop(schemeId, bakery.id, Reason.misuse))
        .to.emit(ledger, "ShopSuspended")
        .withArgs(schemeId, bakery.id, by.address, Reason.misuse);
      const again = ledgerAs(by).suspendShop(schemeId, bakery.id, Reason.misuse);
      await refused(again, ledger, "ShopNotAdmitted", schemeId, bakery.id, suspended);
      const payment = submitOpen(town);
      await refused(payment, ledger, "ShopNotAdmitted", schemeId, bakery.id, suspended);
      await expect(ledgerAs(validator).resumeShop(schemeId, bakery.id, Reason.resolved))
        .to.emit(ledger, "ShopResumed")
        .withArgs(schemeId, bakery.id, Reason.resolved);
    }
    const call = ledgerAs(validator).resumeShop(schemeId, bakery.id, Reason.resolved);
    await refused(call, ledger, "ShopNotAdmitted", schemeId, bakery.id, admitted);
    await submitOpen(town);
  });

  it("is not resumed for a number that is no reason", async () => {
    const { ledgerAs, validator, schemeId, bakery } = await loadFixture(openTown);
    await ledgerAs(validator).suspendShop(schemeId, bakery.id, Reason.malfunction);
    await unreadable(ledgerAs(validator).resumeShop(schemeId, bakery.id, NO_REASON));
    const { state } = await ledgerAs(validator).shopAccountOf(schemeId, bakery.id);
    expect(Number(state)).to.equal(ShopState.suspended);
  });
});

describe("Shops.iban", () => {
  it("changes when the owner asks, the delay has passed, and the validator confirms", async () => {
    const town = await loadFixture(openTown);
    const { ledger, ledgerAs, validator, schemeId, bakery, terms } = town;
    const commitment = hashOf("new iban");
    const readyAt = (await time.latest()) + 100 + terms.ibanDelay;
    await at(readyAt - terms.ibanDelay);
    await expect(ledgerAs(bakery.owner).proposeIban(schemeId, bakery.id, commitment))
      .to.emit(ledger, "IbanProposed")
      .withArgs(schemeId, bakery.id, commitment, readyAt);
    const confirm = () => ledgerAs(validator).confirmIban(schemeId, bakery.id, commitment);
    await at(readyAt - 1);
    await refused(confirm(), ledger, "IbanNotReady", readyAt, readyAt - 1);
    await at(readyAt);
    await expect(confirm())
      .to.emit(ledger, "IbanConfirmed")
      .withArgs(schemeId, bakery.id, commitment);
    const account = await ledgerAs(validator).shopAccountOf(schemeId, bakery.id);
    expect([account.ibanCommitment, account.proposedCommitment]).to.deep.equal([
      commitment,
      ZERO_HASH,
    ]);
    await refused(confirm(), ledger, "IbanNotProposed", schemeId, bakery.id, commitment);
  });

  it("is refused when it isn't the one proposed last, whose delay starts anew", async () => {
    const { ledger, ledgerAs, validator, schemeId, bakery, terms } = await loadFixture(openTown);
    const [first, last] = [hashOf("first"), hashOf("last")];
    await ledgerAs(bakery.owner).proposeIban(schemeId, bakery.id, first);
    await ledgerAs(bakery.owner).proposeIban(schemeId, bakery.id, last);
    const readyAt = (await time.latest()) + terms.ibanDelay;
    const stale = ledgerAs(validator).confirmIban(schemeId, bakery.id, first);
    await refused(stale, ledger, "IbanNotProposed", schemeId, bakery.id, first);
    await at(readyAt - 1);
    const early = ledgerAs(validator).confirmIban(schemeId, bakery.id, last);
    await refused(early, ledger, "IbanNotReady", readyAt, readyAt - 1);
    await at(readyAt + 1);
    await ledgerAs(validator).confirmIban(schemeId, bakery.id, last);
  });

  it("can't be asked for by a suspended shop, or where the shop isn't admitted", async () => {
    const { ledger, ledgerAs, validator, schemeId, bakery } = await loadFixture(openTown);
    await ledgerAs(validator).suspendShop(schemeId, bakery.id, Reason.misuse);
    const propose = (scheme: string) =>
      ledgerAs(bakery.owner).proposeIban(scheme, bakery.id, hashOf("iban"));
    const { suspended, none } = ShopState;
    const call = propose(schemeId);
    await refused(call, ledger, "ShopNotAdmitted", schemeId, bakery.id, suspended);
    const other = idOf("other scheme");
    await refused(propose(other), ledger, "ShopNotAdmitted", other, bakery.id, none);
  });
});
