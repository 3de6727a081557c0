// Devices: a login code links the first one, once; a device adds and removes others; a new code kills them all.
import { expect } from "chai";
import { refused } from "../helpers/expect.ts";
import { signerOf } from "../helpers/keys.ts";
import { loadFixture } from "../helpers/network.ts";
import { pay, submitShopBound } from "../helpers/payments.ts";
import { BeneficiaryState, BUDGET, NO_ID, ZERO_ADDRESS } from "../helpers/terms.ts";
import { openTown } from "../helpers/town.ts";

/** Bram with two devices that are ordinary accounts, because these call the ledger themselves. */
async function withDevices() {
  const town = await openTown();
  const { ledgerAs, bram, free } = town;
  const [phone, tablet, other] = free;
  await ledgerAs(bram.letter).activate(bram.id, phone);
  await ledgerAs(phone).addDevice(bram.id, tablet);
  return { ...town, phone, tablet, other };
}

describe("Devices.activate", () => {
  it("links the device, burns the code and makes the account active", async () => {
    const { ledger, ledgerAs, bram } = await loadFixture(openTown);
    await expect(ledgerAs(bram.letter).activate(bram.id, bram.phone.address))
      .to.emit(ledger, "DeviceAdded")
      .withArgs(bram.id, bram.phone.address, bram.letter.address);
    const kept = await ledgerAs(bram.letter).beneficiaryOf(bram.id);
    expect(kept.state).to.equal(BigInt(BeneficiaryState.active));
    expect([kept.activationKey, kept.deviceCount]).to.deep.equal([ZERO_ADDRESS, 1n]);
    const again = ledgerAs(bram.letter).activate(bram.id, signerOf("second phone").address);
    await refused(again, ledger, "LoginCodeInvalid", bram.id, bram.letter.address);
  });

  it("refuses another account's code, no device, and a device in use", async () => {
    const { ledger, ledgerAs, anna, bram } = await loadFixture(openTown);
    const wrong = ledgerAs(anna.letter).activate(bram.id, bram.phone.address);
    await refused(wrong, ledger, "LoginCodeInvalid", bram.id, anna.letter.address);
    await refused(ledgerAs(bram.letter).activate(bram.id, ZERO_ADDRESS), ledger, "ZeroAddress");
    const taken = ledgerAs(bram.letter).activate(bram.id, anna.phone.address);
    await refused(taken, ledger, "DeviceTaken", anna.phone.address);
  });
});

describe("Devices.add and remove", () => {
  it("lets any device add another, up to eight", async () => {
    const { ledger, ledgerAs, bram, tablet } = await loadFixture(withDevices);
    for (let i = 3; i <= 8; i++) {
      const device = signerOf(`device ${i}`).address;
      await expect(ledgerAs(tablet).addDevice(bram.id, device))
        .to.emit(ledger, "DeviceAdded")
        .withArgs(bram.id, device, tablet.address);
    }
    const ninth = ledgerAs(tablet).addDevice(bram.id, signerOf("device 9").address);
    await refused(ninth, ledger, "TooManyDevices", bram.id, 8);
  });

  it("lets any device remove another or itself, after which it can do nothing", async () => {
    const { ledger, ledgerAs, bram, phone, tablet, other } = await loadFixture(withDevices);
    await expect(ledgerAs(phone).removeDevice(bram.id, tablet))
      .to.emit(ledger, "DeviceRemoved")
      .withArgs(bram.id, tablet.address, phone.address);
    const powerless = ledgerAs(tablet).addDevice(bram.id, other);
    await refused(powerless, ledger, "DeviceNotLinked", bram.id, tablet.address);
    const twice = ledgerAs(phone).removeDevice(bram.id, tablet);
    await refused(twice, ledger, "DeviceNotLinked", bram.id, tablet.address);
    await ledgerAs(phone).removeDevice(bram.id, phone);
    expect((await ledgerAs(phone).beneficiaryOf(bram.id)).deviceCount).to.equal(0n);
  });

  it("never takes a device twice: its used nonces would count for nothing", async () => {
    const { ledger, ledgerAs, bram, phone, tablet } = await loadFixture(withDevices);
    await ledgerAs(phone).removeDevice(bram.id, tablet);
    const back = ledgerAs(phone).addDevice(bram.id, tablet);
    await refused(back, ledger, "DeviceTaken", tablet.address);
    await refused(ledgerAs(phone).addDevice(bram.id, ZERO_ADDRESS), ledger, "ZeroAddress");
  });

  it("refuses to remove a device of another account", async () => {
    const { ledger, ledgerAs, anna, bram, phone } = await loadFixture(withDevices);
    const call = ledgerAs(phone).removeDevice(bram.id, anna.phone.address);
    await refused(call, ledger, "DeviceNotLinked", bram.id, anna.phone.address);
  });

  it("stops payments of a removed device", async () => {
    const town = await loadFixture(withDevices);
    const { ledger, ledgerAs, bram, phone } = town;
    const lost = signerOf("lost phone");
    const given = { beneficiaryId: bram.id, device: lost };
    await ledgerAs(phone).addDevice(bram.id, lost.address);
    await pay(town, { ...given, nonce: 1 });
    await ledgerAs(phone).removeDevice(bram.id, lost.address);
    const call = submitShopBound(town, { ...given, nonce: 2 });
    await refused(call, ledger, "DeviceNotLinked", bram.id, lost.address);
  });
});

