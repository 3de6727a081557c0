import { expect } from "chai";
import {
  type Budget,
  type Child,
  COLOURS,
  hindranceOf,
  isStopped,
  looksFor,
  newsOf,
  PICTURES,
  payCardOf,
  reasonOf,
  sharedHindrances,
} from "../../../wallet-web/family/model/child.ts";
import { budgetNews } from "../../../wallet-web/shared/budget-news.ts";
import { DUTCH } from "../../../wallet-web/shared/i18n.ts";
import news from "../../../wallet-web/shared/translations/nl/budget-news.json" with {
  type: "json",
};

const NOW = 1_800_000_000;
const budget: Budget = {
  state: "active",
  balanceCents: 30_000n,
  grantedCents: 30_000n,
  spendableUntil: NOW + 1,
  phones: [],
  asOf: NOW,
};
const child = (change: Partial<Child> = {}): Child => ({
  beneficiaryId: `0x${"aa".repeat(16)}`,
  schemeId: `0x${"bb".repeat(16)}`,
  keyName: "device/1",
  device: `0x${"cc".repeat(20)}`,
  name: "",
  picture: "fox",
  colour: "lake",
  link: "linked",
  budget,
  ...change,
});
const withBudget = (change: Partial<Budget>) => child({ budget: { ...budget, ...change } });

describe("Children who can't pay together", () => {
  const of = (...children: Child[]) => sharedHindrances(children, NOW);
  const frozen = withBudget({ state: "frozen" });
  const closed = withBudget({ state: "closed" });
  const spent = withBudget({ balanceCents: 0n });

  it("are told each reason once", () => {
    expect(of(frozen, closed, frozen)).to.deep.equal(["frozen", "closed"]);
    expect(of(child({ link: "removed" }))).to.deep.equal(["removed"]);
  });

  it("have none as long as one could pay, or could if more were left", () => {
    expect(of(frozen, withBudget({}))).to.deep.equal([]);
    expect(of(frozen, spent)).to.deep.equal([]);
  });
});

describe("A child's budget", () => {
  for (const [what, given, hindrance] of [
    ["in order", child(), null],
    ["of a phone that was unlinked", child({ link: "unlinked" }), "unlinked"],
    ["of a phone that another one removed", child({ link: "removed" }), "removed"],
    ["of a phone that a new code replaced", child({ link: "reissued" }), "reissued"],
    ["being activated", child({ link: "activating", budget: null }), "activating"],
    ["never heard of", child({ budget: null }), "unknown"],
    ["frozen", withBudget({ state: "frozen" }), "frozen"],
    ["closed", withBudget({ state: "closed" }), "closed"],
    ["at its end", withBudget({ spendableUntil: NOW }), "ended"],
    ["spent", withBudget({ balanceCents: 0n }), "empty"],
    ["with its last cent", withBudget({ balanceCents: 1n }), null],
  ] as const) {
    it(`${what} is hindered by ${hindrance ?? "nothing"}`, () => {
      expect(hindranceOf(given, NOW)).to.equal(hindrance);
    });
  }

  it("looks like no sibling's while there are looks left", () => {
    const family: Pick<Child, "picture" | "colour">[] = [];
    while (family.length < COLOURS.length) family.push(looksFor(family));
    expect(new Set(family.map((one) => one.colour)).size).to.equal(COLOURS.length);
    expect(new Set(family.map((one) => one.picture)).size).to.equal(COLOURS.length);
  });

  it("has looks also in the largest family", () => {
    const family: Pick<Child, "picture" | "colour">[] = [];
    while (family.length < 16) family.push(looksFor(family));
    expect(family.every((one) => PICTURES.includes(one.picture))).to.equal(true);
  });
});

describe("A QR of a budget", () => {
  const cases: [string, Partial<Child>, boolean][] = [
    ["that can pay", {}, false],
    ["that is spent", { budget: { ...budget, balanceCents: 0n } }, false],
    ["that is frozen", { budget: { ...budget, state: "frozen" } }, true],
    ["that was closed", { budget: { ...budget, state: "closed" } }, true],
    ["that ended", { budget: { ...budget, spendableUntil: NOW } }, true],
    ["of a removed phone", { link: "removed" }, true],
  ];
  for (const [name, change, expected] of cases) {
    it(`${name} is ${expected ? "not shown" : "shown"}`, () => {
      expect(isStopped(child(change), NOW)).to.equal(expected);
    });
  }
});

