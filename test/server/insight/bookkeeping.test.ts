import { expect } from "chai";
import { eq } from "drizzle-orm";
import { AppError } from "../../../server/errors/app-error.ts";
import { bookkeepingCsv, daysOf } from "../../../server/insight/bookkeeping.ts";
import { councilCsv } from "../../../server/insight/council-csv.ts";
import type { InsightAnswer } from "../../../server/insight/insight.ts";
import { corrections, payouts } from "../../../server/store/schema/index.ts";
import { type Families, hash, id, MONDAY, openFamilies, SCHEME, WEEK } from "./families.ts";

const SHOES = id(11);
const MONEY = { schemeId: SCHEME, bankReference: hash(2) };
const HEAD = "\ufeffTijdstip;Soort;Kenmerk;Winkel;KvK-nummer;IBAN;Bedrag;Bankreferentie";

describe("The bookkeeping's file", function () {
  this.timeout(60_000);
  let town: Families;
  before(async () => {
    town = await openFamilies("pglite");
  });
  beforeEach(async () => {
    await town.clear();
    await town.database.delete(corrections);
    await town.shop(SHOES, "shoes");
  });
  after(() => town.close());

  const linesOf = async (from: string, until: string) => {
    const { database } = town;
    const days = daysOf({ from, until });
    const given = { database, profiles: town.profiles(), schemeId: SCHEME, days };
    let file = "";
    for await (const piece of bookkeepingCsv(given)) file += piece;
    return file.trimEnd().split("\r\n");
  };

  it("has a line for each payment, correction and payout, that add up to what is owed", async () => {
    const [[child] = []] = await town.families(1);
    const paymentId = await town.pay({ child: child!, shopId: SHOES, cents: 1_250n });
    await town.database.insert(corrections).values({
      ...{ position: 1, paymentId, kind: "refund", schemeId: SCHEME, beneficiaryId: child! },
      ...{ shopId: SHOES, by: `0x${"00".repeat(20)}` as const, amountCents: 250n },
      ...{ at: MONDAY + 60, transactionHash: hash(1) },
    });
    const times = { openedAt: MONDAY + 90, bookedAt: MONDAY + 100 };
    await town.payOut({ shopId: SHOES, cents: 900n, ...times });
    await town.database.update(payouts).set({ settledAt: MONDAY + 120, returnedAt: MONDAY + WEEK });

    const [head, ...lines] = await linesOf("2026-01-05", "2026-01-11");

    expect(head).to.equal(HEAD);
    // The name would be a formula.
    const shop = "'=Winkel shoes;12345678";
    // What opens the test's scheme.
    const deposit = "2026-01-05 12:00:00;storting;KENMERK;;;;10,00;";
    expect(lines.map((line) => line.replace(/[0-9a-f]{32,64}/, "KENMERK"))).to.deep.equal([
      deposit,
      `2026-01-05 12:00:00;betaling;KENMERK;${shop};;12,50;`,
      `2026-01-05 12:01:00;terugbetaling;KENMERK;${shop};;-2,50;`,
      `2026-01-05 12:02:00;uitbetaling;KENMERK;${shop};;-9,00;`,
    ]);
    expect(lines[1]).to.include(paymentId.slice(2));
    expect(lines.join()).to.not.include(child!.slice(2));
    const [, back] = await linesOf("2026-01-12", "2026-01-12");
    expect(back).to.match(/^2026-01-12 12:00:00;uitbetaling teruggekomen;.*;9,00;$/);
  });

  it("leaves out other days, other schemes, and payouts that never reached the bank", async () => {
    const [[child] = []] = await town.families(1);
    await town.pay({ child: child!, shopId: SHOES, cents: 1n, at: MONDAY });
    await town.payOut({ shopId: SHOES, cents: 1n, openedAt: MONDAY, bookedAt: MONDAY });
    await town.database
      .update(payouts)
      .set({ returnedAt: MONDAY })
      .where(eq(payouts.shopId, SHOES));
    expect(await linesOf("2026-01-06", "2026-01-31")).to.deep.equal([HEAD]);
    expect(await linesOf("2026-01-05", "2026-01-05")).to.have.lengthOf(3);
  });

  it("reconciles what the municipality deposited and took back with what was spent, to the cent, over a whole scheme", async () => {
    const FUNDED_CENTS = 250_000n;
    const funded = { ...MONEY, amount: FUNDED_CENTS };
    await town.project(MONDAY, [{ name: "SchemeFunded", args: funded }]);
    const [[child] = []] = await town.families(1);
    const sale = { child: child!, shopId: SHOES };
    await town.pay({ ...sale, cents: 12_345n, corrected: 345n });
    await town.pay({ ...sale, cents: 1n, at: MONDAY + WEEK });
    const repaid = { ...MONEY, shopId: SHOES, amount: 7n, bankReference: hash(3) };
    await town.project(MONDAY + 2 * WEEK, [
      { name: "ShopRepaid", args: repaid },
      { name: "SchemeWithdrawn", args: { ...MONEY, amount: 4_321n, bankReference: hash(4) } },
    ]);

    const [, ...lines] = await linesOf("2026-01-01", "2026-12-31");
    const cells = lines.map((line) => line.split(";"));
    const sumOf = (...kinds: string[]) =>
      cells
        .filter(([, kind]) => kinds.includes(kind!))
        .reduce((sum, line) => sum + BigInt(line.at(-2)!.replace(",", "")), 0n);
    const spent = sumOf("betaling", "terugbetaling", "terugdraaiing");
    const { conservation, spentCents } = await town.insight().ofScheme(SCHEME);
    const left = BigInt(conservation.unallocatedCents) + BigInt(conservation.outstandingCents);
    expect([sumOf("storting"), sumOf("teruggehaald"), spent]).to.deep.equal([
      FUNDED_CENTS + 1_000n,
      -4_321n,
      BigInt(spentCents),
    ]);
    expect(sumOf("storting", "teruggehaald") - spent).to.equal(left);
    const own = cells.filter(([, kind]) => ["storting", "teruggehaald"].includes(kind!));
    expect(
      own.map(([, , reference, ...rest]) => [BigInt(`0x${reference}`), ...rest]),
    ).to.deep.equal([
      [1n, "", "", "", "10,00", ""],
      [2n, "", "", "", "2500,00", ""],
      [4n, "", "", "", "-43,21", ""],
    ]);
  });

  it("reads a year at most, of days that there are, in their order", () => {
    expect(daysOf({ from: "2026-02-27", until: "2026-03-01" })).to.deep.equal([
      "2026-02-27",
      "2026-02-28",
      "2026-03-01",
    ]);
    expect(daysOf({ from: "2026-01-01", until: "2027-01-01" })).to.have.lengthOf(366);
    for (const period of [
      { from: "2026-01-01", until: "2027-01-02" },
      { from: "2026-01-02", until: "2026-01-01" },
      { from: "2026-02-30", until: "2026-03-01" },
      { from: "2026-01-01", until: "2026-13-01" },
    ]) {
      expect(() => daysOf(period), period.from)
        .to.throw(AppError)
        .with.property("code", "invalid-request");
    }
  });
});

