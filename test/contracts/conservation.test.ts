// The conservation view: every cent in one place, through a whole life of a scheme. Chance is for the Solidity invariants.
import { expect } from "chai";
import { roleIdOf } from "./helpers/access.ts";
import { at, refused } from "./helpers/expect.ts";
import { hashOf, idOf } from "./helpers/keys.ts";
import { loadFixture } from "./helpers/network.ts";
import { pay, submitOpen } from "./helpers/payments.ts";
import { BUDGET, FUNDS, Reason, Role } from "./helpers/terms.ts";
import { openTown, overAt, type Town } from "./helpers/town.ts";

type Numbers = {
  funded: bigint;
  unallocated: bigint;
  outstanding: bigint;
  owed: bigint;
  inPayout: bigint;
  paidOut: bigint;
  withdrawn: bigint;
};

async function expectNumbers(town: Town, step: string, expected: Partial<Numbers>) {
  const view = await town.ledgerAs(town.stranger).conservationOf(town.schemeId);
  const { holds, ...numbers } = view.toObject() as Numbers & { holds: boolean };
  expect(numbers, step).to.include(expected);
  expect(holds, step).to.equal(true);
  const { funded, ...places } = numbers;
  const sum = Object.values(places).reduce((total, part) => total + part, 0n);
  expect(sum, step).to.equal(funded);
}

describe("Conservation", () => {
  it("holds through a scheme's whole life, and each number is where it should be", async () => {
    const town = await loadFixture(openTown);
    const { ledgerAs, sponsor, validator, treasurer, guardian, operator, schemeId } = town;
    const { anna, bram, bakery, toys } = town;
    const granted = 2n * BUDGET;
    const start = { funded: FUNDS, unallocated: FUNDS - granted, outstanding: granted, owed: 0n };
    await expectNumbers(town, "registered", start);

    await ledgerAs(sponsor).fundScheme(schemeId, 1_000, hashOf("more"));
    await ledgerAs(validator).topUp(anna.id, 500, Reason.hardship);
    const more = { funded: FUNDS + 1_000n, unallocated: FUNDS - granted + 500n };
    await expectNumbers(town, "topped up", { ...more, outstanding: granted + 500n });

    const { paymentId } = await pay(town, { amount: 6_000n, nonce: 1 });
    await submitOpen(town, { shopId: toys.id, till: toys.till, amount: 2_000n, nonce: 2 });
    await expectNumbers(town, "paid", { outstanding: granted - 7_500n, owed: 8_000n });

    await ledgerAs(operator).openPayout(schemeId, bakery.id, idOf("a"), 6_000);
    await ledgerAs(operator).openPayout(schemeId, toys.id, idOf("b"), 1_500);
    await expectNumbers(town, "in payout", { owed: 500n, inPayout: 7_500n, paidOut: 0n });

    await ledgerAs(operator).settlePayout(idOf("a"), hashOf("a"));
    await ledgerAs(operator).returnPayout(idOf("b"), "0x41433034");
    await expectNumbers(town, "booked", { owed: 2_000n, inPayout: 0n, paidOut: 6_000n });

    await ledgerAs(bakery.owner).refund(paymentId, anna.id, bakery.id, 3_000);
    await expectNumbers(town, "refunded", { owed: -1_000n, outstanding: granted - 4_500n });

    const reversal = [hashOf("toys"), anna.id, toys.id, 2_000, Reason.dispute] as const;
    await ledgerAs(guardian).reversePayment(...reversal);
    await expectNumbers(town, "reversed", { owed: -3_000n, outstanding: granted - 2_500n });

    await ledgerAs(treasurer).bookRepayment(schemeId, bakery.id, 3_000, hashOf("back"));
    await expectNumbers(town, "repaid", { owed: 0n, paidOut: 3_000n });

    await ledgerAs(validator).closeBeneficiary(bram.id, Reason.unspecified);
    await at(overAt(town));
    await ledgerAs(sponsor).expireBeneficiaries([anna.id]);
    const left = FUNDS + 1_000n - 3_000n;
    await expectNumbers(town, "expired", { outstanding: 0n, unallocated: left });

    await ledgerAs(sponsor).withdrawFromScheme(schemeId, left, hashOf("home"));
    await ledgerAs(sponsor).closeScheme(schemeId);
    await expectNumbers(town, "closed", { unallocated: 0n, paidOut: 3_000n, withdrawn: left });
  });

  it("adds up to what the shops' and beneficiaries' own accounts say", async () => {
    const town = await loadFixture(openTown);
    const { ledgerAs, stranger, anna, bram, bakery, toys, schemeId } = town;
    await pay(town, { amount: 6_000n, nonce: 1 });
    await submitOpen(town, { shopId: toys.id, till: toys.till, amount: 1_999n, nonce: 2 });
    const ledger = ledgerAs(stranger);
    const { outstanding, owed } = await ledger.conservationOf(schemeId);
    const balances = await Promise.all(
      [anna, bram].map(async ({ id }) => (await ledger.beneficiaryOf(id)).balance as bigint),
    );
    const debts = await Promise.all(
      [bakery, toys].map(
        async ({ id }) => (await ledger.shopAccountOf(schemeId, id)).owed as bigint,
      ),
    );
    const sum = (parts: bigint[]) => parts.reduce((total, part) => total + part, 0n);
    expect([outstanding, owed]).to.deep.equal([sum(balances), sum(debts)]);
  });

  it("is not touched when every role goes to another organisation, which then runs the scheme", async () => {
    const town = await loadFixture(openTown);
    const { rolesAs, ledgerAs, admin, stranger, schemeId, anna, roles } = town;
    await pay(town, { amount: 6_000n, nonce: 1 });
    const stateOf = async () => {
      const view = ledgerAs(stranger);
      return [
        (await view.conservationOf(schemeId)).toObject(),
        (await view.beneficiaryOf(anna.id)).toObject(),
        (await view.shopAccountOf(schemeId, town.bakery.id)).toObject(),
      ];
    };
    const before = await stateOf();
    for (const role of ["sponsor", "validator", "treasurer", "guardian"] as const) {
      await rolesAs(admin).offerRole(schemeId, Role[role], stranger);
      await rolesAs(stranger).acceptRole(schemeId, Role[role], stranger);
      await rolesAs(admin).withdrawRole(schemeId, Role[role], town[role]);
    }
    expect(await stateOf()).to.deep.equal(before);
    await ledgerAs(stranger).topUp(anna.id, 500, Reason.hardship);
    const late = ledgerAs(town.validator).topUp(anna.id, 500, Reason.hardship);
    const roleId = roleIdOf(schemeId, Role.validator);
    const { address } = town.validator;
    await refused(late, roles, "AccessControlUnauthorizedAccount", address, roleId);
  });
});
