// Repayments: a shop that refunded what it had been paid for pays the municipality back.
import { expect } from "chai";
import { refused } from "../helpers/expect.ts";
import { hashOf, idOf } from "../helpers/keys.ts";
import { loadFixture } from "../helpers/network.ts";
import { pay } from "../helpers/payments.ts";
import { openTown } from "../helpers/town.ts";

/** The bakery was paid 50.00 and refunded 20.00 of it. */
async function withRefund() {
  const town = await openTown();
  const { ledgerAs, operator, treasurer, schemeId, bakery, anna } = town;
  const { paymentId } = await pay(town, { amount: 5_000n });
  await ledgerAs(operator).openPayout(schemeId, bakery.id, idOf("payout"), 5_000);
  await ledgerAs(operator).settlePayout(idOf("payout"), hashOf("booked"));
  await ledgerAs(bakery.owner).refund(paymentId, anna.id, bakery.id, 2_000);
  return {
    ...town,
    paymentId,
    book: (amount: bigint, label = "repaid") =>
      ledgerAs(treasurer).bookRepayment(schemeId, bakery.id, amount, hashOf(label)),
  };
}

describe("Payouts.repayment", () => {
  it("moves paid out back to owed, up to the shop's debt", async () => {
    const town = await loadFixture(withRefund);
    const { ledger, ledgerAs, stranger, schemeId, bakery } = town;
    await refused(town.book(2_001n), ledger, "RepaymentAboveDebt", bakery.id, 2_001, 2_000);
    await expect(town.book(2_000n))
      .to.emit(ledger, "ShopRepaid")
      .withArgs(schemeId, bakery.id, 2_000, hashOf("repaid"));
    const { owed, paidOut, holds } = await ledgerAs(stranger).conservationOf(schemeId);
    expect([owed, paidOut, holds]).to.deep.equal([0n, 3_000n, true]);
    await refused(town.book(1n, "more"), ledger, "RepaymentAboveDebt", bakery.id, 1, 0);
  });

  it("counts each bank reference once, also one that funded the scheme", async () => {
    const { ledger, schemeId, book } = await loadFixture(withRefund);
    await book(500n);
    await refused(book(500n), ledger, "BankReferenceUsed", schemeId, hashOf("repaid"));
    const funding = book(500n, "funding");
    await refused(funding, ledger, "BankReferenceUsed", schemeId, hashOf("funding"));
  });

  it("refuses zero, and a shop without debt", async () => {
    const { ledger, ledgerAs, treasurer, schemeId, toys, book } = await loadFixture(withRefund);
    await refused(book(0n), ledger, "AmountZero");
    const call = ledgerAs(treasurer).bookRepayment(schemeId, toys.id, 1, hashOf("repaid"));
    await refused(call, ledger, "RepaymentAboveDebt", toys.id, 1, 0);
  });

  it("refuses more than was paid out in all: then another shop is to be paid first", async () => {
    const town = await loadFixture(openTown);
    const { ledger, ledgerAs, treasurer, schemeId, anna, toys } = town;
    const { paymentId } = await pay(town, { amount: 700n });
    await ledgerAs(toys.owner).refund(paymentId, anna.id, toys.id, 700);
    const call = ledgerAs(treasurer).bookRepayment(schemeId, toys.id, 700, hashOf("repaid"));
    await refused(call, ledger, "RepaymentAboveDebt", toys.id, 700, 0);
  });

  it("leaves a payout that comes back later to be booked when enough is paid out again", async () => {
    const town = await loadFixture(withRefund);
    const { ledger, ledgerAs, operator, schemeId, bakery, book } = town;
    await book(2_000n);
    const giveBack = () => ledgerAs(operator).returnPayout(idOf("payout"), "0x41433034");
    await refused(giveBack(), ledger, "InsufficientFunds", schemeId, 5_000, 3_000);
    await pay(town, { amount: 2_000n, nonce: 2 });
    await ledgerAs(operator).openPayout(schemeId, bakery.id, idOf("next"), 2_000);
    await ledgerAs(operator).settlePayout(idOf("next"), hashOf("next"));
    await giveBack();
    const { owed, paidOut, holds } = await ledgerAs(operator).conservationOf(schemeId);
    expect([owed, paidOut, holds]).to.deep.equal([5_000n, 0n, true]);
  });
});