describe("The council's file", () => {
  const ANSWER: InsightAnswer = {
    ...{ schemeId: SCHEME, name: "=1+1", madeAt: 9, startsAt: 1, endsAt: 2, spentCents: "290" },
    conservation: {
      ...{ fundedCents: "1000", unallocatedCents: "400", outstandingCents: "300" },
      ...{ owedCents: "-20", inPayoutCents: "60", paidOutCents: "250", withdrawnCents: "10" },
      ...{ shopDebtCents: "25", withdrawableCents: "375" },
      holds: true,
    },
    adoption: { families: 80, percent: 95, isAtLeast: true },
    medianSaleToBankSeconds: null,
    satisfaction: {
      families: {
        meanTenths: 83,
        marks: 10,
        months: [{ month: "2026-01", meanTenths: 83, marks: 10 }],
      },
      shops: null,
    },
    weeks: [{ startsOn: "2026-01-05", weeks: 2, age: 1, spentCents: "290" }],
    categories: [{ category: "rest", spentCents: "290" }],
  };
  const linesOf = (given: { families: number; payers: number }) =>
    Buffer.from(councilCsv({ answer: ANSWER, blockNumber: 31, ...given }))
      .toString("utf8")
      .trimEnd()
      .split("\r\n");

  it("says what the screen says, in Dutch numbers, and hides what it hides", () => {
    expect(linesOf({ families: 80, payers: 76 })).to.deep.equal([
      "\ufeffOnderdeel;Wat;Waarde",
      "'=1+1;;",
      "Het geld;Budget;10,00",
      "Het geld;Besteed;2,90",
      "Het geld;Nog te besteden;3,00",
      "Het geld;Nog te betalen;0,65",
      "Het geld;Terug te betalen door winkels;0,25",
      "Het geld;Uitbetaald;2,50",
      "De doelen;Gezinnen;80",
      "De doelen;Gezinnen die betaalden, minstens (%);95",
      "De doelen;Van verkoop tot bank, mediaan (seconden);minder dan 5 gezinnen",
      "Wat vindt men ervan;Gemiddeld cijfer van gezinnen;8,3",
      "Wat vindt men ervan;Aantal cijfers van gezinnen;10",
      "Wat vindt men ervan;Cijfer van gezinnen 2026-01;8,3",
      "Wat vindt men ervan;Gemiddeld cijfer van winkels;minder dan 5 cijfers",
      "Besteed per week;2026-01-05 (2);2,90",
      "Besteed per soort winkel;Overig, samen;2,90",
    ]);
  });

  it("joins the money while fewer than five families paid: one purchase may be all of it", () => {
    const money = (given: { families: number; payers: number }) =>
      linesOf(given).filter((line) => line.startsWith("Het geld;"));
    const hidden = [
      ...["Besteed", "Nog te besteden", "Nog te betalen"],
      ...["Terug te betalen door winkels", "Uitbetaald"],
    ].map((name) => `Het geld;${name};minder dan 5 gezinnen`);
    expect(money({ families: 5, payers: 4 })).to.deep.equal([
      "Het geld;Budget;10,00",
      ...hidden,
      "Het geld;Voor gezinnen;5,90",
    ]);
    expect(money({ families: 4, payers: 4 })).to.deep.equal([
      "Het geld;Budget;10,00",
      ...hidden,
      "Het geld;In de regeling;9,90",
    ]);
    expect(money({ families: 5, payers: 5 })).to.include("Het geld;Besteed;2,90");
  });
});
