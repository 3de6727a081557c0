// Printed cards: who allows, issues, blocks and removes them, what they may pay, and who co-signs.
import { expect } from "chai";
import { getAddress } from "ethers";
import { cardAddress } from "../../wallet-web/shared/protocol/card.ts";
import { byCard, cardArgs, deviceOf, LIMITS, submitByCard, withCard } from "./helpers/cards.ts";
import { at, refused } from "./helpers/expect.ts";
import { idOf, signerOf } from "./helpers/keys.ts";
import { loadFixture, time } from "./helpers/network.ts";
import { pay } from "./helpers/payments.ts";
import { BeneficiaryState, BUDGET, DAY, Reason, ZERO_ADDRESS } from "./helpers/terms.ts";
import { deployContracts, openTown } from "./helpers/town.ts";

/** So early on a day that a test's blocks stay in it. */
async function nextMorning() {
  await at((Math.floor((await time.latest()) / DAY) + 1) * DAY + 3_600);
}
const newKey = signerOf("another card");

describe("Cards.limits", () => {
  it("are the sponsor's, and none until it sets them", async () => {
    const { cards, cardsAs, sponsor, validator, schemeId, bram } = await loadFixture(openTown);
    const early = cardsAs(validator).linkCard(bram.id, newKey.address);
    await refused(early, cards, "CardsNotAllowed", schemeId);
    await expect(cardsAs(sponsor).setCardLimits(schemeId, LIMITS))
      .to.emit(cards, "CardLimitsSet")
      .withArgs(schemeId, LIMITS.perPayment, LIMITS.perDay);
    expect([...(await cardsAs(sponsor).cardLimitsOf(schemeId))]).to.deep.equal([2_000n, 5_000n]);
  });

  it("hold for a payment to the cent", async () => {
    const town = await loadFixture(withCard);
    const above = submitByCard(town, { amount: 2_001n });
    await refused(above, town.cards, "CardPaymentLimitExceeded", 2_001n, 2_000n);
    await submitByCard(town, { amount: 2_000n });
  });

  it("hold for a day (UTC) to the cent, and begin anew with the next", async () => {
    const town = await loadFixture(withCard);
    await nextMorning();
    await submitByCard(town, { amount: 2_000n, nonce: 1 });
    await submitByCard(town, { amount: 2_000n, nonce: 2 });
    const above = submitByCard(town, { amount: 1_001n, nonce: 3 });
    await refused(above, town.cards, "CardDayLimitExceeded", 1_001n, 1_000n, 5_000n);
    await submitByCard(town, { amount: 1_000n, nonce: 3 });
    const midnight = (Math.floor((await time.latest()) / DAY) + 1) * DAY;
    await at(midnight - 1);
    const late = submitByCard(town, { amount: 1n, nonce: 4 });
    await refused(late, town.cards, "CardDayLimitExceeded", 1n, 0n, 5_000n);
    await at(midnight);
    await expect(submitByCard(town, { amount: 1n, nonce: 4 }))
      .to.emit(town.cards, "CardSpent")
      .withArgs(town.card, midnight / DAY, 1n);
  });

  it("stop all cards of a scheme when the sponsor takes them away, also below what was spent", async () => {
    const town = await loadFixture(withCard);
    const { cards, cardsAs, sponsor, schemeId } = town;
    await nextMorning();
    await submitByCard(town, { amount: 2_000n, nonce: 1 });
    await cardsAs(sponsor).setCardLimits(schemeId, { perPayment: 2_000n, perDay: 1_000n });
    const above = submitByCard(town, { amount: 1n, nonce: 2 });
    await refused(above, cards, "CardDayLimitExceeded", 1n, 0n, 1_000n);
    await cardsAs(sponsor).setCardLimits(schemeId, { perPayment: 0n, perDay: 0n });
    await refused(submitByCard(town, { nonce: 2 }), cards, "CardsNotAllowed", schemeId);
  });
});

