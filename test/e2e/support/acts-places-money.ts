// Where the acts on money, payouts and the scheme itself have their buttons, and whose they are. What a person meets seldom, such as the
// end of a scheme, is made up in the server's answer.
import { shortCode } from "../../../wallet-web/shared/short-code.ts";
import {
  type Answer,
  at,
  GUARDIAN,
  MONEY,
  madeUp,
  type Place,
  ROLES,
  SPONSOR,
  STAFF,
  STOPPERS,
  TREASURER,
} from "./acts-kinds.ts";
import { choosePayouts, openPayout } from "./treasury.ts";

const ofScheme = (change: object) => ({
  "/deployment": ({ schemes, ...rest }: Answer) => ({
    ...rest,
    schemes: schemes?.map((scheme) => ({ ...scheme, ...change })),
  }),
});
const OVER = { startsAt: 0, endsAt: 1, graceSeconds: 0 };
const ofMoney = (change: object) => ({
  "/schemes/*/overview": ({ conservation, ...rest }: Answer) => ({
    ...rest,
    conservation: { ...conservation, ...change },
  }),
});
const NOBODY = `0x${"5e".repeat(20)}`;
const FILE = {
  ...{ fileName: "kindpakket-1.xml", fileHash: `0x${"5e".repeat(32)}`, amountCents: "100" },
  ...{ payoutCount: 1, reason: null, executionDate: "2026-04-07", createdAt: 1 },
  ...{ frozenBy: NOBODY, releasedBy: null },
};
/** Only where the bank takes files; how they are carried is payment-files.test.ts. */
const FILES = {
  bank: "file",
  waiting: { payoutCount: 1, amountCents: "100" },
  files: [
    { ...FILE, submissionId: `0x${"51".repeat(16)}`, state: "frozen" },
    { ...FILE, submissionId: `0x${"52".repeat(16)}`, state: "released" },
  ],
};

const REPORTS = { unblock: TREASURER, "report-csv": STAFF, "account-report-csv": MONEY };

/** `Payouts`, and what a treasurer signs beside the chain. */
const ON_PAYOUTS: readonly Place[] = [
  { name: "the payouts", sees: ROLES, open: at("payouts"), acts: REPORTS },
  {
    name: "what no payout holds",
    sees: STAFF,
    async open(page) {
      await at("overview")(page);
      await choosePayouts(page, "EARNED");
      await page.getByTestId("unpaid-table-row").first().waitFor();
    },
    acts: { ...REPORTS, "block-unpaid": TREASURER },
  },
  {
    name: "a payout, with every decision that there is",
    sees: STAFF,
    isMadeUp: true,
    async open(page, { shops }) {
      const decisions = ["open", "look-again", "paid", "not-paid"];
      await madeUp(page, "payouts", {
        "/schemes/*/payouts/0x*": ({ payout, ...rest }) => ({
          ...rest,
          payout: { ...payout, decisions },
        }),
      });
      await openPayout(page, { shopName: shops.open.name, state: "HELD" });
    },
    acts: {
      ...{ "decide-open": TREASURER, "decide-look-again": TREASURER, block: TREASURER },
      ...{ "decide-paid": TREASURER, "decide-not-paid": TREASURER },
    },
  },
  {
    name: "payment files",
    sees: STAFF,
    isMadeUp: true,
    open: (page) => madeUp(page, "payouts", { "/schemes/*/payment-files": () => FILES }),
    acts: {
      ...REPORTS,
      ...{ freeze: TREASURER, release: TREASURER, withdraw: TREASURER },
      ...{ download: TREASURER, "bank-file": TREASURER },
    },
  },
];

const PROPOSALS = { "confirm-proposal": SPONSOR, "withdraw-proposal": SPONSOR };
const MANDATE = { "mandate-change": TREASURER };

