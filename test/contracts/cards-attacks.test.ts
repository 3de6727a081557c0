// What the card alone, the server alone, and a till that remembered both can take: nothing, nothing, at most the day's limit.
import { expect } from "chai";
import { SigningKey } from "ethers";
import type { Signer } from "../../wallet-web/shared/protocol/signer.ts";
import {
  byCard,
  type CardTown,
  cardArgs,
  deviceOf,
  submitByCard,
  withCard,
} from "./helpers/cards.ts";
import { at, refused } from "./helpers/expect.ts";
import { signerOf } from "./helpers/keys.ts";
import { loadFixture, time } from "./helpers/network.ts";
import { open, openArgs, refusalsIn, shopBound, shopBoundArgs } from "./helpers/payments.ts";
import { BUDGET, DAY, Reason } from "./helpers/terms.ts";

async function balanceOf({ ledgerAs, stranger, bram }: CardTown): Promise<bigint> {
  return (await ledgerAs(stranger).beneficiaryOf(bram.id)).balance;
}
async function expectUntouched(town: CardTown) {
  expect(await balanceOf(town)).to.equal(BUDGET);
}
async function nextMorning() {
  await at((Math.floor((await time.latest()) / DAY) + 1) * DAY + 3_600);
}

describe("Cards against the card alone", () => {
  it("take no payment without the server's co-signature, whoever else co-signs", async () => {
    const town = await loadFixture(withCard);
    for (const coSigner of [null, new SigningKey(`0x${"02".repeat(32)}`)]) {
      await refused(submitByCard(town, { coSigner }), town.cards, "CoSignatureInvalid");
    }
    const payment = await byCard(town);
    for (const coSignature of [
      { r: `0x${"00".repeat(32)}`, vs: `0x${"00".repeat(32)}` },
      { r: payment.signature.r, vs: payment.signature.s },
    ]) {
      const call = town.cardsAs(town.stranger).payByCard(...cardArgs({ ...payment, coSignature }));
      await refused(call, town.cards, "CoSignatureInvalid");
    }
    await expectUntouched(town);
  });

  it("can't use its signature on the ledger, which knows the card by no key's address", async () => {
    const town = await loadFixture(withCard);
    const { ledger, ledgerAs, stranger, key, bram } = town;
    const given = { beneficiaryId: bram.id, signedBy: key };
    const card = { ...given, device: deviceOf(key) };
    const asCard = await shopBound(town, card);
    const paid = ledgerAs(stranger).payShopBound(...shopBoundArgs(asCard));
    await refused(paid, ledger, "DeviceMismatch", deviceOf(key).address, key.address);
    const asKey = await shopBound(town, { ...given, device: key });
    const other = ledgerAs(stranger).payShopBound(...shopBoundArgs(asKey));
    await refused(other, ledger, "DeviceNotLinked", bram.id, key.address);
    const opened = ledgerAs(stranger).payOpen(...openArgs(await open(town, card)));
    await refused(opened, ledger, "DeviceMismatch");
    const batch = await refusalsIn(town, ledgerAs(stranger).payShopBoundBatch([asCard, asKey]));
    expect(batch.map(({ name }) => name)).to.deep.equal(["DeviceMismatch", "DeviceNotLinked"]);
    await expectUntouched(town);
  });
});