describe("Cards.link", () => {
  it("gives an account without any phone a card, which pays; the letter still links a phone", async () => {
    const town = await loadFixture(openTown);
    const { ledger, ledgerAs, cards, cardsAs, sponsor, validator, bram, bakery, schemeId } = town;
    const key = signerOf("bram's card");
    const card = getAddress(cardAddress(key.address));
    await cardsAs(sponsor).setCardLimits(schemeId, LIMITS);
    const linked = cardsAs(validator).linkCard(bram.id, key.address);
    await expect(linked).to.emit(cards, "CardLinked").withArgs(bram.id, card, validator.address);
    await expect(linked)
      .to.emit(ledger, "DeviceAdded")
      .withArgs(bram.id, card, await cards.getAddress());
    const { state } = await ledgerAs(validator).beneficiaryOf(bram.id);
    expect(Number(state)).to.equal(BeneficiaryState.active);

    const paid = await byCard({ ...town, key });
    await expect(cardsAs(town.stranger).payByCard(...cardArgs(paid)))
      .to.emit(ledger, "PaymentMade")
      .withArgs(paid.paymentId, bram.id, bakery.id, ZERO_ADDRESS, card, 1, 1_250n);
    expect((await ledgerAs(validator).beneficiaryOf(bram.id)).balance).to.equal(BUDGET - 1_250n);
    await ledgerAs(bram.letter).activate(bram.id, bram.phone.address);
    await pay(town, { beneficiaryId: bram.id, device: bram.phone });
  });

  it("leaves a family's phones as they are", async () => {
    const town = await loadFixture(withCard);
    await town.cardsAs(town.validator).linkCard(town.anna.id, newKey.address);
    await pay(town, { nonce: 1 });
    await submitByCard(town, { key: newKey, beneficiaryId: town.anna.id });
  });

  it("replaces the card before it, whose day's sum stays", async () => {
    const town = await loadFixture(withCard);
    const { cards, cardsAs, ledger, ledgerAs, validator, bram, card } = town;
    await nextMorning();
    await submitByCard(town, { amount: 2_000n });
    await expect(cardsAs(validator).linkCard(bram.id, newKey.address))
      .to.emit(ledger, "DeviceRemoved")
      .withArgs(bram.id, card, await cards.getAddress());
    await refused(submitByCard(town, { nonce: 2 }), cards, "CardNotLinked", bram.id, card);
    const { card: now, spentToday } = await cardsAs(validator).cardOf(bram.id);
    expect([now, spentToday]).to.deep.equal([deviceOf(newKey).address, 2_000n]);
    expect((await ledgerAs(validator).beneficiaryOf(bram.id)).deviceCount).to.equal(1n);
  });

  it("refuses a key a second time, an unknown account and one that is closed", async () => {
    const town = await loadFixture(withCard);
    const { cardsAs, ledger, ledgerAs, roles, validator, bram, anna, key, card } = town;
    await cardsAs(validator).removeCard(bram.id, Reason.lostDevice);
    const again = cardsAs(validator).linkCard(bram.id, key.address);
    await refused(again, ledger, "DeviceTaken");
    await refused(cardsAs(validator).linkCard(anna.id, key.address), ledger, "DeviceTaken");
    const unknown = cardsAs(validator).linkCard(idOf("nobody"), newKey.address);
    await refused(unknown, roles, "AccessControlUnauthorizedAccount");
    await ledgerAs(validator).closeBeneficiary(bram.id, Reason.unspecified);
    const closed = cardsAs(validator).linkCard(bram.id, newKey.address);
    await refused(closed, ledger, "BeneficiaryNotUsable", bram.id, BeneficiaryState.closed);
    expect(card).to.equal(deviceOf(key).address);
  });

  it("comes after a new login code too, which killed the card before it", async () => {
    const town = await loadFixture(withCard);
    const { ledger, ledgerAs, cardsAs, validator, bram, free } = town;
    await ledgerAs(validator).reissueLoginCode(bram.id, free[0]);
    await refused(submitByCard(town), ledger, "DeviceNotLinked");
    await cardsAs(validator).linkCard(bram.id, newKey.address);
    await submitByCard(town, { key: newKey });
  });
});

