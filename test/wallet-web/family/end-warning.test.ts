import { expect } from "chai";
import type { Child } from "../../../wallet-web/family/model/child.ts";
import { endStageOf, endWarningsOf } from "../../../wallet-web/family/model/end-warning.ts";

const END = 1_800_000_000;
const WEEK = 7 * 86_400;
const child = (byte: string, change: Partial<Child> = {}): Child => ({
  beneficiaryId: `0x${byte.repeat(16)}`,
  schemeId: `0x${"bb".repeat(16)}`,
  keyName: byte,
  device: `0x${byte.repeat(20)}`,
  name: "",
  picture: "fox",
  colour: "lake",
  link: "linked",
  budget: {
    state: "active",
    balanceCents: 5_000n,
    grantedCents: 30_000n,
    spendableUntil: END,
    phones: [],
    asOf: 0,
  },
  ...change,
});

describe("The end of a budget", () => {
  for (const [what, now, stage] of [
    ["a second before six weeks", END - 6 * WEEK - 1, null],
    ["six weeks before", END - 6 * WEEK, "six-weeks"],
    ["a second before three weeks", END - 3 * WEEK - 1, "six-weeks"],
    ["three weeks before", END - 3 * WEEK, "three-weeks"],
    ["in its last second", END - 1, "three-weeks"],
    ["from the first second after", END, "over"],
    ["until six weeks after", END + 6 * WEEK - 1, "over"],
    ["and no longer", END + 6 * WEEK, null],
  ] as const) {
    it(`is told ${what} as ${stage ?? "nothing"}`, () => {
      expect(endStageOf(END, now)).to.equal(stage);
    });
  }

  it("is told once for children whose budgets end together, and apart when not", () => {
    const later = child("03");
    const budget = later.budget && { ...later.budget, spendableUntil: END + WEEK };
    const children = [child("01"), child("02"), { ...later, budget }];
    const warnings = endWarningsOf(children, END - 4 * WEEK);
    expect(
      warnings.map(({ stage, until, children: ofIt }) => [stage, until, ofIt.length]),
    ).to.deep.equal([
      ["six-weeks", END, 2],
      ["six-weeks", END + WEEK, 1],
    ]);
  });

  it("put away, is told again at the next stage, and of the next year's budget", () => {
    const putAway = child("01", { endPutAway: { stage: "six-weeks", until: END } });
    const stages = (one: Child, now: number) => endWarningsOf([one], now).map(({ stage }) => stage);
    expect(stages(putAway, END - 5 * WEEK)).to.deep.equal([]);
    expect(stages(putAway, END - 3 * WEEK)).to.deep.equal(["three-weeks"]);
    const budget = putAway.budget && { ...putAway.budget, spendableUntil: END + 52 * WEEK };
    expect(stages({ ...putAway, budget }, END + 47 * WEEK)).to.deep.equal(["six-weeks"]);
  });

  it("is not told of a budget that is empty, stopped, unknown, or no longer on this phone", () => {
    const own = child("01");
    const withBudget = (change: object) => ({
      ...own,
      budget: own.budget && { ...own.budget, ...change },
    });
    const children = [
      withBudget({ balanceCents: 0n }),
      withBudget({ state: "closed" }),
      { ...own, budget: null },
      { ...own, link: "unlinked" as const },
    ];
    expect(endWarningsOf(children, END - WEEK)).to.deep.equal([]);
  });
});
