// The index: what the chain's events add up to. Nothing stands here that `npm run reindex` can't make again from them.
import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { ReasonName, RoleName } from "../../../wallet-web/shared/protocol/commands.ts";

const hex = () => text().$type<Hex>();
/** Unix time in seconds. */
const seconds = () => bigint({ mode: "number" });
const cents = () => bigint({ mode: "bigint" });
const blockNumber = () => bigint({ mode: "number" });
const reason = () => text().$type<ReasonName>();

export type BeneficiaryState = "registered" | "active" | "frozen" | "closed";

export const schemes = pgTable("schemes", {
  schemeId: hex().primaryKey(),
  sponsor: hex().notNull(),
  startsAt: seconds().notNull(),
  endsAt: seconds().notNull(),
  graceSeconds: seconds().notNull(),
  ibanDelaySeconds: seconds().notNull(),
  amountPerBeneficiaryCents: cents().notNull(),
  shopDebtLimitCents: cents().notNull(),
  paused: boolean().notNull(),
  closed: boolean().notNull(),
  fundedCents: cents().notNull(),
  unallocatedCents: cents().notNull(),
  outstandingCents: cents().notNull(),
  owedCents: cents().notNull(),
  inPayoutCents: cents().notNull(),
  paidOutCents: cents().notNull(),
  withdrawnCents: cents().notNull(),
  openedAt: seconds().notNull(),
});

/** Money that came into a scheme, went back to its sponsor, or was paid back by a shop. Each bank reference counts once. */
export const schemeMovements = pgTable(
  "scheme_movements",
  {
    schemeId: hex().notNull(),
    bankReference: hex().notNull(),
    kind: text().$type<"funded" | "withdrawn" | "repaid">().notNull(),
    amountCents: cents().notNull(),
    /** The shop that paid back. */
    shopId: hex(),
    at: seconds().notNull(),
  },
  (table) => [primaryKey({ columns: [table.schemeId, table.bankReference] })],
);

export const roleOffers = pgTable(
  "role_offers",
  {
    schemeId: hex().notNull(),
    role: text().$type<RoleName>().notNull(),
    candidate: hex().notNull(),
    state: text().$type<"open" | "accepted" | "withdrawn">().notNull(),
    offeredAt: seconds().notNull(),
    /** First second in which it can be accepted. */
    readyAt: seconds().notNull(),
    /** First second in which it no longer can. */
    expiresAt: seconds().notNull(),
    /** Who got the role. */
    holder: hex(),
  },
  (table) => [
    primaryKey({ columns: [table.schemeId, table.role, table.candidate] }),
    index().on(table.candidate),
  ],
);

/** Who holds, or held, a role. `Admin` is held under the zero scheme id. */
export const roleHolders = pgTable(
  "role_holders",
  {
    schemeId: hex().notNull(),
    role: text().$type<RoleName>().notNull(),
    holder: hex().notNull(),
    /** The account that accepted, often the one-time key of an enrolment link. */
    candidate: hex().notNull(),
    acceptedAt: seconds().notNull(),
    /** Null while it is held. */
    withdrawnAt: seconds(),
  },
  (table) => [
    primaryKey({ columns: [table.schemeId, table.role, table.holder] }),
    index().on(table.holder),
  ],
);

export const beneficiaries = pgTable(
  "beneficiaries",
  {
    beneficiaryId: hex().primaryKey(),
    schemeId: hex().notNull(),
    state: text().$type<BeneficiaryState>().notNull(),
    /** Given in all, less what went back to the scheme; granted less balance is what was spent. */
    grantedCents: cents().notNull(),
    balanceCents: cents().notNull(),
    deviceCount: integer().notNull(),
    registeredAt: seconds().notNull(),
    /** Why it was frozen or closed, the last time. */
    reason: reason(),
    /** What was added the last time, and the last time it was unfrozen: why and when; null when it never was. */
    topUpCents: cents(),
    ...{ topUpReason: reason(), topUpAt: seconds() },
    ...{ unfrozenReason: reason(), unfrozenAt: seconds() },
    /** Whether it ever paid, refunded or not. */
    hasPaid: boolean().notNull(),
    /** When it last paid or got a device; null before. */
    lastUsedAt: bigint({ mode: "number" }),
  },
  (table) => [index().on(table.schemeId, table.state)],
);

/** Addresses of login codes, also the old ones: a letter that was used or replaced can say so. */
export const activationKeys = pgTable(
  "activation_keys",
  {
    activationKey: hex().notNull(),
    beneficiaryId: hex().notNull(),
    schemeId: hex().notNull(),
    state: text().$type<"open" | "used" | "replaced" | "closed">().notNull(),
    issuedAt: seconds().notNull(),
    usedAt: seconds(),
  },
  (table) => [
    primaryKey({ columns: [table.activationKey, table.beneficiaryId] }),
    index().on(table.beneficiaryId),
  ],
);

export const devices = pgTable(
  "devices",
  {
    device: hex().primaryKey(),
    beneficiaryId: hex().notNull(),
    /** The login code's key, or the device that added it. */
    addedBy: hex().notNull(),
    addedAt: seconds().notNull(),
    /** When it was removed or died with a new login code; null while it can spend. */
    removedAt: seconds(),
    /** Which of the two; null while it can spend. */
    lostBy: text().$type<"removed" | "reissued">(),
  },
  (table) => [index().on(table.beneficiaryId)],
);

