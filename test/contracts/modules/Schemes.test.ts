// Schemes: terms, money in and out, pause, close, and what a sponsor can take back.
import { expect } from "chai";
import { at, refused, unreadable } from "../helpers/expect.ts";
import { hashOf, idOf } from "../helpers/keys.ts";
import { loadFixture, time } from "../helpers/network.ts";
import { pay } from "../helpers/payments.ts";
import { BUDGET, DAY, FUNDS, NO_REASON, Reason, Role, SOLE_LIMITS } from "../helpers/terms.ts";
import { openScheme, openTown, overAt } from "../helpers/town.ts";

async function withSecondScheme() {
  const town = await openScheme();
  const schemeId = idOf("second scheme");
  await town.rolesAs(town.admin).offerRole(schemeId, Role.sponsor, town.sponsor);
  await town.rolesAs(town.sponsor).acceptRole(schemeId, Role.sponsor, town.sponsor);
  await town.rolesAs(town.sponsor).setSoleLimits(schemeId, town.ledger, SOLE_LIMITS);
  const now = await time.latest();
  const terms = { ...town.terms, startsAt: now + DAY, endsAt: now + 2 * DAY };
  return { ...town, schemeId, terms, open: town.ledgerAs(town.sponsor).openScheme };
}

describe("Schemes.open", () => {
  it("keeps the terms and says so", async () => {
    const { ledger, open, schemeId, terms, sponsor, ledgerAs } =
      await loadFixture(withSecondScheme);
    await expect(open(schemeId, terms))
      .to.emit(ledger, "SchemeOpened")
      .withArgs(schemeId, sponsor.address, Object.values(terms));
    const kept = await ledgerAs(sponsor).schemeOf(schemeId);
    expect(kept.terms.toObject()).to.deep.equal(
      Object.fromEntries(Object.entries(terms).map(([name, value]) => [name, BigInt(value)])),
    );
    expect([kept.paused, kept.closed]).to.deep.equal([false, false]);
  });

  it("refuses an id that is taken", async () => {
    const { ledger, open, schemeId, terms } = await loadFixture(withSecondScheme);
    await open(schemeId, terms);
    await refused(open(schemeId, terms), ledger, "SchemeExists", schemeId);
  });

  it("refuses an empty period, one second is enough", async () => {
    const { ledger, open, schemeId, terms } = await loadFixture(withSecondScheme);
    const empty = { ...terms, endsAt: terms.startsAt };
    await refused(open(schemeId, empty), ledger, "SchemeTermsInvalid", Object.values(empty));
    await open(schemeId, { ...terms, endsAt: terms.startsAt + 1 });
  });

  it("refuses an end that isn't later than now", async () => {
    const { ledger, open, schemeId, terms } = await loadFixture(withSecondScheme);
    const now = (await time.latest()) + 100;
    const ending = (endsAt: number) => ({ ...terms, startsAt: now - DAY, endsAt });
    await at(now);
    const past = open(schemeId, ending(now));
    await refused(past, ledger, "SchemeTermsInvalid", Object.values(ending(now)));
    await at(now + 1);
    await open(schemeId, ending(now + 2));
  });

  it("refuses an end so far off that adding the grace would overflow", async () => {
    const { ledger, open, schemeId, terms } = await loadFixture(withSecondScheme);
    const farthest = 2 ** 40 - 1 - 366 * DAY;
    const endless = { ...terms, endsAt: farthest + 1 };
    await refused(open(schemeId, endless), ledger, "SchemeTermsInvalid", Object.values(endless));
    await open(schemeId, { ...terms, endsAt: farthest });
  });

  it("refuses an amount of zero and delays above a year", async () => {
    const { ledger, open, schemeId, terms } = await loadFixture(withSecondScheme);
    for (const wrong of [
      { ...terms, amountPerBeneficiary: 0n },
      { ...terms, grace: 366 * DAY + 1 },
      { ...terms, ibanDelay: 366 * DAY + 1 },
    ]) {
      await refused(open(schemeId, wrong), ledger, "SchemeTermsInvalid", Object.values(wrong));
    }
    await open(schemeId, { ...terms, grace: 366 * DAY, ibanDelay: 366 * DAY });
  });
});