describe("Devices.reissue", () => {
  it("kills all devices at once, keeps the balance and waits for the new code", async () => {
    const town = await loadFixture(openTown);
    const { ledger, ledgerAs, validator, anna, free } = town;
    const [newLetter] = free;
    await pay(town, { amount: 1_000n });
    await expect(ledgerAs(validator).reissueLoginCode(anna.id, newLetter))
      .to.emit(ledger, "LoginCodeReissued")
      .withArgs(anna.id, newLetter.address, 2);
    const kept = await ledgerAs(validator).beneficiaryOf(anna.id);
    expect([Number(kept.state), kept.balance, kept.deviceCount]).to.deep.equal([
      BeneficiaryState.registered,
      BUDGET - 1_000n,
      0n,
    ]);
    const dead = submitShopBound(town, { nonce: 2 });
    await refused(dead, ledger, "DeviceNotLinked", anna.id, anna.phone.address);
    const { beneficiaryId } = await ledgerAs(validator).deviceOf(anna.phone.address);
    expect(beneficiaryId).to.equal(NO_ID);

    const phone = signerOf("anna's new phone");
    await ledgerAs(newLetter).activate(anna.id, phone.address);
    await pay(town, { device: phone, nonce: 1 });
  });

  it("makes the code before it worthless", async () => {
    const { ledger, ledgerAs, validator, bram, free } = await loadFixture(openTown);
    await ledgerAs(validator).reissueLoginCode(bram.id, free[0]);
    const call = ledgerAs(bram.letter).activate(bram.id, bram.phone.address);
    await refused(call, ledger, "LoginCodeInvalid", bram.id, bram.letter.address);
  });

  it("keeps a frozen account frozen", async () => {
    const { ledgerAs, validator, anna, free } = await loadFixture(openTown);
    await ledgerAs(validator).freezeBeneficiary(anna.id, 0);
    await ledgerAs(validator).reissueLoginCode(anna.id, free[0]);
    const { state } = await ledgerAs(validator).beneficiaryOf(anna.id);
    expect(state).to.equal(BigInt(BeneficiaryState.frozen));
  });

  it("refuses no key", async () => {
    const { ledger, ledgerAs, validator, anna } = await loadFixture(openTown);
    const call = ledgerAs(validator).reissueLoginCode(anna.id, ZERO_ADDRESS);
    await refused(call, ledger, "ZeroAddress");
  });
});

describe("Devices.view", () => {
  it("shows the account, the highest nonce and the window of a device", async () => {
    const town = await loadFixture(openTown);
    await pay(town, { nonce: 3, amount: 1n });
    await pay(town, { nonce: 1, amount: 1n });
    const device = await town.ledgerAs(town.stranger).deviceOf(town.anna.phone.address);
    expect([...device]).to.deep.equal([town.anna.id, 3n, 0b101n]);
  });
});
