// Payments: who can pay, where, when and how much, and what each refusal says. Batches have a file of their own.
import { expect } from "chai";
import { at, refused } from "../helpers/expect.ts";
import { idOf, signerOf } from "../helpers/keys.ts";
import { loadFixture } from "../helpers/network.ts";
import {
  open,
  openArgs,
  shopBound,
  shopBoundArgs,
  submitOpen,
  submitShopBound,
} from "../helpers/payments.ts";
import {
  BeneficiaryState,
  BUDGET,
  NO_ID,
  Reason,
  ShopState,
  ZERO_ADDRESS,
} from "../helpers/terms.ts";
import { openScheme, openTown, overAt, type Town } from "../helpers/town.ts";

async function balanceOf(town: Town, beneficiaryId: string): Promise<bigint> {
  return (await town.ledgerAs(town.stranger).beneficiaryOf(beneficiaryId)).balance;
}

async function owedTo(town: Town, shopId: string): Promise<bigint> {
  return (await town.ledgerAs(town.stranger).shopAccountOf(town.schemeId, shopId)).owed;
}

describe("Payments.shopBound", () => {
  it("moves the authorised amount from the budget to the shop, whoever submits it", async () => {
    const town = await loadFixture(openTown);
    const payment = await shopBound(town);
    await expect(town.ledgerAs(town.stranger).payShopBound(...shopBoundArgs(payment)))
      .to.emit(town.ledger, "PaymentMade")
      .withArgs(
        payment.paymentId,
        town.anna.id,
        town.bakery.id,
        ZERO_ADDRESS,
        town.anna.phone.address,
        1,
        1_250,
      );
    expect(await balanceOf(town, town.anna.id)).to.equal(BUDGET - 1_250n);
    expect(await owedTo(town, town.bakery.id)).to.equal(1_250n);
  });

  it("pays the last cent", async () => {
    const town = await loadFixture(openTown);
    await submitShopBound(town, { amount: BUDGET });
    expect(await balanceOf(town, town.anna.id)).to.equal(0n);
  });

  it("refuses one cent more than the budget", async () => {
    const town = await loadFixture(openTown);
    const call = submitShopBound(town, { amount: BUDGET + 1n });
    await refused(call, town.ledger, "InsufficientBudget", town.anna.id, BUDGET + 1n, BUDGET);
  });

  it("refuses an amount of zero", async () => {
    const town = await loadFixture(openTown);
    await refused(submitShopBound(town, { amount: 0n }), town.ledger, "AmountZero");
  });

  it("refuses an open authorisation", async () => {
    const town = await loadFixture(openTown);
    const call = submitShopBound(town, { shopId: NO_ID });
    await refused(call, town.ledger, "AuthorisationKindMismatch", NO_ID);
  });

  it("refuses a shop that was never admitted", async () => {
    const town = await loadFixture(openTown);
    const shopId = idOf("a shop elsewhere");
    const call = submitShopBound(town, { shopId });
    await refused(call, town.ledger, "ShopNotAdmitted", town.schemeId, shopId, ShopState.none);
  });

  it("refuses a device that isn't linked to this beneficiary", async () => {
    const town = await loadFixture(openTown);
    const device = signerOf("a phone of nobody");
    const call = submitShopBound(town, { device });
    await refused(call, town.ledger, "DeviceNotLinked", town.anna.id, device.address);
  });

  it("refuses the device of another beneficiary", async () => {
    const town = await loadFixture(openTown);
    const { bram, anna } = town;
    await town.ledgerAs(bram.letter).activate(bram.id, bram.phone.address);
    const call = submitShopBound(town, { device: bram.phone, beneficiaryId: anna.id });
    await refused(call, town.ledger, "DeviceNotLinked", anna.id, bram.phone.address);
  });

  it("refuses a beneficiary who doesn't exist, also the one with id zero", async () => {
    const town = await loadFixture(openTown);
    const device = signerOf("a phone of nobody");
    for (const beneficiaryId of [idOf("nobody"), NO_ID]) {
      const call = submitShopBound(town, { device, beneficiaryId });
      if (beneficiaryId === NO_ID) {
        const { none } = BeneficiaryState;
        await refused(call, town.ledger, "BeneficiaryNotUsable", beneficiaryId, none);
      } else {
        await refused(call, town.ledger, "DeviceNotLinked", beneficiaryId, device.address);
      }
    }
  });

  it("refuses a closed beneficiary", async () => {
    const town = await loadFixture(openTown);
    await town.ledgerAs(town.validator).closeBeneficiary(town.anna.id, Reason.unspecified);
    const { closed } = BeneficiaryState;
    const call = submitShopBound(town);
    await refused(call, town.ledger, "BeneficiaryNotUsable", town.anna.id, closed);
  });

  it("refuses while the scheme is paused, and pays after it is resumed", async () => {
    const town = await loadFixture(openTown);
    await town.ledgerAs(town.guardian).pauseScheme(town.schemeId, Reason.malfunction);
    await refused(submitShopBound(town), town.ledger, "SchemeIsPaused", town.schemeId);
    await town.ledgerAs(town.guardian).resumeScheme(town.schemeId, Reason.resolved);
    await expect(submitShopBound(town)).to.emit(town.ledger, "PaymentMade");
  });
});