export const shops = pgTable(
  "shops",
  {
    shopId: hex().primaryKey(),
    owner: hex().notNull(),
    /** The scheme that admitted it first; its validator may replace the owner. */
    homeSchemeId: hex(),
    registeredAt: seconds().notNull(),
  },
  (table) => [index().on(table.owner)],
);

export const tills = pgTable(
  "tills",
  {
    till: hex().notNull(),
    shopId: hex().notNull(),
    addedAt: seconds().notNull(),
    /** Null while it may charge. */
    removedAt: seconds(),
  },
  (table) => [primaryKey({ columns: [table.till, table.shopId] }), index().on(table.shopId)],
);

/** A shop within a scheme. */
export const shopAccounts = pgTable(
  "shop_accounts",
  {
    schemeId: hex().notNull(),
    shopId: hex().notNull(),
    state: text().$type<"admitted" | "suspended">().notNull(),
    /** Below zero after refunds of what was paid out. */
    owedCents: cents().notNull(),
    inPayoutCents: cents().notNull(),
    /** Less what was returned or paid back. */
    paidOutCents: cents().notNull(),
    ibanCommitment: hex().notNull(),
    proposedCommitment: hex(),
    proposalReadyAt: seconds(),
    admittedAt: seconds().notNull(),
    /** Why it was suspended, the last time. */
    reason: reason(),
  },
  (table) => [primaryKey({ columns: [table.schemeId, table.shopId] }), index().on(table.shopId)],
);

export const payments = pgTable(
  "payments",
  {
    paymentId: hex().primaryKey(),
    /** Order on the chain: block number × 1,000,000 + place in the block. Pages of a list continue at it. */
    position: bigint({ mode: "number" }).notNull().unique(),
    kind: text().$type<"open" | "shop-bound" | "card">().notNull(),
    schemeId: hex().notNull(),
    beneficiaryId: hex().notNull(),
    shopId: hex().notNull(),
    /** The till that charged; null when shop-bound or by card. */
    till: hex(),
    device: hex().notNull(),
    nonce: bigint({ mode: "number" }).notNull(),
    amountCents: cents().notNull(),
    /** Sum of its corrections. */
    correctedCents: cents().notNull(),
    /** The beneficiary's balance right after it. */
    balanceAfterCents: cents().notNull(),
    paidAt: seconds().notNull(),
    blockNumber: blockNumber().notNull(),
    transactionHash: hex().notNull(),
  },
  (table) => [
    index().on(table.beneficiaryId, table.position),
    index().on(table.shopId, table.position),
    index().on(table.schemeId, table.position),
    // By the short code that stands on a receipt.
    index("payments_code").on(table.schemeId, sql`right(${table.paymentId}, 6)`),
    // The bookkeeping reads a scheme day by day.
    index().on(table.schemeId, table.paidAt),
  ],
);

/** Refunds and reversals. The ledger does not check that their payment exists; the audit does. */
export const corrections = pgTable(
  "corrections",
  {
    /** As `payments.position`. */
    position: bigint({ mode: "number" }).primaryKey(),
    paymentId: hex().notNull(),
    kind: text().$type<"refund" | "reversal">().notNull(),
    schemeId: hex().notNull(),
    beneficiaryId: hex().notNull(),
    shopId: hex().notNull(),
    /** The till or the guardian. */
    by: hex().notNull(),
    amountCents: cents().notNull(),
    /** Of a reversal. */
    reason: reason(),
    /** Digest of the signed request; null when it came another way. */
    requestId: hex(),
    at: seconds().notNull(),
    transactionHash: hex().notNull(),
  },
  (table) => [
    index().on(table.paymentId),
    index().on(table.schemeId, table.at),
    index().on(table.shopId, table.position),
    index().on(table.beneficiaryId, table.position),
  ],
);

/** Payouts as the chain has them; the bank's side stands elsewhere. */
export const payouts = pgTable(
  "payouts",
  {
    payoutId: hex().primaryKey(),
    schemeId: hex().notNull(),
    shopId: hex().notNull(),
    amountCents: cents().notNull(),
    ibanCommitment: hex().notNull(),
    openedBy: hex().notNull(),
    state: text().$type<"opened" | "settled" | "returned">().notNull(),
    openedAt: seconds().notNull(),
    settledAt: seconds(),
    returnedAt: seconds(),
    /** Hash of the bank's reference, of a settled payout. */
    bankReference: hex(),
    /** The bank's reason code as four ASCII bytes, of a returned payout. */
    bankReason: hex(),
  },
  (table) => [
    // All that says what a shop was paid before a payout: the day's report asks it of each, and reads no row for it.
    index("payouts_before").on(
      table.shopId,
      table.openedAt,
      table.payoutId,
      table.schemeId,
      table.amountCents,
      table.returnedAt,
    ),
    index().on(table.schemeId, table.state),
  ],
);

export const mandates = pgTable("mandates", {
  schemeId: hex().primaryKey(),
  operator: hex().notNull(),
  perPayoutCents: cents().notNull(),
  perDayCents: cents().notNull(),
  /** First second in which it no longer holds. */
  validUntil: seconds().notNull(),
  setAt: seconds().notNull(),
});
