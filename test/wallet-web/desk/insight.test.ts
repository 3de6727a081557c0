import { expect } from "chai";
import type { Insight } from "../../../wallet-web/desk/app/answers.ts";
import {
  durationOf,
  perWeek,
  runningShare,
  scaleTop,
} from "../../../wallet-web/desk/insight/figures.ts";

const WEEK = 7 * 86_400;

const INSIGHT: Insight = {
  ...{ schemeId: `0x${"5c".repeat(16)}`, name: "Kindpakket", madeAt: 0, startsAt: 0 },
  endsAt: 10 * WEEK,
  conservation: {
    ...{ fundedCents: "20000", unallocatedCents: "10000", outstandingCents: "6000" },
    ...{ owedCents: "1000", inPayoutCents: "1000", paidOutCents: "2000", withdrawnCents: "0" },
    ...{ shopDebtCents: "0", withdrawableCents: "10000" },
    holds: true,
  },
  spentCents: "4000",
  adoption: { families: 80, percent: 95, isAtLeast: true },
  medianSaleToBankSeconds: 90,
  satisfaction: { families: null, shops: null },
  weeks: [
    { startsOn: "2026-01-05", weeks: 1, age: 1, spentCents: "1000" },
    { startsOn: "2026-01-12", weeks: 3, age: 2, spentCents: "3000" },
  ],
  categories: null,
};

describe("The figures of insight", () => {
  it("have a scale of whole euros above the highest bar", () => {
    expect([0n, 1n, 100n, 101n, 499_99n, 500_00n, 500_01n].map(scaleTop)).to.deep.equal([
      100n,
      100n,
      100n,
      200n,
      500_00n,
      500_00n,
      1_000_00n,
    ]);
  });

  it("give joined weeks their average", () => {
    expect(INSIGHT.weeks?.map(perWeek)).to.deep.equal([1_000n, 1_000n]);
  });

  it("run up to what was spent of what families got, beside the time gone by", () => {
    expect(runningShare(INSIGHT)).to.deep.equal([
      { age: 1, spentCents: 1_000n, share: 0.1, even: 0.1 },
      { age: 4, spentCents: 4_000n, share: 0.4, even: 0.4 },
    ]);
  });

  it("have no line before five families paid, and stay whole after the end", () => {
    expect(runningShare({ ...INSIGHT, weeks: null })).to.deep.equal([]);
    expect(runningShare({ ...INSIGHT, endsAt: WEEK }).at(-1)?.even).to.equal(1);
  });

  it("say a time in the unit that leaves a small number", () => {
    const said = [0, 59, 119, 120, 7_199, 7_200, 172_799, 172_800].map(durationOf);
    expect(said.map(({ count, unit }) => `${count} ${unit}`)).to.deep.equal([
      "0 seconds",
      "59 seconds",
      "119 seconds",
      "2 minutes",
      "2 hours",
      "2 hours",
      "2 days",
      "2 days",
    ]);
  });
});
