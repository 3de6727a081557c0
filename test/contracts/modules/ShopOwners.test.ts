// A shop's owner: replaced by the validator who vouched first, or moved to another key by its own.
import { expect } from "chai";
import { refused } from "../helpers/expect.ts";
import { hashOf, idOf } from "../helpers/keys.ts";
import { loadFixture } from "../helpers/network.ts";
import { NO_ID, ZERO_ADDRESS } from "../helpers/terms.ts";
import { openTown } from "../helpers/town.ts";

describe("Shops.owner", () => {
  it("is replaced by the validator who vouched first; the old one can do nothing more", async () => {
    const { ledger, ledgerAs, validator, bakery, free } = await loadFixture(openTown);
    const [owner] = free;
    await expect(ledgerAs(validator).replaceShopOwner(bakery.id, owner))
      .to.emit(ledger, "ShopOwnerReplaced")
      .withArgs(bakery.id, owner.address, bakery.owner.address)
      .and.to.emit(ledger, "TillRemoved")
      .withArgs(bakery.id, bakery.owner.address)
      .and.to.emit(ledger, "TillAdded")
      .withArgs(bakery.id, owner.address);
    const old = ledgerAs(bakery.owner).addTill(bakery.id, free[1]);
    await refused(old, ledger, "NotShopOwner", bakery.id, bakery.owner.address);
  });

  it("can be one of the shop's own tills, and nobody else's", async () => {
    const { ledgerAs, ledger, validator, bakery, toys } = await loadFixture(openTown);
    await ledgerAs(validator).replaceShopOwner(bakery.id, bakery.till.address);
    expect(await ledgerAs(validator).shopOfTill(bakery.till.address)).to.equal(bakery.id);
    const foreign = ledgerAs(validator).replaceShopOwner(bakery.id, toys.till.address);
    await refused(foreign, ledger, "TillTaken", toys.till.address, toys.id);
    const nobody = ledgerAs(validator).replaceShopOwner(bakery.id, ZERO_ADDRESS);
    await refused(nobody, ledger, "ZeroAddress");
  });

  it("of a shop that no scheme admitted is replaced by nobody", async () => {
    const { roles, ledgerAs, rolesAs, validator, free } = await loadFixture(openTown);
    const shopId = idOf("greengrocer");
    await ledgerAs(free[0]).registerShop(shopId);
    const roleId = await rolesAs(validator).roleIdOf(NO_ID, 3);
    const call = ledgerAs(validator).replaceShopOwner(shopId, free[1]);
    await refused(call, roles, "AccessControlUnauthorizedAccount", validator.address, roleId);
  });
});