describe("Cards against the server alone", () => {
  const forger = signerOf("a key of the server");

  it("take no payment that the card's key did not sign, however much is co-signed", async () => {
    const town = await loadFixture(withCard);
    const { cards, card } = town;
    const other = submitByCard(town, { signedBy: forger });
    await refused(other, cards, "DeviceMismatch", card, deviceOf(forger).address);
    const payment = await byCard(town);
    const broken = { ...payment.signature, s: payment.signature.r };
    const forged = cardArgs({ ...payment, signature: broken });
    const call = town.cardsAs(town.operator).payByCard(...forged);
    await refused(call, cards, "InvalidSignature");
    await expectUntouched(town);
  });

  it("can't turn a small payment's signature into a larger, another shop's or a later one", async () => {
    const town = await loadFixture(withCard);
    const signedOnce = await byCard(town, { amount: 100n });
    const changed = [
      { amount: 2_000n },
      { amount: 100n, shopId: town.toys.id },
      { amount: 100n, nonce: 2 },
      { amount: 100n, validBefore: town.terms.endsAt + 2_000 },
    ];
    for (const given of changed) {
      const wanted = await byCard(town, given);
      const { signature } = signedOnce;
      const call = town.cardsAs(town.operator).payByCard(...cardArgs({ ...wanted, signature }));
      await refused(call, town.cards, "InvalidSignature");
    }
    await expectUntouched(town);
  });

  it("can't name a card of its own for the account: only a validator links one", async () => {
    const town = await loadFixture(withCard);
    const { bram, cards, cardsAs, operator, roles } = town;
    const mine = submitByCard(town, { key: forger });
    await refused(mine, cards, "CardNotLinked", bram.id, deviceOf(forger).address);
    const link = cardsAs(operator).linkCard(bram.id, forger.address);
    await refused(link, roles, "AccessControlUnauthorizedAccount");
  });
});

describe("Cards against a till that remembered both", () => {
  it("lose at most the day's limit, over several shops and in one transaction", async () => {
    const town = await loadFixture(withCard);
    const { cardsAs, stranger, bakery, toys } = town;
    await nextMorning();
    const tries = Array.from({ length: 20 }, (_, index) => ({
      ...{ nonce: index + 1, amount: 700n },
      shopId: index % 2 === 0 ? bakery.id : toys.id,
    }));
    const batch = await Promise.all(tries.map((given) => byCard(town, given)));
    await cardsAs(stranger).payByCardBatch(batch);
    expect(await balanceOf(town)).to.equal(BUDGET - 4_900n);
    const rest = submitByCard(town, { nonce: 21, amount: 700n });
    await refused(rest, town.cards, "CardDayLimitExceeded", 700n, 100n, 5_000n);
  });

  it("lose nothing more once the desk blocked or removed the card", async () => {
    const town = await loadFixture(withCard);
    const { cards, cardsAs, validator, bram } = town;
    const kept = await Promise.all([1, 2, 3].map((nonce) => byCard(town, { nonce, amount: 10n })));
    await cardsAs(validator).blockCard(bram.id, Reason.lostDevice);
    await refused(submitByCard(town, { nonce: 1, amount: 10n }), cards, "CardIsBlocked");
    await cardsAs(validator).removeCard(bram.id, Reason.lostDevice);
    for (const payment of kept) {
      const call = cardsAs(town.stranger).payByCard(...cardArgs(payment));
      await refused(call, cards, "CardNotLinked", bram.id, town.card);
    }
    await expectUntouched(town);
  });

  it("can't spend a refund twice on one day: what came back is not counted back", async () => {
    const town = await loadFixture(withCard);
    const { ledgerAs, bakery, bram, free } = town;
    await nextMorning();
    const [till] = free;
    await ledgerAs(bakery.owner).addTill(bakery.id, till);
    const paid = await byCard(town, { amount: 2_000n });
    await town.cardsAs(town.stranger).payByCard(...cardArgs(paid));
    await ledgerAs(till).refund(paid.paymentId, bram.id, bakery.id, 2_000n);
    const { spentToday } = await town.cardsAs(town.stranger).cardOf(bram.id);
    expect(spentToday).to.equal(2_000n);
  });
});

