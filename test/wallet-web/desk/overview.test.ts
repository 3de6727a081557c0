import { expect } from "chai";
import type { Conservation, SchemeOverview } from "../../../wallet-web/desk/app/answers.ts";
import { sortOffers } from "../../../wallet-web/desk/enrol/offers.ts";
import { averageText } from "../../../wallet-web/desk/overview/average.ts";
import { moneyParts, shareOf } from "../../../wallet-web/desk/overview/money-parts.ts";
import { todosOf } from "../../../wallet-web/desk/overview/todo.ts";
import { formatIban } from "../../../wallet-web/desk/shops/iban.ts";

const MONEY: Conservation = {
  fundedCents: "6000000",
  unallocatedCents: "0",
  outstandingCents: "5864044",
  owedCents: "100000",
  inPayoutCents: "30000",
  paidOutCents: "5956",
  withdrawnCents: "0",
  shopDebtCents: "0",
  withdrawableCents: "0",
  holds: true,
};

const RUNNING: SchemeOverview = {
  schemeId: `0x${"5c".repeat(16)}`,
  name: "Kindpakket",
  conservation: MONEY,
  households: 80,
  beneficiaries: { registered: 169, active: 31, frozen: 0, closed: 0 },
  shops: { waiting: 0, admitted: 12, suspended: 0 },
  payments: 25,
  spentCents: "135956",
  adoption: { families: 80, percent: 15, isAtLeast: false },
  mandate: {
    operator: `0x${"11".repeat(20)}`,
    perPayoutCents: "250000",
    perDayCents: "1000000",
    validUntil: 2_000,
  },
};
const NO_LETTERS = { unprinted: 0, unfinished: false };
const FAR = Number.POSITIVE_INFINITY;
type Given = Omit<Parameters<typeof todosOf>[0], "overAt"> & { overAt?: number };
const names = (given: Given) => todosOf({ overAt: FAR, ...given }).map(({ name }) => name);

describe("moneyParts", () => {
  it("adds up by itself, to the cent", () => {
    expect(moneyParts(MONEY).holds).to.equal(true);
    expect(moneyParts({ ...MONEY, paidOutCents: "5955" }).holds).to.equal(false);
  });

  it("doesn't hold when the server says that it doesn't", () => {
    expect(moneyParts({ ...MONEY, holds: false }).holds).to.equal(false);
  });

  it("shows what shops must pay back apart from what others are owed, without a width", () => {
    const { parts, holds } = moneyParts({
      ...MONEY,
      ...{ owedCents: "-500", shopDebtCents: "2500", outstandingCents: "5964544" },
    });
    expect(parts.find(({ name }) => name === "owed")).to.deep.include({ cents: 2_000n });
    const debt = parts.find(({ name }) => name === "shopDebt");
    expect(debt).to.deep.include({ cents: -2_500n, share: 0 });
    expect(holds).to.equal(true);
  });

  it("has shares of nothing when nothing was funded", () => {
    expect(shareOf(0n, 0n)).to.equal(0);
    expect(shareOf(1n, 4n)).to.equal(0.25);
  });
});

describe("todosOf", () => {
  it("starts with opening the scheme", () => {
    expect(names({ overview: null, letters: NO_LETTERS, tasks: null, now: 0 })).to.deep.equal([
      "open",
    ]);
  });

  it("leads an empty scheme from money to shops, in that order", () => {
    const overview: SchemeOverview = {
      ...RUNNING,
      conservation: { ...MONEY, fundedCents: "0" },
      households: 0,
      shops: { waiting: 0, admitted: 0, suspended: 0 },
      mandate: null,
    };
    expect(names({ overview, letters: NO_LETTERS, tasks: null, now: 0 })).to.deep.equal([
      "fund",
      "mandate",
      "import",
      "shops.none",
    ]);
  });

  it("has nothing to do while all goes well", () => {
    expect(names({ overview: RUNNING, letters: NO_LETTERS, tasks: null, now: 0 })).to.deep.equal(
      [],
    );
  });

  it("asks for a new mandate from the second that the old one ends", () => {
    expect(
      names({ overview: RUNNING, letters: NO_LETTERS, tasks: null, now: 1_999 }),
    ).to.deep.equal([]);
    expect(
      names({ overview: RUNNING, letters: NO_LETTERS, tasks: null, now: 2_000 }),
    ).to.deep.equal(["mandate.expired"]);
  });

  it("asks to go on with an import that stopped, not to begin another", () => {
    const overview = { ...RUNNING, households: 0 };
    const letters = { unprinted: 16, unfinished: true };
    expect(names({ overview, letters, tasks: null, now: 0 })).to.deep.equal([
      "continue",
      "letters",
    ]);
  });

  it("asks to take back what is left from the second that the scheme is over, and no family or shop any more", () => {
    const overview = {
      ...RUNNING,
      households: 0,
      shops: { waiting: 3, admitted: 1, suspended: 0 },
      mandate: null,
    };
    const at = (now: number) =>
      names({ overview, letters: NO_LETTERS, tasks: null, now, overAt: 900 });
    expect(at(899)).to.deep.equal(["mandate", "import", "shops"]);
    expect(at(900)).to.deep.equal(["reclaim", "mandate"]);
  });

  it("asks nothing more once all is taken back and paid", () => {
    const conservation = { ...MONEY, unallocatedCents: "0", outstandingCents: "0", owedCents: "0" };
    const overview = { ...RUNNING, conservation, mandate: null };
    expect(
      names({ overview, letters: NO_LETTERS, tasks: null, now: 900, overAt: 900 }),
    ).to.deep.equal([]);
  });

  it("asks the treasurer for what shops must pay back, and the sponsor only for what can be taken back before", () => {
    const conservation = {
      ...MONEY,
      ...{ unallocatedCents: "300", outstandingCents: "0", owedCents: "0", shopDebtCents: "500" },
    };
    const overview = { ...RUNNING, conservation, mandate: null };
    const given = { letters: NO_LETTERS, tasks: null, now: 900, overAt: 900 };
    expect(names({ ...given, overview })).to.deep.equal(["repayment", "mandate"]);
    const some = { ...overview, conservation: { ...conservation, withdrawableCents: "1" } };
    expect(names({ ...given, overview: some })).to.deep.equal(["reclaim", "repayment", "mandate"]);
  });

  it("counts what waits", () => {
    const overview = { ...RUNNING, shops: { waiting: 3, admitted: 1, suspended: 0 } };
    const [letters, shops] = todosOf({
      overview,
      letters: { unprinted: 80, unfinished: false },
      tasks: null,
      now: 0,
      overAt: FAR,
    });
    expect([letters!.count, shops!.count]).to.deep.equal([80, 3]);
  });
});

