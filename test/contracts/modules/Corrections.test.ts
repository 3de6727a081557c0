// Corrections: refunds by tills, reversals by the guardian; never more than was spent, never to anyone new.
import { expect } from "chai";
import { at, refused } from "../helpers/expect.ts";
import { hashOf, idOf } from "../helpers/keys.ts";
import { loadFixture } from "../helpers/network.ts";
import { pay } from "../helpers/payments.ts";
import { BUDGET, DEBT_LIMIT, Reason, ShopState } from "../helpers/terms.ts";
import { openTown, overAt } from "../helpers/town.ts";

/** Anna has paid 100.00 at the bakery. */
async function withPayment() {
  const town = await openTown();
  const { ledgerAs, bakery, guardian, anna } = town;
  const { paymentId } = await pay(town, { amount: 10_000n });
  return {
    ...town,
    paymentId,
    refund: (amount: bigint) =>
      ledgerAs(bakery.owner).refund(paymentId, anna.id, bakery.id, amount),
    reverse: (amount: bigint) =>
      ledgerAs(guardian).reversePayment(paymentId, anna.id, bakery.id, amount, Reason.dispute),
    payOut: async (amount: bigint) => {
      await ledgerAs(town.operator).openPayout(town.schemeId, bakery.id, idOf("payout"), amount);
      await ledgerAs(town.operator).settlePayout(idOf("payout"), hashOf("booked"));
    },
    numbers: async () => {
      const { balance } = await ledgerAs(guardian).beneficiaryOf(anna.id);
      const { owed } = await ledgerAs(guardian).shopAccountOf(town.schemeId, bakery.id);
      return { balance, owed };
    },
  };
}

describe("Corrections.refund", () => {
  it("gives back a part, netted against what the shop is owed", async () => {
    const town = await loadFixture(withPayment);
    const { ledger, anna, bakery, paymentId } = town;
    await expect(town.refund(500n))
      .to.emit(ledger, "PaymentRefunded")
      .withArgs(paymentId, anna.id, bakery.id, bakery.owner.address, 500);
    expect(await town.numbers()).to.deep.equal({ balance: BUDGET - 9_500n, owed: 9_500n });
  });

  it("gives back all, and not a cent more than was spent", async () => {
    const town = await loadFixture(withPayment);
    const { ledger, anna } = town;
    await refused(town.refund(10_001n), ledger, "CorrectionAboveSpent", anna.id, 10_001, 10_000);
    await town.refund(10_000n);
    await refused(town.refund(1n), ledger, "CorrectionAboveSpent", anna.id, 1, 0);
    expect(await town.numbers()).to.deep.equal({ balance: BUDGET, owed: 0n });
  });

  it("brings what a paid shop is owed below zero, down to the scheme's limit", async () => {
    const town = await loadFixture(withPayment);
    const { ledger, bakery } = town;
    await town.payOut(10_000n);
    const call = town.refund(DEBT_LIMIT + 1n);
    const args = [bakery.id, -DEBT_LIMIT - 1n, DEBT_LIMIT];
    await refused(call, ledger, "ShopDebtLimitExceeded", ...args);
    await town.refund(DEBT_LIMIT);
    expect((await town.numbers()).owed).to.equal(-DEBT_LIMIT);
  });

  it("nets the shop's debt with its next sale", async () => {
    const town = await loadFixture(withPayment);
    await town.payOut(10_000n);
    await town.refund(1_000n);
    await pay(town, { amount: 1_500n, nonce: 2 });
    expect((await town.numbers()).owed).to.equal(500n);
    await at(overAt(town));
    await town.ledgerAs(town.sponsor).expireBeneficiaries([town.anna.id]);
    const { ledgerAs, sponsor, schemeId } = town;
    const { unallocated } = await ledgerAs(sponsor).conservationOf(schemeId);
    expect(await ledgerAs(sponsor).withdrawableOf(schemeId)).to.equal(unallocated);
  });

  it("refuses zero", async () => {
    const town = await loadFixture(withPayment);
    await refused(town.refund(0n), town.ledger, "AmountZero");
  });

  it("still reaches families from a suspended shop", async () => {
    const town = await loadFixture(withPayment);
    const { ledger, ledgerAs, validator, schemeId, bakery } = town;
    await ledgerAs(validator).suspendShop(schemeId, bakery.id, Reason.misuse);
    await expect(town.refund(1n)).to.emit(ledger, "PaymentRefunded");
  });

  it("is refused at a shop that the beneficiary's scheme never admitted", async () => {
    const { ledger, ledgerAs, free, anna, schemeId, paymentId } = await loadFixture(withPayment);
    const shopId = idOf("greengrocer");
    await ledgerAs(free[0]).registerShop(shopId);
    const call = ledgerAs(free[0]).refund(paymentId, anna.id, shopId, 1);
    await refused(call, ledger, "ShopNotAdmitted", schemeId, shopId, ShopState.none);
  });

  it("reaches families until the end of the grace, not in the second after it", async () => {
    const town = await loadFixture(withPayment);
    const over = overAt(town);
    await at(over - 1);
    await town.refund(1n);
    for (const timestamp of [over, over + 1]) {
      await at(timestamp);
      const args = [town.schemeId, over, timestamp];
      await refused(town.refund(1n), town.ledger, "SchemeIsOver", ...args);
      await refused(town.reverse(1n), town.ledger, "SchemeIsOver", ...args);
    }
  });

  it("waits while the scheme is paused, as a reversal does", async () => {
    const town = await loadFixture(withPayment);
    await town.ledgerAs(town.guardian).pauseScheme(town.schemeId, Reason.malfunction);
    await refused(town.refund(1n), town.ledger, "SchemeIsPaused", town.schemeId);
    await refused(town.reverse(1n), town.ledger, "SchemeIsPaused", town.schemeId);
  });
});

describe("Corrections.reversal", () => {
  it("undoes an unpaid payment, with a reason", async () => {
    const town = await loadFixture(withPayment);
    const { ledger, anna, bakery, guardian, paymentId } = town;
    await expect(town.reverse(10_000n))
      .to.emit(ledger, "PaymentReversed")
      .withArgs(paymentId, anna.id, bakery.id, guardian.address, 10_000, Reason.dispute);
    expect(await town.numbers()).to.deep.equal({ balance: BUDGET, owed: 0n });
  });

  it("refuses what was paid out, to the cent", async () => {
    const town = await loadFixture(withPayment);
    const { ledger, bakery } = town;
    await town.payOut(4_000n);
    await refused(town.reverse(6_001n), ledger, "ReversalAboveOwed", bakery.id, 6_001, 6_000);
    await town.reverse(6_000n);
  });

  it("refuses more than was spent, and zero", async () => {
    const town = await loadFixture(withPayment);
    const { ledger, ledgerAs, bram, anna, toys } = town;
    await ledgerAs(bram.letter).activate(bram.id, bram.phone.address);
    await pay(town, { beneficiaryId: bram.id, device: bram.phone, amount: 500n });
    await refused(town.reverse(10_001n), ledger, "CorrectionAboveSpent", anna.id, 10_001, 10_000);
    await refused(town.reverse(0n), ledger, "AmountZero");
    const elsewhere = ledgerAs(town.guardian).reversePayment(
      town.paymentId,
      anna.id,
      toys.id,
      1,
      Reason.dispute,
    );
    await refused(elsewhere, ledger, "ReversalAboveOwed", toys.id, 1, 0);
  });
});
