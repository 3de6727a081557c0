// Beneficiaries: registered, topped up, frozen, closed, expired; a balance never comes from nothing.
import { expect } from "chai";
import { at, refused, unreadable } from "../helpers/expect.ts";
import { idOf } from "../helpers/keys.ts";
import { loadFixture } from "../helpers/network.ts";
import { pay, submitShopBound } from "../helpers/payments.ts";
import {
  BeneficiaryState,
  BUDGET,
  FUNDS,
  NO_ID,
  NO_REASON,
  Reason,
  ZERO_ADDRESS,
} from "../helpers/terms.ts";
import { openScheme, openTown, overAt } from "../helpers/town.ts";

describe("Beneficiaries.register", () => {
  it("gives each the scheme's amount, in one call", async () => {
    const { ledger, ledgerAs, validator, schemeId, accounts } = await loadFixture(openScheme);
    const key = accounts[0]!.address;
    const [one, two] = [idOf("one"), idOf("two")];
    const call = ledgerAs(validator).registerBeneficiaries(schemeId, [
      { beneficiaryId: one, activationKey: key },
      { beneficiaryId: two, activationKey: key },
    ]);
    await expect(call)
      .to.emit(ledger, "BeneficiaryRegistered")
      .withArgs(schemeId, one, key, BUDGET)
      .and.to.emit(ledger, "BeneficiaryRegistered")
      .withArgs(schemeId, two, key, BUDGET);
    const kept = await ledgerAs(validator).beneficiaryOf(two);
    const { registered } = BeneficiaryState;
    expect([...kept]).to.deep.equal([schemeId, BigInt(registered), BUDGET, BUDGET, key, 0n]);
  });

  it("registers all or none: a taken id, the id zero, a missing key", async () => {
    const { ledger, ledgerAs, validator, schemeId, accounts } = await loadFixture(openScheme);
    const key = accounts[0]!.address;
    const good = { beneficiaryId: idOf("one"), activationKey: key };
    const register = (...registrations: unknown[]) =>
      ledgerAs(validator).registerBeneficiaries(schemeId, registrations);
    await refused(register(good, good), ledger, "BeneficiaryExists", good.beneficiaryId);
    const zero = register(good, { ...good, beneficiaryId: NO_ID });
    await refused(zero, ledger, "BeneficiaryNotUsable", NO_ID, BeneficiaryState.none);
    const keyless = register(good, { beneficiaryId: idOf("two"), activationKey: ZERO_ADDRESS });
    await refused(keyless, ledger, "ZeroAddress");
    const { state } = await ledgerAs(validator).beneficiaryOf(good.beneficiaryId);
    expect(state).to.equal(BigInt(BeneficiaryState.none));
  });

  it("stops where the scheme's money ends", async () => {
    const { ledger, ledgerAs, validator, schemeId, accounts } = await loadFixture(openScheme);
    const many = Array.from({ length: Number(FUNDS / BUDGET) + 1 }, (_, i) => ({
      beneficiaryId: idOf(`child ${i}`),
      activationKey: accounts[0]!.address,
    }));
    const call = ledgerAs(validator).registerBeneficiaries(schemeId, many);
    await refused(call, ledger, "InsufficientFunds", schemeId, BUDGET, FUNDS % BUDGET);
    await ledgerAs(validator).registerBeneficiaries(schemeId, many.slice(1));
  });
});