describe("todosOf payouts", () => {
  const NOTHING = {
    moneyProposals: 0,
    shopProposals: 0,
    filesToRelease: 0,
    ibanChanges: 0,
    blockedShops: 0,
    waitingQuestions: 0,
    unknownPayouts: 0,
    heldPayouts: 0,
  };
  const given = { overview: RUNNING, letters: NO_LETTERS, now: 0, overAt: FAR };

  it("asks nothing while nothing waits", () => {
    expect(todosOf({ ...given, tasks: NOTHING })).to.deep.equal([]);
  });

  it("asks who may act, where they can", () => {
    const tasks = {
      moneyProposals: 6,
      shopProposals: 7,
      filesToRelease: 1,
      ibanChanges: 2,
      blockedShops: 3,
      waitingQuestions: 8,
      unknownPayouts: 4,
      heldPayouts: 5,
    };
    const asked = todosOf({ ...given, tasks });
    expect(
      asked.map(({ name, role, place, count }) => [name, role, place[0], count]),
    ).to.deep.equal([
      ["proposals", "sponsor", "money", 6],
      ["proposals.shops", "validator", "shops", 7],
      ["held", "treasurer", "payouts", 5],
      ["unknown", "treasurer", "payouts", 4],
      ["files", "treasurer", "payouts", 1],
      ["blocked", "treasurer", "payouts", 3],
      ["ibans", "validator", "shops", 2],
      ["questions", "validator", "households", 8],
    ]);
  });
});

describe("averageText", () => {
  const paid = { payments: 1, spentCents: "1250" };

  it("is silent while fewer than five families paid: of one payment it would be the amount", () => {
    const few = { families: 80, percent: null, isAtLeast: false };
    expect(averageText({ ...paid, adoption: few })).to.not.contain("12,50");
    const none = { families: null, percent: null, isAtLeast: false };
    expect(averageText({ ...paid, adoption: none })).to.not.contain("12,50");
    const known = { families: 80, percent: 6, isAtLeast: false };
    const average = averageText({ payments: 5, spentCents: "6250", adoption: known });
    expect(average).to.contain("12,50");
  });
});

describe("sortOffers", () => {
  const offer = (readyAt: number, expiresAt: number) => ({
    schemeId: RUNNING.schemeId,
    role: "validator" as const,
    readyAt,
    expiresAt,
  });

  it("can be accepted from the first second up to, and not including, the last", () => {
    const offers = [offer(100, 200)];
    expect(sortOffers(offers, 99)).to.deep.equal({ open: [], readyAt: 100, expiredAt: null });
    expect(sortOffers(offers, 100).open).to.deep.equal(offers);
    expect(sortOffers(offers, 199).open).to.deep.equal(offers);
    expect(sortOffers(offers, 200)).to.deep.equal({ open: [], readyAt: null, expiredAt: 200 });
  });
});

describe("formatIban", () => {
  it("puts groups of four, without a space at the end", () => {
    expect(formatIban("NL27RABO0034592873")).to.equal("NL27 RABO 0034 5928 73");
    expect(formatIban("BE68 5390 0754 7034")).to.equal("BE68 5390 0754 7034");
  });
});