describe("Cards against all of them", () => {
  it("pay an authorisation once, ever", async () => {
    const town = await loadFixture(withCard);
    const payment = await byCard(town);
    await town.cardsAs(town.stranger).payByCard(...cardArgs(payment));
    const again = town.cardsAs(town.stranger).payByCard(...cardArgs(payment));
    await refused(again, town.ledger, "NonceUsed", 1, 1);
    const { spentToday } = await town.cardsAs(town.stranger).cardOf(town.bram.id);
    expect(spentToday).to.equal(1_250n);
  });

  it("take no co-signature of another payment", async () => {
    const town = await loadFixture(withCard);
    const small = await byCard(town, { amount: 1n });
    const call = submitByCard(town, { nonce: 2, amount: 2_000n, coSigned: small.paymentId });
    await refused(call, town.cards, "CoSignatureInvalid");
  });

  it("keep to the authorisation's time on both edges, and to one shop", async () => {
    const town = await loadFixture(withCard);
    const from = (await time.latest()) + 100;
    const given = { validAfter: from, validBefore: from + 10 };
    await at(from - 1);
    const early = submitByCard(town, given);
    await refused(early, town.ledger, "AuthorisationNotInTime", from, from + 10, from - 1);
    await at(from);
    await submitByCard(town, given);
    await at(from + 10);
    const late = submitByCard(town, { ...given, nonce: 2 });
    await refused(late, town.ledger, "AuthorisationNotInTime", from, from + 10, from + 10);
    const anyShop = submitByCard(town, { nonce: 3, shopId: `0x${"00".repeat(16)}` });
    await refused(anyShop, town.ledger, "AuthorisationKindMismatch");
  });

  it("are no way for a phone: its key is no card, also with a co-signature", async () => {
    const town = await loadFixture(withCard);
    const { anna, cards } = town;
    const phone = { beneficiaryId: anna.id, key: anna.phone, device: anna.phone as Signer };
    await refused(submitByCard(town, phone), cards, "CardNotLinked", anna.id, anna.phone.address);
    await town.cardsAs(town.validator).linkCard(anna.id, signerOf("anna's card").address);
    await refused(submitByCard(town, phone), cards, "CardNotLinked", anna.id, anna.phone.address);
  });

  it("spend no other account's budget", async () => {
    const town = await loadFixture(withCard);
    const other = submitByCard(town, { beneficiaryId: town.anna.id });
    await refused(other, town.cards, "CardNotLinked", town.anna.id, town.card);
  });

  it("stop with the account, the scheme and the shop, and at the end of the budget", async () => {
    const town = await loadFixture(withCard);
    const { ledger, ledgerAs, cardsAs, sponsor, validator, guardian, bram, bakery, schemeId } =
      town;
    await ledgerAs(validator).freezeBeneficiary(bram.id, Reason.misuse);
    await refused(submitByCard(town), ledger, "BeneficiaryNotUsable");
    await ledgerAs(validator).unfreezeBeneficiary(bram.id, Reason.resolved);
    await ledgerAs(guardian).pauseScheme(schemeId, Reason.malfunction);
    await refused(submitByCard(town), ledger, "SchemeIsPaused", schemeId);
    await ledgerAs(guardian).resumeScheme(schemeId, Reason.resolved);
    await ledgerAs(validator).suspendShop(schemeId, bakery.id, Reason.misuse);
    await refused(submitByCard(town), ledger, "ShopNotAdmitted");
    await ledgerAs(validator).resumeShop(schemeId, bakery.id, Reason.resolved);
    const limits = { perPayment: 2n * BUDGET, perDay: 2n * BUDGET };
    await cardsAs(sponsor).setCardLimits(schemeId, limits);
    const above = submitByCard(town, { amount: BUDGET + 1n });
    await refused(above, ledger, "InsufficientBudget", bram.id, BUDGET + 1n, BUDGET);
    await submitByCard(town, { amount: BUDGET });
    const { holds } = await ledgerAs(validator).conservationOf(schemeId);
    expect(holds).to.equal(true);
  });

  it("leave the ledger's door for the cards contract shut to everybody else", async () => {
    const town = await loadFixture(withCard);
    const { ledger, ledgerAs, bram, anna } = town;
    const link = ledgerAs(town.validator).addDevice(bram.id, anna.phone.address);
    await refused(link, ledger, "DeviceNotLinked", bram.id, town.validator.address);
  });
});
