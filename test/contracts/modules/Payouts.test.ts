// Payouts: opened within a mandate, settled or returned once, repayments of shops.
import { expect } from "chai";
import { at, refused } from "../helpers/expect.ts";
import { hashOf, idOf } from "../helpers/keys.ts";
import { loadFixture, time } from "../helpers/network.ts";
import { pay } from "../helpers/payments.ts";
import { DAY, PayoutState, Reason, ShopState, ZERO_ADDRESS } from "../helpers/terms.ts";
import { openTown } from "../helpers/town.ts";

const REASON = "0x41433034"; // AC04 in ASCII

/** The bakery is owed 250.00. */
async function withDebt() {
  const town = await openTown();
  const { ledgerAs, operator, treasurer, schemeId, bakery } = town;
  await pay(town, { amount: 25_000n });
  const payout = (label: string) => idOf(`payout ${label}`);
  return {
    ...town,
    payout,
    openAs: (who: typeof operator, label: string, amount: bigint) =>
      ledgerAs(who).openPayout(schemeId, bakery.id, payout(label), amount),
    settle: (label: string) => ledgerAs(operator).settlePayout(payout(label), hashOf(label)),
    giveBack: (label: string) => ledgerAs(operator).returnPayout(payout(label), REASON),
    account: async () => {
      const { owed, inPayout } = await ledgerAs(treasurer).shopAccountOf(schemeId, bakery.id);
      return [owed, inPayout];
    },
    stateOf: async (label: string) =>
      Number((await ledgerAs(operator).payoutOf(payout(label))).state),
  };
}

describe("Payouts.open", () => {
  it("moves owed to in payout, and says to which IBAN it goes", async () => {
    const town = await loadFixture(withDebt);
    const { ledger, operator, schemeId, bakery } = town;
    await expect(town.openAs(operator, "1", 10_000n))
      .to.emit(ledger, "PayoutOpened")
      .withArgs(
        ...[town.payout("1"), schemeId, bakery.id, 10_000],
        ...[hashOf(`iban of ${bakery.id}`), operator.address],
      );
    expect(await town.account()).to.deep.equal([15_000n, 10_000n]);
    const kept = await town.ledgerAs(operator).payoutOf(town.payout("1"));
    expect([...kept]).to.deep.equal([schemeId, bakery.id, 10_000n, BigInt(PayoutState.opened)]);
  });

  it("refuses zero, a taken id, and more than the shop is owed", async () => {
    const town = await loadFixture(withDebt);
    const { ledger, operator, treasurer, bakery } = town;
    await refused(town.openAs(operator, "1", 0n), ledger, "AmountZero");
    await town.openAs(operator, "1", 1n);
    await refused(town.openAs(operator, "1", 1n), ledger, "PayoutExists", town.payout("1"));
    const above = town.openAs(treasurer, "2", 25_000n);
    await refused(above, ledger, "PayoutAboveOwed", bakery.id, 25_000, 24_999);
    await town.openAs(treasurer, "2", 24_999n);
  });

  it("keeps the operator within the ceiling of one payout; the treasurer may go above", async () => {
    const town = await loadFixture(withDebt);
    const { ledger, operator, treasurer, schemeId, mandate } = town;
    const { perPayout } = mandate;
    const above = town.openAs(operator, "1", perPayout + 1n);
    const args = [schemeId, perPayout + 1n, perPayout];
    await refused(above, ledger, "MandateExceededPerPayout", ...args);
    await town.openAs(operator, "1", perPayout);
    await town.openAs(treasurer, "2", perPayout + 1n);
  });

  it("keeps the operator within the day's ceiling, anew each day at midnight UTC", async () => {
    const town = await loadFixture(withDebt);
    const { ledger, ledgerAs, operator, schemeId } = town;
    const midnight = Math.ceil((await time.latest()) / DAY) * DAY + DAY;
    await at(midnight - 2);
    await town.openAs(operator, "1", 10_000n);
    await at(midnight - 1);
    const above = town.openAs(operator, "2", 5_001n);
    await refused(above, ledger, "MandateExceededPerDay", schemeId, 5_001, 5_000);
    await town.openAs(operator, "2", 5_000n);
    expect((await ledgerAs(operator).mandateOf(schemeId)).usedToday).to.equal(15_000n);
    await at(midnight);
    await town.openAs(operator, "3", 10_000n);
    expect((await ledgerAs(operator).mandateOf(schemeId)).usedToday).to.equal(10_000n);
  });

  it("takes the operator's right away at the mandate's end, to the second", async () => {
    const town = await loadFixture(withDebt);
    const { ledger, ledgerAs, operator, treasurer, schemeId, mandate } = town;
    const validUntil = (await time.latest()) + 1_000;
    await ledgerAs(treasurer).setMandate(schemeId, { ...mandate, validUntil });
    await at(validUntil - 1);
    await town.openAs(operator, "1", 1n);
    for (const timestamp of [validUntil, validUntil + 1]) {
      await at(timestamp);
      const late = town.openAs(operator, "2", 1n);
      await refused(late, ledger, "MandateExpired", schemeId, validUntil, timestamp);
    }
    await town.settle("1");
  });

  it("lets only the treasurer pay a suspended shop", async () => {
    const town = await loadFixture(withDebt);
    const { ledger, ledgerAs, operator, treasurer, validator, schemeId, bakery } = town;
    await ledgerAs(validator).suspendShop(schemeId, bakery.id, Reason.misuse);
    const call = town.openAs(operator, "1", 1n);
    const args = [schemeId, bakery.id, ShopState.suspended];
    await refused(call, ledger, "ShopNotAdmitted", ...args);
    await town.openAs(treasurer, "1", 1n);
  });

  it("waits while the scheme is paused; what the bank did is booked all the same", async () => {
    const town = await loadFixture(withDebt);
    const { ledger, ledgerAs, operator, guardian, schemeId } = town;
    await town.openAs(operator, "1", 1n);
    await town.openAs(operator, "2", 1n);
    await ledgerAs(guardian).pauseScheme(schemeId, Reason.malfunction);
    await refused(town.openAs(operator, "3", 1n), ledger, "SchemeIsPaused", schemeId);
    await town.settle("1");
    await town.giveBack("2");
  });
});

