// What was asked of the bank, what became of it, and the bank's own statement. Requests are written before the bank is called,
// so that a crash can't make us pay again; statement lines are evidence and are only ever added.
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });
const hex = () => text().$type<Hex>();
const cents = () => bigint({ mode: "bigint" });
/** Unix time in milliseconds. */
const milliseconds = () => bigint({ mode: "number" });

/**
 * The way of one payout. `BATCHED`: written down, not yet on the chain. `APPROVED`: opened on the chain, to be sent.
 * `SUBMITTING`: may have been sent. `UNKNOWN`: only evidence from the bank ends it. `HELD`: a person has to look.
 */
export const payoutStates = [
  "BATCHED",
  "APPROVED",
  "SUBMITTING",
  "ACCEPTED",
  "BOOKED",
  "RETURNED",
  "REJECTED",
  "UNKNOWN",
  "HELD",
] as const;
export type PayoutState = (typeof payoutStates)[number];

export const payoutOrders = pgTable(
  "payout_orders",
  {
    payoutId: hex().primaryKey(),
    schemeId: hex().notNull(),
    shopId: hex().notNull(),
    amountCents: cents().notNull(),
    state: text().$type<PayoutState>().notNull(),
    /** Why it waits, is held, refused or returned: an error code of ours or the bank's reason code. */
    reason: text(),
    /** The bank's own number of the payment, as on its statement. */
    bankPaymentId: text(),
    createdAt: milliseconds().notNull(),
    changedAt: milliseconds().notNull(),
    bookedAt: milliseconds(),
    /** Not before this moment. */
    retryAt: milliseconds().notNull().default(0),
  },
  (table) => [
    index().on(table.state),
    // Counts and sums by state read the index alone, and so does a page of the list, however far.
    index().on(table.schemeId, table.state, table.amountCents),
    index().on(table.schemeId, table.createdAt.desc(), table.payoutId),
    index().on(table.schemeId, table.shopId, table.createdAt),
    // A shop has one payout under way at a time: what comes meanwhile goes with the next.
    uniqueIndex("one_live_payout_per_shop")
      .on(table.schemeId, table.shopId)
      .where(sql`state in ('BATCHED','APPROVED','SUBMITTING','ACCEPTED','UNKNOWN','HELD')`),
  ],
);

/**
 * - `frozen`: a file that a second person still has to release. `released`: it may be handed out.
 * - `sent`: may have reached the bank (an API request before its answer, a file once it was handed out).
 * - `accepted`: the bank took it. `refused`, `withdrawn`: nothing of it was paid, nor will be.
 */
export type SubmissionRecordState =
  | "frozen"
  | "released"
  | "sent"
  | "accepted"
  | "refused"
  | "withdrawn";

/** What goes to the bank in one piece, one or more payouts: an API request, or a payment file. Its bytes never change. */
export const bankSubmissions = pgTable(
  "bank_submissions",
  {
    /** Random 128 bits; a file's MsgId. */
    submissionId: hex().primaryKey(),
    /** `bunq`, or `sepa` for a file. */
    bank: text().notNull(),
    /** Of a file: the scheme whose treasurers release it. Null for an API request. */
    schemeId: hex(),
    requestId: text().notNull(),
    guardScope: text().notNull(),
    /** A path of the bank's API, or the file's name. */
    target: text().notNull(),
    body: bytes().notNull(),
    /** SHA-256 of the body. */
    bodyHash: hex().notNull(),
    amountCents: cents().notNull(),
    payoutCount: integer().notNull(),
    /** The newest movement on the account before it was sent: a search goes no further back. Empty for a file. */
    position: text().notNull(),
    state: text().$type<SubmissionRecordState>().notNull(),
    /** Why refused, or what the bank said last of it (a file's group status). */
    reason: text(),
    /** The bank's number of the payment, batch or draft. */
    bankSubmissionId: text(),
    /** Who froze and who released a file; never the same. */
    frozenBy: hex(),
    releasedBy: hex(),
    /** The signed release, as JSON: proof that the second person saw this very hash. */
    release: text(),
    createdAt: milliseconds().notNull(),
    sentAt: milliseconds(),
    /** Of a file: the day on which the bank is asked to book, `2026-04-07`. */
    executionDate: text(),
  },
  (table) => [index().on(table.state), index().on(table.schemeId, table.createdAt)],
);

/** Each try to pay a payout. The database allows one live attempt per payout. */
export const payoutAttempts = pgTable(
  "payout_attempts",
  {
    payoutId: hex()
      .notNull()
      .references(() => payoutOrders.payoutId),
    attempt: integer().notNull(),
    submissionId: hex()
      .notNull()
      .references(() => bankSubmissions.submissionId),
    outcome: text().$type<"open" | "accepted" | "refused" | "not-sent">().notNull().default("open"),
  },
  (table) => [
    primaryKey({ columns: [table.payoutId, table.attempt] }),
    index().on(table.submissionId),
    uniqueIndex("one_live_attempt_per_payout").on(table.payoutId).where(sql`outcome = 'open'`),
  ],
);