describe("Shops.moveTill of an owner", () => {
  it("makes the other key owner and till, and leaves its own nothing", async () => {
    const { ledger, ledgerAs, bakery, schemeId, free } = await loadFixture(openTown);
    const { owner } = bakery;
    const [device, other] = free;
    await expect(ledgerAs(owner).moveTill(device))
      .to.emit(ledger, "TillRemoved")
      .withArgs(bakery.id, owner.address)
      .and.to.emit(ledger, "ShopOwnerReplaced")
      .withArgs(bakery.id, device.address, owner.address)
      .and.to.emit(ledger, "TillAdded")
      .withArgs(bakery.id, device.address);
    expect((await ledgerAs(owner).shopOf(bakery.id)).owner).to.equal(device.address);
    expect(await ledgerAs(owner).shopOfTill(device)).to.equal(bakery.id);
    expect(await ledgerAs(owner).shopOfTill(owner)).to.equal(NO_ID);
    const adds = ledgerAs(owner).addTill(bakery.id, other);
    await refused(adds, ledger, "NotShopOwner", bakery.id, owner.address);
    const proposes = ledgerAs(owner).proposeIban(schemeId, bakery.id, hashOf("iban"));
    await refused(proposes, ledger, "NotShopOwner", bakery.id, owner.address);
    await ledgerAs(device).addTill(bakery.id, other);
    await ledgerAs(device).proposeIban(schemeId, bakery.id, hashOf("iban"));
  });

  it("uses a validator's code up: a second time it opens nothing", async () => {
    const { ledger, ledgerAs, validator, bakery, free } = await loadFixture(openTown);
    const [code, device, thief] = free;
    await ledgerAs(validator).replaceShopOwner(bakery.id, code);
    const old = ledgerAs(bakery.owner).moveTill(thief);
    await refused(old, ledger, "TillUnknown", bakery.owner.address, NO_ID);
    await ledgerAs(code).moveTill(device);
    const again = ledgerAs(code).moveTill(thief);
    await refused(again, ledger, "TillUnknown", code.address, NO_ID);
    expect((await ledgerAs(device).shopOf(bakery.id)).owner).to.equal(device.address);
  });

  it("is nothing that a code can do after the validator gave another", async () => {
    const { ledger, ledgerAs, validator, bakery, free } = await loadFixture(openTown);
    const [first, second, device] = free;
    await ledgerAs(validator).replaceShopOwner(bakery.id, first);
    await ledgerAs(validator).replaceShopOwner(bakery.id, second);
    const dead = ledgerAs(first).moveTill(device);
    await refused(dead, ledger, "TillUnknown", first.address, NO_ID);
    await ledgerAs(second).moveTill(device);
  });

  it("takes back a device that a thief of the code moved it to", async () => {
    const { ledger, ledgerAs, validator, bakery, free } = await loadFixture(openTown);
    const [code, thief, second] = free;
    await ledgerAs(validator).replaceShopOwner(bakery.id, code);
    await ledgerAs(code).moveTill(thief);
    await ledgerAs(validator).replaceShopOwner(bakery.id, second);
    expect(await ledgerAs(thief).shopOfTill(thief)).to.equal(NO_ID);
    const adds = ledgerAs(thief).addTill(bakery.id, thief);
    await refused(adds, ledger, "NotShopOwner", bakery.id, thief.address);
  });

  it("is refused onto a till of another shop, one of its own, and nobody; the owner stays", async () => {
    const { ledger, ledgerAs, bakery, toys } = await loadFixture(openTown);
    const { owner, till } = bakery;
    const foreign = ledgerAs(owner).moveTill(toys.till.address);
    await refused(foreign, ledger, "TillTaken", toys.till.address, toys.id);
    const own = ledgerAs(owner).moveTill(till.address);
    await refused(own, ledger, "TillTaken", till.address, bakery.id);
    await refused(ledgerAs(owner).moveTill(ZERO_ADDRESS), ledger, "ZeroAddress");
    expect((await ledgerAs(owner).shopOf(bakery.id)).owner).to.equal(owner.address);
    expect(await ledgerAs(owner).shopOfTill(owner)).to.equal(bakery.id);
  });

  it("doesn't come with a till's: that makes a till and leaves the owner", async () => {
    const { ledger, ledgerAs, bakery, free } = await loadFixture(openTown);
    const [link, device] = free;
    await ledgerAs(bakery.owner).addTill(bakery.id, link);
    await expect(ledgerAs(link).moveTill(device)).not.to.emit(ledger, "ShopOwnerReplaced");
    expect((await ledgerAs(link).shopOf(bakery.id)).owner).to.equal(bakery.owner.address);
    const adds = ledgerAs(device).addTill(bakery.id, link);
    await refused(adds, ledger, "NotShopOwner", bakery.id, device.address);
  });

  it("stays behind when an owner is a till of another shop only: that till moves alone", async () => {
    const { ledger, ledgerAs, bakery, toys, free } = await loadFixture(openTown);
    const { owner } = bakery;
    const [device] = free;
    await ledgerAs(owner).removeTill(bakery.id, owner);
    const none = ledgerAs(owner).moveTill(device);
    await refused(none, ledger, "TillUnknown", owner.address, NO_ID);
    await ledgerAs(toys.owner).addTill(toys.id, owner);
    await ledgerAs(owner).moveTill(device);
    expect(await ledgerAs(owner).shopOfTill(device)).to.equal(toys.id);
    expect((await ledgerAs(owner).shopOf(bakery.id)).owner).to.equal(owner.address);
    expect((await ledgerAs(owner).shopOf(toys.id)).owner).to.equal(toys.owner.address);
  });
});