describe("Beneficiaries.topUp", () => {
  it("moves unallocated money, with a reason", async () => {
    const { ledger, ledgerAs, validator, anna } = await loadFixture(openTown);
    await expect(ledgerAs(validator).topUp(anna.id, 500, Reason.hardship))
      .to.emit(ledger, "BeneficiaryToppedUp")
      .withArgs(anna.id, 500, Reason.hardship);
    const { granted, balance } = await ledgerAs(validator).beneficiaryOf(anna.id);
    expect([granted, balance]).to.deep.equal([BUDGET + 500n, BUDGET + 500n]);
  });

  it("takes the last cent of the scheme, and refuses one more", async () => {
    const { ledger, ledgerAs, validator, anna, schemeId } = await loadFixture(openTown);
    const left = FUNDS - 2n * BUDGET;
    const tooMuch = ledgerAs(validator).topUp(anna.id, left + 1n, Reason.hardship);
    await refused(tooMuch, ledger, "InsufficientFunds", schemeId, left + 1n, left);
    await ledgerAs(validator).topUp(anna.id, left, Reason.hardship);
    const { unallocated } = await ledgerAs(validator).conservationOf(schemeId);
    expect(unallocated).to.equal(0n);
  });

  it("refuses zero, and whom it doesn't know", async () => {
    const { ledger, ledgerAs, validator, anna } = await loadFixture(openTown);
    await refused(ledgerAs(validator).topUp(anna.id, 0, Reason.hardship), ledger, "AmountZero");
    const nobody = ledgerAs(validator).topUp(idOf("nobody"), 1, Reason.hardship);
    await refused(nobody, ledger, "BeneficiaryNotUsable", idOf("nobody"), BeneficiaryState.none);
  });
});

describe("Beneficiaries.freeze", () => {
  it("stops payments until it is lifted, by validator or guardian", async () => {
    const town = await loadFixture(openTown);
    const { ledger, ledgerAs, validator, guardian, anna } = town;
    const { frozen } = BeneficiaryState;
    for (const [nonce, [freezer, lifter]] of [
      [validator, guardian],
      [guardian, validator],
    ].entries() as ArrayIterator<[number, [typeof validator, typeof validator]]>) {
      await expect(ledgerAs(freezer).freezeBeneficiary(anna.id, Reason.misuse))
        .to.emit(ledger, "BeneficiaryFrozen")
        .withArgs(anna.id, freezer.address, Reason.misuse);
      const payment = submitShopBound(town, { nonce: nonce + 1 });
      await refused(payment, ledger, "BeneficiaryNotUsable", anna.id, frozen);
      await expect(ledgerAs(lifter).unfreezeBeneficiary(anna.id, Reason.resolved))
        .to.emit(ledger, "BeneficiaryUnfrozen")
        .withArgs(anna.id, lifter.address, Reason.resolved);
      await submitShopBound(town, { nonce: nonce + 1 });
    }
  });

  it("is refused when frozen already, and lifting when it isn't", async () => {
    const { ledger, ledgerAs, guardian, anna } = await loadFixture(openTown);
    const { active, frozen } = BeneficiaryState;
    const lift = ledgerAs(guardian).unfreezeBeneficiary(anna.id, Reason.resolved);
    await refused(lift, ledger, "BeneficiaryNotUsable", anna.id, active);
    await ledgerAs(guardian).freezeBeneficiary(anna.id, Reason.misuse);
    const again = ledgerAs(guardian).freezeBeneficiary(anna.id, Reason.misuse);
    await refused(again, ledger, "BeneficiaryNotUsable", anna.id, frozen);
  });

  it("is refused, as is lifting, for a number that is no reason", async () => {
    const { ledgerAs, guardian, anna } = await loadFixture(openTown);
    await unreadable(ledgerAs(guardian).freezeBeneficiary(anna.id, NO_REASON));
    await ledgerAs(guardian).freezeBeneficiary(anna.id, Reason.malfunction);
    await unreadable(ledgerAs(guardian).unfreezeBeneficiary(anna.id, NO_REASON));
    const { state } = await ledgerAs(guardian).beneficiaryOf(anna.id);
    expect(Number(state)).to.equal(BeneficiaryState.frozen);
  });

  it("leaves who has no phone yet registered, also when a phone comes meanwhile", async () => {
    const { ledgerAs, guardian, bram } = await loadFixture(openTown);
    const stateOf = async () => Number((await ledgerAs(guardian).beneficiaryOf(bram.id)).state);
    await ledgerAs(guardian).freezeBeneficiary(bram.id, Reason.misuse);
    await ledgerAs(guardian).unfreezeBeneficiary(bram.id, Reason.resolved);
    expect(await stateOf()).to.equal(BeneficiaryState.registered);
    await ledgerAs(guardian).freezeBeneficiary(bram.id, Reason.misuse);
    await ledgerAs(bram.letter).activate(bram.id, bram.phone.address);
    expect(await stateOf()).to.equal(BeneficiaryState.frozen);
    await ledgerAs(guardian).unfreezeBeneficiary(bram.id, Reason.resolved);
    expect(await stateOf()).to.equal(BeneficiaryState.active);
  });
});