/**
 * - `payout`: money that left for a payout, with its amount and IBAN. `return`: the same money coming back.
 * - `conflict`: names a payout of ours but contradicts it: another amount or IBAN, a second payment, one that was refused.
 * - `other`: not ours to explain, such as money that the sponsor paid in.
 */
export type EntryKind = "payout" | "return" | "conflict" | "other";

/** The bank's statement as we read it: each line once, whatever way it came (API, camt.053, camt.054). */
export const bankEntries = pgTable(
  "bank_entries",
  {
    /** The bank's own reference; for a batch-booked line, one per payout in it: `reference/payoutId`. */
    entryId: text().primaryKey(),
    kind: text().$type<EntryKind>().notNull(),
    /** Negative leaves the account. */
    amountCents: cents().notNull(),
    payoutId: hex(),
    status: text().$type<"pending" | "booked">().notNull(),
    returnReason: text(),
    bookedAt: text().notNull(),
    /** Counterparty, reference and description, sealed: JSON of `EntryDetails`. */
    details: bytes().notNull(),
    /** `bunq`, or `sepa` for an imported file. */
    source: text().notNull(),
    seenAt: milliseconds().notNull(),
    /** What a file calls it: a statement (camt.053) and a notification (camt.054) may both tell of one booking. */
    statementName: text().unique(),
    noticeName: text().unique(),
    /** The bank's references of the line and of the payment in it, where it gives them and they stand for this one payment. */
    entryReference: text(),
    paymentReference: text(),
    /** Whether its IBAN is the ordered one; null when either isn't known. */
    accountAgrees: boolean(),
  },
  (table) => [index().on(table.payoutId), index().on(table.seenAt), index().on(table.kind)],
);

/** What a bank said of name against IBAN: match, close match, no match, not possible. Source: EPC Verification Of Payee scheme. */
export type NameCheckResult = "MTCH" | "CMTC" | "NMTC" | "NOAP";

/** The bank's last check of the payee's name, by payout, for the IBAN that the payout goes to. */
export const nameChecks = pgTable(
  "name_checks",
  {
    payoutId: hex().primaryKey(),
    shopId: hex().notNull(),
    ibanCommitment: hex().notNull(),
    result: text().$type<NameCheckResult>().notNull(),
    /** Whose account it is by the bank, sealed; null when it doesn't say. */
    name: bytes(),
    checkedAt: milliseconds().notNull(),
  },
  (table) => [index().on(table.shopId, table.checkedAt)],
);

/** Bank files that were read, by the hash of their bytes: the same file twice changes nothing. */
export const bankFiles = pgTable("bank_files", {
  fileHash: hex().primaryKey(),
  /** `pain.002.001.10`, `camt.053.001.08`, … */
  message: text().notNull(),
  messageId: text().notNull(),
  entries: integer().notNull(),
  importedBy: hex(),
  importedAt: milliseconds().notNull(),
});

/** Shops that are not paid until somebody decides: after a return for their account, or because a treasurer said so. */
export const payeeBlocks = pgTable(
  "payee_blocks",
  {
    schemeId: hex().notNull(),
    shopId: hex().notNull(),
    /** The bank's reason code, or `by-treasurer`. */
    reason: text().notNull(),
    /** The IBAN's commitment at that moment: another, confirmed one lifts a block that the bank caused. */
    ibanCommitment: hex(),
    /** The treasurer, or null when the bank's answer caused it. */
    by: hex(),
    at: milliseconds().notNull(),
  },
  (table) => [primaryKey({ columns: [table.schemeId, table.shopId] })],
);

/** What a treasurer decided about a payout, a payee or a payment file, or paid outside of the ledger, signed on the treasurer's device. */
export const payoutDecisions = pgTable(
  "payout_decisions",
  {
    /** EIP-712 digest of the decision. */
    decisionId: hex().primaryKey(),
    schemeId: hex().notNull(),
    /** A payout, a shop or a submission. */
    subjectId: hex().notNull(),
    decision: text().notNull(),
    /** What was typed, sealed: it may name somebody. Null when nothing was. */
    reason: bytes(),
    by: hex().notNull(),
    /** JSON of the signature. */
    signature: text().notNull(),
    at: milliseconds().notNull(),
  },
  (table) => [index().on(table.subjectId), index().on(table.schemeId, table.at)],
);

/** The adapter's own memory: keys of its installation and session, encrypted. */
export const bankStates = pgTable("bank_states", {
  name: text().primaryKey(),
  state: bytes().notNull(),
});