describe("Schemes.money", () => {
  it("counts what arrives, once per bank reference", async () => {
    const { ledger, ledgerAs, sponsor, schemeId } = await loadFixture(openScheme);
    const reference = hashOf("second funding");
    await expect(ledgerAs(sponsor).fundScheme(schemeId, 500, reference))
      .to.emit(ledger, "SchemeFunded")
      .withArgs(schemeId, 500, reference);
    const again = ledgerAs(sponsor).fundScheme(schemeId, 500, reference);
    await refused(again, ledger, "BankReferenceUsed", schemeId, reference);
    const { funded, unallocated } = await ledgerAs(sponsor).conservationOf(schemeId);
    expect([funded, unallocated]).to.deep.equal([FUNDS + 500n, FUNDS + 500n]);
  });

  it("refuses to fund or withdraw nothing", async () => {
    const { ledger, ledgerAs, sponsor, schemeId } = await loadFixture(openScheme);
    const reference = hashOf("reference");
    await refused(ledgerAs(sponsor).fundScheme(schemeId, 0, reference), ledger, "AmountZero");
    const nothing = ledgerAs(sponsor).withdrawFromScheme(schemeId, 0, reference);
    await refused(nothing, ledger, "AmountZero");
  });

  it("gives unspent money back from the end of the grace, not a second before", async () => {
    const town = await loadFixture(openScheme);
    const { ledger, ledgerAs, sponsor, schemeId } = town;
    const over = overAt(town);
    const withdraw = (label: string) =>
      ledgerAs(sponsor).withdrawFromScheme(schemeId, 100, hashOf(label));
    await at(over - 1);
    await refused(withdraw("early"), ledger, "SchemeNotOver", schemeId, over, over - 1);
    for (const timestamp of [over, over + 1]) {
      await at(timestamp);
      await expect(withdraw(`at ${timestamp}`))
        .to.emit(ledger, "SchemeWithdrawn")
        .withArgs(schemeId, 100, hashOf(`at ${timestamp}`));
    }
  });

  it("refuses to give back more than is there, or twice on one reference", async () => {
    const town = await loadFixture(openScheme);
    const { ledger, ledgerAs, sponsor, schemeId } = town;
    await at(overAt(town));
    const withdraw = (amount: bigint) =>
      ledgerAs(sponsor).withdrawFromScheme(schemeId, amount, hashOf("back"));
    await refused(withdraw(FUNDS + 1n), ledger, "InsufficientFunds", schemeId, FUNDS + 1n, FUNDS);
    await withdraw(FUNDS - 1n);
    await refused(withdraw(1n), ledger, "BankReferenceUsed", schemeId, hashOf("back"));
  });

  it("keeps at the bank what shops have yet to pay back", async () => {
    const town = await loadFixture(openTown);
    const { ledger, ledgerAs, anna, bram, bakery, operator, sponsor, schemeId } = town;
    const { paymentId } = await pay(town, { amount: 1_000n });
    await ledgerAs(operator).openPayout(schemeId, bakery.id, idOf("payout"), 1_000);
    await ledgerAs(operator).settlePayout(idOf("payout"), hashOf("booked"));
    await ledgerAs(bakery.owner).refund(paymentId, anna.id, bakery.id, 1_000);
    await at(overAt(town));
    await ledgerAs(sponsor).expireBeneficiaries([anna.id, bram.id]);
    expect(await ledgerAs(sponsor).withdrawableOf(schemeId)).to.equal(FUNDS - 1_000n);
    const all = ledgerAs(sponsor).withdrawFromScheme(schemeId, FUNDS, hashOf("all"));
    await refused(all, ledger, "InsufficientFunds", schemeId, FUNDS, FUNDS - 1_000n);
    await ledgerAs(sponsor).withdrawFromScheme(schemeId, FUNDS - 1_000n, hashOf("rest"));
    expect(await ledgerAs(sponsor).withdrawableOf(schemeId)).to.equal(0n);
  });
});

describe("Schemes.pause", () => {
  it("is paused and resumed by the guardian", async () => {
    const { ledger, ledgerAs, guardian, schemeId } = await loadFixture(openScheme);
    await expect(ledgerAs(guardian).pauseScheme(schemeId, Reason.malfunction))
      .to.emit(ledger, "SchemePaused")
      .withArgs(schemeId, guardian.address, Reason.malfunction);
    await refused(
      ledgerAs(guardian).pauseScheme(schemeId, Reason.malfunction),
      ledger,
      "SchemeIsPaused",
      schemeId,
    );
    await expect(ledgerAs(guardian).resumeScheme(schemeId, Reason.resolved))
      .to.emit(ledger, "SchemeResumed")
      .withArgs(schemeId, guardian.address, Reason.resolved);
    await refused(
      ledgerAs(guardian).resumeScheme(schemeId, Reason.resolved),
      ledger,
      "SchemeNotPaused",
      schemeId,
    );
  });

  it("is neither paused nor resumed for a number that is no reason", async () => {
    const { ledgerAs, guardian, schemeId } = await loadFixture(openScheme);
    await unreadable(ledgerAs(guardian).pauseScheme(schemeId, NO_REASON));
    expect((await ledgerAs(guardian).schemeOf(schemeId)).paused).to.equal(false);
    await ledgerAs(guardian).pauseScheme(schemeId, Reason.malfunction);
    await unreadable(ledgerAs(guardian).resumeScheme(schemeId, NO_REASON));
    expect((await ledgerAs(guardian).schemeOf(schemeId)).paused).to.equal(true);
  });

  it("stops registration, funding and closing", async () => {
    const town = await loadFixture(openScheme);
    const { ledger, ledgerAs, guardian, sponsor, validator, schemeId } = town;
    await ledgerAs(guardian).pauseScheme(schemeId, Reason.malfunction);
    for (const call of [
      ledgerAs(validator).registerBeneficiaries(schemeId, []),
      ledgerAs(sponsor).fundScheme(schemeId, 1, hashOf("more")),
      ledgerAs(sponsor).closeScheme(schemeId),
      ledgerAs(sponsor).withdrawFromScheme(schemeId, 1, hashOf("back")),
    ]) {
      await refused(call, ledger, "SchemeIsPaused", schemeId);
    }
  });
});