describe("Cards.block and remove", () => {
  it("stop a card at once; unblocked, it pays again", async () => {
    const town = await loadFixture(withCard);
    const { cards, cardsAs, validator, guardian, bram } = town;
    await expect(cardsAs(guardian).blockCard(bram.id, Reason.lostDevice))
      .to.emit(cards, "CardBlocked")
      .withArgs(bram.id, town.card, guardian.address, Reason.lostDevice);
    await refused(submitByCard(town), cards, "CardIsBlocked", bram.id, town.card);
    await expect(cardsAs(validator).unblockCard(bram.id, Reason.unspecified))
      .to.emit(cards, "CardUnblocked")
      .withArgs(bram.id, town.card, validator.address, Reason.unspecified);
    await submitByCard(town);
  });

  it("makes a removed card worthless, and leaves the account to a new one", async () => {
    const town = await loadFixture(withCard);
    const { cards, cardsAs, ledger, validator, bram, card } = town;
    const removed = cardsAs(validator).removeCard(bram.id, Reason.lostDevice);
    await expect(removed).to.emit(cards, "CardRemoved");
    await expect(removed).to.emit(ledger, "DeviceRemoved");
    await refused(submitByCard(town), cards, "CardNotLinked", bram.id, card);
    for (const name of ["removeCard", "blockCard", "unblockCard"] as const) {
      const again = cardsAs(validator)[name](bram.id, Reason.unspecified);
      await refused(again, cards, "CardNotLinked", bram.id, ZERO_ADDRESS);
    }
    await cardsAs(validator).linkCard(bram.id, newKey.address);
  });

  it("lets a linked phone remove it as any device, after which the desk can clear it up", async () => {
    const town = await loadFixture(withCard);
    const { ledger, ledgerAs, cardsAs, validator, bram, free } = town;
    await ledgerAs(bram.letter).activate(bram.id, free[0]);
    await ledgerAs(free[0]).removeDevice(bram.id, town.card);
    await refused(submitByCard(town), ledger, "DeviceNotLinked", bram.id, town.card);
    await cardsAs(validator).removeCard(bram.id, Reason.lostDevice);
    expect((await ledgerAs(validator).beneficiaryOf(bram.id)).deviceCount).to.equal(1n);
  });

  it("never lets a phone remove the cards contract itself, which is no device", async () => {
    const town = await loadFixture(withCard);
    const { ledger, ledgerAs, cards, bram, free } = town;
    await ledgerAs(bram.letter).activate(bram.id, free[0]);
    const call = ledgerAs(free[0]).removeDevice(bram.id, cards);
    await refused(call, ledger, "DeviceNotLinked", bram.id, await cards.getAddress());
  });
});

describe("Cards.co-signer", () => {
  it("is replaced by the framework-setter, after the delay and not before", async () => {
    const { cards, cardsAs, admin, others } = await deployContracts(2 * DAY);
    const candidate = others[0]?.address ?? "";
    const none = cardsAs(admin).confirmCoSigner(candidate);
    await refused(none, cards, "CoSignerNotReady");
    await cardsAs(admin).offerCoSigner(candidate);
    const readyAt = (await time.latest()) + 2 * DAY;
    await at(readyAt - 1);
    const early = cardsAs(admin).confirmCoSigner(candidate);
    await refused(early, cards, "CoSignerNotReady", candidate, readyAt, readyAt - 1);
    await at(readyAt);
    await expect(cardsAs(admin).confirmCoSigner(candidate))
      .to.emit(cards, "CoSignerSet")
      .withArgs(candidate);
    expect(await cardsAs(admin).coSigner()).to.equal(candidate);
    await refused(cardsAs(admin).confirmCoSigner(candidate), cards, "CoSignerNotReady");
  });

  it("counts no more once it was replaced", async () => {
    const town = await loadFixture(withCard);
    const { cards, cardsAs, admin, stranger } = town;
    await cardsAs(admin).offerCoSigner(stranger);
    await cardsAs(admin).confirmCoSigner(stranger);
    await refused(submitByCard(town), cards, "CoSignatureInvalid");
  });
});

describe("Cards.batch", () => {
  it("makes each payment that can be made and names the rest", async () => {
    const town = await loadFixture(withCard);
    const { cards, cardsAs, ledger, stranger } = town;
    await nextMorning();
    const amounts = [2_000n, 2_001n, 2_000n, 2_000n, 1_000n];
    const batch = await Promise.all(
      amounts.map((amount, index) => byCard(town, { amount, nonce: index + 1 })),
    );
    const sent = cardsAs(stranger).payByCardBatch(batch);
    const receipt = await (await sent).wait();
    const said = (receipt?.logs ?? []).flatMap((log: { topics: string[]; data: string }) => {
      const paid = ledger.interface.parseLog(log);
      return paid ? [[paid.name, paid.args[0]]] : [];
    });
    const names = ["PaymentMade", "PaymentRefused", "PaymentMade", "PaymentRefused", "PaymentMade"];
    expect(said).to.deep.equal(names.map((name, index) => [name, batch[index]?.paymentId]));
    const { spentToday } = await cardsAs(stranger).cardOf(town.bram.id);
    expect(spentToday).to.equal(5_000n);
    const errors = (receipt?.logs ?? []).flatMap((log: { topics: string[]; data: string }) => {
      const event = cards.interface.parseLog(log);
      if (event?.name !== "PaymentRefused") return [];
      return [cards.interface.parseError(event.args.reason)?.name];
    });
    expect(errors).to.deep.equal(["CardPaymentLimitExceeded", "CardDayLimitExceeded"]);
  });

  it("costs less than 90,000 gas a payment", async () => {
    const town = await loadFixture(withCard);
    await submitByCard(town, { nonce: 1 });
    const receipt = await (await submitByCard(town, { nonce: 2 })).wait();
    expect(receipt?.gasUsed).to.be.below(90_000n);
  });
});