describe("Payments.time", () => {
  for (const [kind, submit] of [
    ["shop-bound", submitShopBound],
    ["open", submitOpen],
  ] as const) {
    it(`pays ${kind === "open" ? "an" : "a"} ${kind} authorisation from validAfter up to, not including, validBefore`, async () => {
      const town = await loadFixture(openTown);
      const validAfter = town.terms.startsAt + 200_000;
      const validBefore = validAfter + 600;
      const moments = [
        { timestamp: validAfter - 1, pays: false },
        { timestamp: validAfter, pays: true },
        { timestamp: validAfter + 1, pays: true },
        { timestamp: validBefore - 1, pays: true },
        { timestamp: validBefore, pays: false },
        { timestamp: validBefore + 1, pays: false },
      ];
      for (const [i, { timestamp, pays }] of moments.entries()) {
        await at(timestamp);
        const call = submit(town, { validAfter, validBefore, nonce: i + 1 });
        if (pays) await expect(call, `at ${timestamp}`).to.emit(town.ledger, "PaymentMade");
        else {
          const args = [validAfter, validBefore, timestamp];
          await refused(call, town.ledger, "AuthorisationNotInTime", ...args);
        }
      }
    });
  }

  it("pays from the scheme's first second", async () => {
    const town = await loadFixture(openScheme);
    const { ledgerAs, accounts, validator, schemeId, terms } = town;
    const [letter, owner] = accounts as [(typeof accounts)[0], (typeof accounts)[0]];
    const [phone, id, shopId] = [signerOf("a phone"), idOf("child"), idOf("shop")];
    await ledgerAs(validator).registerBeneficiaries(schemeId, [
      { beneficiaryId: id, activationKey: letter },
    ]);
    await ledgerAs(letter).activate(id, phone.address);
    await ledgerAs(owner).registerShop(shopId);
    await ledgerAs(validator).admitShop(schemeId, shopId, `0x${"11".repeat(32)}`);
    const asTown = town as unknown as Town;
    const given = { beneficiaryId: id, device: phone, shopId, validAfter: terms.startsAt - 100 };
    await at(terms.startsAt - 1);
    const early = submitShopBound(asTown, { ...given, nonce: 1 });
    const { startsAt, endsAt } = terms;
    await refused(
      early,
      town.ledger,
      "SchemeNotInPeriod",
      schemeId,
      startsAt,
      endsAt,
      startsAt - 1,
    );
    for (const [nonce, timestamp] of [terms.startsAt, terms.startsAt + 1].entries()) {
      await at(timestamp);
      const call = submitShopBound(asTown, { ...given, nonce: nonce + 1 });
      await expect(call).to.emit(town.ledger, "PaymentMade");
    }
  });

  it("pays up to, not including, the scheme's end", async () => {
    const town = await loadFixture(openTown);
    const { startsAt, endsAt } = town.terms;
    await at(endsAt - 1);
    await expect(submitShopBound(town, { nonce: 1 })).to.emit(town.ledger, "PaymentMade");
    for (const timestamp of [endsAt, endsAt + 1]) {
      await at(timestamp);
      const call = submitShopBound(town, { nonce: 2 });
      const args = [town.schemeId, startsAt, endsAt, timestamp];
      await refused(call, town.ledger, "SchemeNotInPeriod", ...args);
    }
  });

  it("refuses once the scheme is closed", async () => {
    const town = await loadFixture(openTown);
    const { ledgerAs, sponsor, anna, bram, schemeId } = town;
    await at(overAt(town));
    await ledgerAs(sponsor).expireBeneficiaries([anna.id, bram.id]);
    const all = await ledgerAs(sponsor).withdrawableOf(schemeId);
    await ledgerAs(sponsor).withdrawFromScheme(schemeId, all, `0x${"22".repeat(32)}`);
    await ledgerAs(sponsor).closeScheme(schemeId);
    const call = submitShopBound(town, { validBefore: overAt(town) + 1_000 });
    await refused(call, town.ledger, "SchemeIsClosed", schemeId);
  });
});

describe("Payments.open", () => {
  it("moves what the till charges, and names the till", async () => {
    const town = await loadFixture(openTown);
    const payment = await open(town, { amount: 1_999n });
    await expect(town.ledgerAs(town.stranger).payOpen(...openArgs(payment)))
      .to.emit(town.ledger, "PaymentMade")
      .withArgs(
        payment.paymentId,
        town.anna.id,
        town.bakery.id,
        town.bakery.till.address,
        town.anna.phone.address,
        1,
        1_999,
      );
    expect(await balanceOf(town, town.anna.id)).to.equal(BUDGET - 1_999n);
    expect(await owedTo(town, town.bakery.id)).to.equal(1_999n);
  });

  it("pays the authorised maximum, and refuses one cent more", async () => {
    const town = await loadFixture(openTown);
    await expect(submitOpen(town, { amount: 2_000n })).to.emit(town.ledger, "PaymentMade");
    const call = submitOpen(town, { amount: 2_001n, nonce: 2 });
    await refused(call, town.ledger, "AmountAboveAuthorisation", 2_001, 2_000);
  });

  it("refuses a shop-bound authorisation", async () => {
    const town = await loadFixture(openTown);
    const bound = await shopBound(town);
    const { charge, tillSignature } = await open(town);
    const call = town
      .ledgerAs(town.stranger)
      .payOpen(...shopBoundArgs(bound), charge, tillSignature);
    await refused(call, town.ledger, "AuthorisationKindMismatch", town.bakery.id);
  });

  it("refuses a charge for no shop", async () => {
    const town = await loadFixture(openTown);
    const till = signerOf("a till of nobody");
    const call = submitOpen(town, { shopId: NO_ID, till });
    await refused(call, town.ledger, "TillUnknown", till.address, NO_ID);
  });

  it("refuses a till that was removed", async () => {
    const town = await loadFixture(openTown);
    const { bakery } = town;
    await town.ledgerAs(bakery.owner).removeTill(bakery.id, bakery.till.address);
    await refused(submitOpen(town), town.ledger, "TillUnknown", bakery.till.address, bakery.id);
  });
});