describe("Payouts.mandate", () => {
  it("is set by the treasurer, and passes the operator's right on at once", async () => {
    const town = await loadFixture(withDebt);
    const { ledger, ledgerAs, operator, treasurer, schemeId, mandate, free } = town;
    const [next] = free;
    await expect(ledgerAs(treasurer).setMandate(schemeId, { ...mandate, operator: next.address }))
      .to.emit(ledger, "MandateSet")
      .withArgs(schemeId, next.address, mandate.perPayout, mandate.perDay, mandate.validUntil);
    const old = town.openAs(operator, "1", 1n);
    await refused(old, ledger, "NotPayoutOperator", schemeId, operator.address);
    await town.openAs(next, "1", 1n);
  });

  it("doesn't give the day's ceiling anew when it is set again", async () => {
    const town = await loadFixture(withDebt);
    const { ledger, ledgerAs, operator, treasurer, schemeId, mandate } = town;
    const noon = Math.ceil((await time.latest()) / DAY) * DAY + DAY / 2;
    await at(noon);
    await town.openAs(operator, "1", 10_000n);
    await ledgerAs(treasurer).setMandate(schemeId, { ...mandate, perDay: 9_000n });
    const above = town.openAs(operator, "2", 1n);
    await refused(above, ledger, "MandateExceededPerDay", schemeId, 1, 0);
  });

  it("is refused for a scheme that isn't there", async () => {
    const town = await loadFixture(withDebt);
    const { ledger, ledgerAs, rolesAs, admin, treasurer, mandate } = town;
    const unknown = idOf("no scheme");
    await rolesAs(admin).offerRole(unknown, 4, treasurer);
    await rolesAs(treasurer).acceptRole(unknown, 4, treasurer);
    const call = ledgerAs(treasurer).setMandate(unknown, mandate);
    await refused(call, ledger, "SchemeUnknown", unknown);
  });

  it("without an operator lets nobody but the treasurer handle payouts", async () => {
    const town = await loadFixture(withDebt);
    const { ledger, ledgerAs, operator, treasurer, schemeId, mandate } = town;
    await town.openAs(operator, "1", 1n);
    await ledgerAs(treasurer).setMandate(schemeId, { ...mandate, operator: ZERO_ADDRESS });
    for (const call of [town.openAs(operator, "2", 1n), town.settle("1"), town.giveBack("1")]) {
      await refused(call, ledger, "NotPayoutOperator", schemeId, operator.address);
    }
    await ledgerAs(treasurer).settlePayout(town.payout("1"), hashOf("1"));
  });
});

describe("Payouts.settle and return", () => {
  it("books a payout as paid, once", async () => {
    const town = await loadFixture(withDebt);
    const { ledger, ledgerAs, operator, schemeId } = town;
    await town.openAs(operator, "1", 10_000n);
    await expect(town.settle("1"))
      .to.emit(ledger, "PayoutSettled")
      .withArgs(town.payout("1"), hashOf("1"));
    expect(await town.account()).to.deep.equal([15_000n, 0n]);
    const { paidOut, inPayout } = await ledgerAs(operator).conservationOf(schemeId);
    expect([paidOut, inPayout]).to.deep.equal([10_000n, 0n]);
    const { settled } = PayoutState;
    await refused(town.settle("1"), ledger, "PayoutNotInState", town.payout("1"), settled);
  });

  for (const afterSettlement of [false, true]) {
    const when = afterSettlement ? "after" : "before";
    it(`makes the shop owed again when the bank returns it ${when} booking it, once`, async () => {
      const town = await loadFixture(withDebt);
      const { ledger, ledgerAs, operator, schemeId } = town;
      await town.openAs(operator, "1", 10_000n);
      if (afterSettlement) await town.settle("1");
      await expect(town.giveBack("1"))
        .to.emit(ledger, "PayoutReturned")
        .withArgs(town.payout("1"), REASON, afterSettlement);
      expect(await town.account()).to.deep.equal([25_000n, 0n]);
      const { paidOut, inPayout, owed } = await ledgerAs(operator).conservationOf(schemeId);
      expect([paidOut, inPayout, owed]).to.deep.equal([0n, 0n, 25_000n]);
      const { returned } = PayoutState;
      for (const call of [town.giveBack("1"), town.settle("1")]) {
        await refused(call, ledger, "PayoutNotInState", town.payout("1"), returned);
      }
      expect(await town.stateOf("1")).to.equal(returned);
    });
  }

  it("refuses a payout that was never opened", async () => {
    const town = await loadFixture(withDebt);
    for (const call of [town.settle("1"), town.giveBack("1")]) {
      const args = [town.payout("1"), PayoutState.none];
      await refused(call, town.ledger, "PayoutNotInState", ...args);
    }
  });
});