describe("Beneficiaries.close", () => {
  it("sends the balance back and burns the login code", async () => {
    const town = await loadFixture(openTown);
    const { ledger, ledgerAs, validator, bram, schemeId } = town;
    await expect(ledgerAs(validator).closeBeneficiary(bram.id, Reason.unspecified))
      .to.emit(ledger, "BeneficiaryClosed")
      .withArgs(bram.id, BUDGET, Reason.unspecified);
    const kept = await ledgerAs(validator).beneficiaryOf(bram.id);
    const { closed } = BeneficiaryState;
    expect([...kept]).to.deep.equal([schemeId, BigInt(closed), 0n, 0n, ZERO_ADDRESS, 0n]);
    const { unallocated } = await ledgerAs(validator).conservationOf(schemeId);
    expect(unallocated).to.equal(FUNDS - BUDGET);
  });

  it("is for good", async () => {
    const { ledger, ledgerAs, validator, guardian, bram } = await loadFixture(openTown);
    await ledgerAs(validator).closeBeneficiary(bram.id, Reason.unspecified);
    const { closed } = BeneficiaryState;
    for (const call of [
      ledgerAs(validator).closeBeneficiary(bram.id, Reason.unspecified),
      ledgerAs(validator).topUp(bram.id, 1, Reason.hardship),
      ledgerAs(guardian).freezeBeneficiary(bram.id, Reason.misuse),
      ledgerAs(validator).reissueLoginCode(bram.id, bram.letter.address),
      ledgerAs(bram.letter).activate(bram.id, bram.phone.address),
      ledgerAs(validator).expireBeneficiaries([bram.id]),
    ]) {
      await refused(call, ledger, "BeneficiaryNotUsable", bram.id, closed);
    }
  });
});

describe("Beneficiaries.expire", () => {
  it("sends what is left back from the end of the grace, whoever asks", async () => {
    const town = await loadFixture(openTown);
    const { ledger, ledgerAs, stranger, anna, bram, schemeId } = town;
    await pay(town, { amount: 1_000n });
    const over = overAt(town);
    await at(over - 1);
    const early = ledgerAs(stranger).expireBeneficiaries([anna.id]);
    await refused(early, ledger, "SchemeNotOver", schemeId, over, over - 1);
    await at(over);
    await expect(ledgerAs(stranger).expireBeneficiaries([anna.id]))
      .to.emit(ledger, "BeneficiaryExpired")
      .withArgs(anna.id, BUDGET - 1_000n);
    await at(over + 1);
    await ledgerAs(stranger).expireBeneficiaries([bram.id]);
    const { outstanding, unallocated } = await ledgerAs(stranger).conservationOf(schemeId);
    expect([outstanding, unallocated]).to.deep.equal([0n, FUNDS - 1_000n]);
  });

  it("gives nothing the second time", async () => {
    const town = await loadFixture(openTown);
    const { ledger, ledgerAs, stranger, anna } = town;
    await at(overAt(town));
    await ledgerAs(stranger).expireBeneficiaries([anna.id]);
    await expect(ledgerAs(stranger).expireBeneficiaries([anna.id]))
      .to.emit(ledger, "BeneficiaryExpired")
      .withArgs(anna.id, 0);
  });
});