describe("What a family is told of its budget", () => {
  before(() => budgetNews.speak(news, DUTCH));

  const MONTH = 30 * 86_400;
  const topUp = { amountCents: "2500", reason: "hardship", at: NOW } as const;
  const plain = (text: string) => text.replaceAll("\u00a0", " ");

  it("is what was added and why, for thirty days", () => {
    const sentence = "Er is € 25,00 bijgekomen. Reden: een bijzondere situatie.";
    const told = { ...budget, topUp, spendableUntil: NOW + 2 * MONTH };
    expect(newsOf(told, NOW + MONTH - 1).map(plain)).to.deep.equal([sentence]);
    expect(newsOf(told, NOW + MONTH)).to.deep.equal([]);
  });

  it("is that it can be used again and why, for thirty days, after what came later", () => {
    const unfrozen = { reason: "resolved", at: NOW - 1 } as const;
    const told = { ...budget, topUp, unfrozen, spendableUntil: NOW + 2 * MONTH };
    const added = "Er is € 25,00 bijgekomen. Reden: een bijzondere situatie.";
    const again = "Dit budget kan weer gebruikt worden. Reden: het is nagekeken en in orde.";
    expect(newsOf(told, NOW).map(plain)).to.deep.equal([added, again]);
    const later = { ...told, unfrozen: { ...unfrozen, at: NOW + 1 } };
    expect(newsOf(later, NOW + 1).map(plain)).to.deep.equal([again, added]);
    expect(newsOf({ ...told, topUp: null }, NOW + MONTH - 2).map(plain)).to.deep.equal([again]);
    expect(newsOf({ ...told, topUp: null }, NOW + MONTH - 1)).to.deep.equal([]);
  });

  it("is never that it can be used again while it can't", () => {
    const told = { ...budget, unfrozen: { reason: "resolved", at: NOW } as const };
    expect(newsOf(told, NOW)).to.have.lengthOf(1);
    expect(newsOf({ ...told, state: "frozen", reason: "dispute" }, NOW)).to.deep.equal([]);
    expect(newsOf({ ...told, state: "closed", reason: "moved-away" }, NOW)).to.deep.equal([]);
    expect(newsOf(told, told.spendableUntil)).to.deep.equal([]);
  });

  it("is why it was stopped, for good or for a while, whatever was added before", () => {
    const closed = { ...budget, topUp, state: "closed", reason: "moved-away" } as const;
    expect(reasonOf(closed)).to.equal("Reden: u bent verhuisd uit de gemeente.");
    expect(newsOf(closed, NOW)).to.deep.equal([]);
    const frozen = { ...budget, topUp, state: "frozen", reason: "suspected-misuse" } as const;
    expect(reasonOf(frozen)).to.equal("Reden: we willen iets met u nakijken. Bel de gemeente.");
    expect(budgetNews.frozen("suspected-misuse")).to.equal(
      "Dit budget staat even vast. Reden: we willen iets met u nakijken. Bel de gemeente.",
    );
  });

  it("is whom to ask when a budget was stopped without a reason", () => {
    expect(reasonOf({ ...budget, state: "closed", reason: null })).to.equal(
      "Wilt u weten waarom? Bel de gemeente.",
    );
    expect(reasonOf({ ...budget, state: "active", reason: null })).to.equal(null);
  });

  it("is whom to ask when the server knows a reason that this app doesn't", () => {
    const reason = "of-next-year" as "hardship";
    expect(reasonOf({ ...budget, state: "frozen", reason })).to.equal(
      "Wilt u weten waarom? Bel de gemeente.",
    );
    expect(newsOf({ ...budget, topUp: { ...topUp, reason } }, NOW).map(plain)).to.deep.equal([
      "Er is € 25,00 bijgekomen. Wilt u weten waarom? Bel de gemeente.",
    ]);
  });

  it("is nothing when nothing was done, or when an older server said nothing of it", () => {
    expect(newsOf({ ...budget, topUp: null, unfrozen: null, reason: null }, NOW)).to.deep.equal([]);
    expect(newsOf(budget, NOW)).to.deep.equal([]);
    expect(newsOf({ ...budget, state: "closed" }, NOW)).to.deep.equal([]);
  });
});

describe("The printed card of a budget", () => {
  const card = {
    ...{ card: `0x${"dd".repeat(20)}` as const, state: "active" as const, linkedAt: NOW },
    ...{ reason: null, wrongPins: 0, paymentLimitCents: "5000", dayLimitCents: "10000" },
    spentTodayCents: "1250",
  };

  it("is none where the server says so, or said nothing yet", () => {
    expect(payCardOf(budget, NOW)).to.equal(null);
    expect(payCardOf({ ...budget, card: null }, NOW)).to.equal(null);
  });

  it("may pay so much, and paid so much on the day that was asked about", () => {
    const limits = { canPay: true, perPaymentCents: 5_000n, perDayCents: 10_000n };
    expect(payCardOf({ ...budget, card }, NOW)).to.deep.equal({ ...limits, spentCents: 1_250n });
    const tomorrow = NOW + 86_400;
    expect(payCardOf({ ...budget, card }, tomorrow)).to.deep.equal({ ...limits, spentCents: 0n });
  });

  it("can't pay when it is blocked, or when the scheme has no cards any more", () => {
    for (const change of [
      { state: "blocked" as const },
      { state: "pin-blocked" as const },
      { state: "unusable" as const },
      { paymentLimitCents: "0" },
    ]) {
      expect(payCardOf({ ...budget, card: { ...card, ...change } }, NOW)?.canPay).to.equal(false);
    }
  });
});
