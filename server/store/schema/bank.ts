// What was asked of the bank and what became of it. Written before the bank is called, so that a crash can't make us pay again.
import { sql } from "drizzle-orm";
import {
  bigint,
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
    amountCents: bigint({ mode: "bigint" }).notNull(),
    state: text().$type<PayoutState>().notNull(),
    /** Why it is held, refused or returned: an error code of ours or the bank's reason code. */
    reason: text(),
    bankPaymentId: text(),
    createdAt: milliseconds().notNull(),
    changedAt: milliseconds().notNull(),
    bookedAt: milliseconds(),
    /** Not before this moment: the bank asked for patience. */
    retryAt: milliseconds().notNull().default(0),
  },
  (table) => [
    index().on(table.state),
    // A shop has one payout under way at a time: what comes meanwhile goes with the next.
    uniqueIndex("one_live_payout_per_shop")
      .on(table.schemeId, table.shopId)
      .where(sql`state in ('BATCHED','APPROVED','SUBMITTING','ACCEPTED','UNKNOWN','HELD')`),
  ],
);

/** The exact request of each attempt, as it was or would have been sent. */
export const payoutAttempts = pgTable(
  "payout_attempts",
  {
    payoutId: hex()
      .notNull()
      .references(() => payoutOrders.payoutId),
    attempt: integer().notNull(),
    requestId: text().notNull(),
    guardScope: text().notNull(),
    target: text().notNull(),
    body: bytes().notNull(),
    /** The newest movement on the account before it was sent: a search goes no further back. */
    position: text().notNull(),
    outcome: text().$type<"open" | "accepted" | "refused" | "not-sent">().notNull().default("open"),
    sentAt: milliseconds().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.payoutId, table.attempt] }),
    uniqueIndex("one_live_attempt_per_payout").on(table.payoutId).where(sql`outcome = 'open'`),
  ],
);

/** The adapter's own memory: keys of its installation and session, encrypted. */
export const bankStates = pgTable("bank_states", {
  name: text().primaryKey(),
  state: bytes().notNull(),
});