describe("Schemes.close", () => {
  it("closes for good once it is over and holds nothing", async () => {
    const town = await loadFixture(openScheme);
    const { ledger, ledgerAs, sponsor, guardian, validator, schemeId } = town;
    const over = overAt(town);
    await at(over - 1);
    const early = ledgerAs(sponsor).closeScheme(schemeId);
    await refused(early, ledger, "SchemeNotOver", schemeId, over, over - 1);
    await at(over);
    await refused(ledgerAs(sponsor).closeScheme(schemeId), ledger, "SchemeNotEmpty", schemeId);
    await ledgerAs(sponsor).withdrawFromScheme(schemeId, FUNDS, hashOf("all"));
    await expect(ledgerAs(sponsor).closeScheme(schemeId))
      .to.emit(ledger, "SchemeClosed")
      .withArgs(schemeId);
    for (const call of [
      ledgerAs(sponsor).closeScheme(schemeId),
      ledgerAs(sponsor).fundScheme(schemeId, 1, hashOf("late")),
      ledgerAs(guardian).pauseScheme(schemeId, Reason.malfunction),
      ledgerAs(validator).registerBeneficiaries(schemeId, []),
    ]) {
      await refused(call, ledger, "SchemeIsClosed", schemeId);
    }
  });

  it("stays open while one shop is owed what another shop must pay back", async () => {
    const town = await loadFixture(openTown);
    const { ledger, ledgerAs, anna, bram, bakery, toys, sponsor, treasurer, schemeId } = town;
    const payOut = async (label: string, amount: bigint) => {
      await ledgerAs(treasurer).openPayout(schemeId, bakery.id, idOf(label), amount);
      await ledgerAs(treasurer).settlePayout(idOf(label), hashOf(label));
    };
    await ledgerAs(bram.letter).activate(bram.id, bram.phone.address);
    await ledgerAs(town.validator).topUp(anna.id, FUNDS - 2n * BUDGET, 0);
    await pay(town, { beneficiaryId: bram.id, device: bram.phone, amount: BUDGET });
    const { paymentId } = await pay(town, { amount: FUNDS - BUDGET, nonce: 1 });
    await payOut("all", FUNDS);
    await ledgerAs(toys.owner).refund(paymentId, anna.id, toys.id, 700);
    await pay(town, { amount: 700n, nonce: 2 });
    await at(overAt(town));
    const { unallocated, outstanding, owed } = await ledgerAs(sponsor).conservationOf(schemeId);
    expect([unallocated, outstanding, owed]).to.deep.equal([0n, 0n, 0n]);
    await refused(ledgerAs(sponsor).closeScheme(schemeId), ledger, "SchemeNotEmpty", schemeId);

    await ledgerAs(treasurer).bookRepayment(schemeId, toys.id, 700, hashOf("back"));
    await refused(ledgerAs(sponsor).closeScheme(schemeId), ledger, "SchemeNotEmpty", schemeId);
    await payOut("rest", 700n);
    await ledgerAs(sponsor).closeScheme(schemeId);
  });
});

describe("Schemes.unknown", () => {
  it("is refused by name", async () => {
    const { ledger, ledgerAs, stranger } = await loadFixture(openScheme);
    const unknown = idOf("no scheme");
    for (const name of ["schemeOf", "conservationOf", "withdrawableOf"] as const) {
      await refused(ledgerAs(stranger)[name](unknown), ledger, "SchemeUnknown", unknown);
    }
  });

  it("is refused to whoever has its role before it is opened", async () => {
    const { ledger, ledgerAs, sponsor, schemeId } = await loadFixture(withSecondScheme);
    const call = ledgerAs(sponsor).fundScheme(schemeId, BUDGET, hashOf("too early"));
    await refused(call, ledger, "SchemeUnknown", schemeId);
  });
});
