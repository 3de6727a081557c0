import { expect } from "chai";
import { parseEuros } from "../../../wallet-web/desk/components/euros.ts";
import { addDays, dayOf, endOfDay, startOfDay } from "../../../wallet-web/desk/schemes/period.ts";
import { readTerms, type SchemeForm } from "../../../wallet-web/desk/schemes/terms.ts";

const seconds = (iso: string) => Date.parse(iso) / 1000;
const NOW = seconds("2026-11-22T12:00:00Z");
const FORM: SchemeForm = {
  name: "Kindpakket Zuidhorn 2026",
  firstDay: "2026-11-22",
  lastDay: "2027-11-21",
  amount: "300,00",
  graceDays: "30",
  ibanDelayDays: "2",
  shopDebtLimit: "100",
  soleFunding: "25000",
  soleIban: "1000,50",
  soleAdmissions: "20",
  wordForOne: "kind",
  wordForMany: "kinderen",
  retentionMonths: "18",
};

describe("days of a scheme", () => {
  it("begin and end at midnight in the Netherlands, in winter and in summer", () => {
    expect(startOfDay("2026-12-31")).to.equal(seconds("2026-12-30T23:00:00Z"));
    expect(endOfDay("2026-12-31")).to.equal(seconds("2026-12-31T23:00:00Z"));
    expect(startOfDay("2026-07-01")).to.equal(seconds("2026-06-30T22:00:00Z"));
  });

  it("are 23 and 25 hours long when the clock changes", () => {
    expect(endOfDay("2026-03-29")! - startOfDay("2026-03-29")!).to.equal(23 * 3_600);
    expect(endOfDay("2026-10-25")! - startOfDay("2026-10-25")!).to.equal(25 * 3_600);
  });

  it("don't exist when the calendar hasn't got them", () => {
    for (const day of ["2026-02-30", "2026-13-01", "22-11-2026", ""]) {
      expect(startOfDay(day), day).to.equal(null);
    }
    expect(endOfDay("")).to.equal(null);
  });

  it("are found back from a moment, and count on over months", () => {
    expect(dayOf(seconds("2026-12-30T23:00:00Z"))).to.equal("2026-12-31");
    expect(dayOf(seconds("2026-12-30T22:59:59Z"))).to.equal("2026-12-30");
    expect(addDays("2026-12-31", 1)).to.equal("2027-01-01");
  });
});

describe("readTerms", () => {
  it("gives the terms that the ledger takes", () => {
    expect(readTerms(FORM, NOW)).to.deep.equal({
      problems: {},
      terms: {
        startsAt: seconds("2026-11-21T23:00:00Z"),
        endsAt: seconds("2027-11-21T23:00:00Z"),
        graceSeconds: 30 * 86_400,
        ibanDelaySeconds: 2 * 86_400,
        amountPerBeneficiaryCents: 30_000n,
        shopDebtLimitCents: 10_000n,
      },
      limits: { fundingCents: 2_500_000n, ibanChangeCents: 100_050n, admissionsPerDay: 20 },
      retentionMonths: 18,
    });
  });

  it("takes limits of nothing, and says which are none", () => {
    const none = { soleFunding: "0", soleIban: "0", soleAdmissions: "0" };
    expect(readTerms({ ...FORM, ...none }, NOW).limits).to.deep.equal({
      ...{ fundingCents: 0n, ibanChangeCents: 0n, admissionsPerDay: 0 },
    });
    for (const [field, wrong] of [
      ["soleFunding", "veel"],
      ["soleIban", "-1"],
      ["soleAdmissions", "1001"],
      ["soleAdmissions", "2,5"],
      ["retentionMonths", "0"],
      ["retentionMonths", "241"],
      ["retentionMonths", "twee jaar"],
    ] as const) {
      const read = readTerms({ ...FORM, [field]: wrong }, NOW);
      expect(Object.keys(read.problems), wrong).to.deep.equal([field]);
      expect([read.terms, read.limits]).to.deep.equal([null, null]);
    }
  });

  it("takes a scheme of one day", () => {
    expect(readTerms({ ...FORM, lastDay: FORM.firstDay }, NOW).terms).not.to.equal(null);
  });

  const wrong: [Partial<SchemeForm>, string][] = [
    [{ name: "  " }, "name"],
    [{ wordForOne: "" }, "wordForOne"],
    [{ wordForMany: "<b>leden</b>" }, "wordForMany"],
    [{ firstDay: "" }, "firstDay"],
    [{ lastDay: "" }, "lastDay"],
    [{ lastDay: "2026-11-21" }, "lastDay"],
    [{ firstDay: "2026-01-01", lastDay: "2026-11-21" }, "lastDay"],
    [{ amount: "0" }, "amount"],
    [{ amount: "driehonderd" }, "amount"],
    [{ graceDays: "366" }, "graceDays"],
    [{ graceDays: "-1" }, "graceDays"],
    [{ ibanDelayDays: "1,5" }, "ibanDelayDays"],
    [{ shopDebtLimit: "" }, "shopDebtLimit"],
  ];
  for (const [change, field] of wrong) {
    it(`refuses ${JSON.stringify(change)} at its field`, () => {
      const { terms, problems } = readTerms({ ...FORM, ...change }, NOW);
      expect(terms).to.equal(null);
      expect(Object.keys(problems)).to.deep.equal([field]);
    });
  }
});

describe("parseEuros", () => {
  const good: [string, bigint][] = [
    ["300", 30_000n],
    ["60.000", 6_000_000n],
    ["60.000,00", 6_000_000n],
    ["€ 1.250,5", 125_050n],
    ["1.234.567,89", 123_456_789n],
    ["12.50", 1_250n],
    ["0", 0n],
  ];
  for (const [typed, cents] of good) {
    it(`reads ${typed}`, () => {
      expect(parseEuros(typed)).to.equal(cents);
    });
  }
  for (const typed of ["", "1.23.456", "60.00,00", "12,345", "-5", "1e3", "60 000"]) {
    it(`refuses "${typed}"`, () => {
      expect(parseEuros(typed)).to.equal(null);
    });
  }
});