/** `Schemes`, `Payouts` for the mandate, and two together. */
const ON_MONEY: readonly Place[] = [
  {
    name: "the money",
    sees: ROLES,
    open: at("money"),
    acts: { ...PROPOSALS, ...MANDATE, fund: SPONSOR },
    tells: MONEY,
  },
  {
    name: "the money when the scheme is over",
    sees: ROLES,
    isMadeUp: true,
    open: (page) => madeUp(page, "money", ofScheme(OVER)),
    acts: { ...PROPOSALS, ...MANDATE, reclaim: SPONSOR },
    tells: TREASURER,
  },
  {
    name: "the money when families have nothing left",
    sees: ROLES,
    isMadeUp: true,
    open: (page) =>
      madeUp(page, "money", {
        ...ofScheme(OVER),
        ...ofMoney({ outstandingCents: "0", withdrawableCents: "100" }),
      }),
    acts: { ...PROPOSALS, ...MANDATE, withdraw: SPONSOR },
    tells: TREASURER,
  },
  {
    name: "the money when nothing is left",
    sees: ROLES,
    isMadeUp: true,
    open: (page) =>
      madeUp(page, "money", {
        ...ofScheme(OVER),
        ...ofMoney({
          ...{ outstandingCents: "0", unallocatedCents: "0" },
          ...{ owedCents: "0", inPayoutCents: "0", shopDebtCents: "0" },
        }),
      }),
    acts: { ...PROPOSALS, ...MANDATE, "close-scheme": SPONSOR },
    tells: TREASURER,
  },
];

const REFUSAL = {
  ...{ refusalId: `0x${"5e".repeat(32)}`, paymentId: `0x${"5f".repeat(32)}`, till: NOBODY },
  ...{ shopId: `0x${"51".repeat(16)}`, shopName: "Kluitman", amountCents: "100", settled: null },
  ...{ code: "insufficient-budget", carrier: "municipality", acceptedAt: 1, refusedAt: 2 },
};
const TERMS = { "offline-set": SPONSOR, "set-card-limits": SPONSOR };

/** `Schemes`, `Corrections`, `KindpakketCards`, and what a sponsor or guardian signs beside the chain. */
const ON_SCHEME: readonly Place[] = [
  {
    name: "the scheme",
    sees: ROLES,
    isMadeUp: true,
    open: (page) =>
      madeUp(page, "scheme", {
        "/schemes/*/offline-refusals*": (answer) => ({ ...answer, refusals: [REFUSAL], total: 1 }),
      }),
    acts: { ...TERMS, "pause-scheme": GUARDIAN, "offline-csv": MONEY, settle: TREASURER },
    tells: [...SPONSOR, ...GUARDIAN],
  },
  {
    name: "a scheme that stands still",
    sees: ROLES,
    isMadeUp: true,
    open: (page) => madeUp(page, "scheme", ofScheme({ paused: true })),
    acts: { ...TERMS, "resume-scheme": GUARDIAN },
    tells: [...SPONSOR, ...GUARDIAN],
  },
  {
    name: "a scheme that isn't open yet",
    sees: ROLES,
    isMadeUp: true,
    open: (page) => madeUp(page, "scheme", { "/deployment": (all) => ({ ...all, schemes: [] }) }),
    acts: { "open-scheme-check": SPONSOR },
    tells: SPONSOR,
  },
  {
    name: "the guardian's page",
    sees: ROLES,
    open: at("guardian"),
    acts: { "pause-scheme": GUARDIAN },
    tells: GUARDIAN,
  },
  {
    name: "a payment",
    sees: STOPPERS,
    async open(page, { paymentId }) {
      await at("guardian")(page);
      await page.getByTestId("payment-code").fill(shortCode(paymentId));
      await page.getByTestId("find-payment-go").click();
      await page.locator('[data-verdict="possible"]').waitFor();
    },
    acts: { "pause-scheme": GUARDIAN, reverse: GUARDIAN },
    tells: GUARDIAN,
  },
  { name: "the scheme's history", sees: STAFF, open: at("timeline/scheme"), acts: {} },
];

export const ON_MONEY_AND_SCHEME: readonly Place[] = [...ON_PAYOUTS, ...ON_MONEY, ...ON_SCHEME];
