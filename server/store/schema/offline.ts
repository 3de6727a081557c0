// What a sponsor decided about accepting payments without a connection, and what of those was refused afterwards. No account and no
// family stands here: a refused payment leads to its till alone.
import { bigint, index, pgTable, text } from "drizzle-orm/pg-core";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { Carrier } from "../../../wallet-web/shared/protocol/offline-terms.ts";

const hex = () => text().$type<Hex>();
/** Unix time in seconds. */
const seconds = () => bigint({ mode: "number" });
const cents = () => bigint({ mode: "bigint" });

/** Every decision stays: a late payment is judged by the one that held when it was accepted. */
export const offlineTerms = pgTable(
  "offline_terms",
  {
    /** Digest of what was signed. */
    decisionId: hex().primaryKey(),
    schemeId: hex().notNull(),
    carrier: text().$type<Carrier>().notNull(),
    perPaymentCents: cents().notNull(),
    perDayCents: cents().notNull(),
    by: hex().notNull(),
    /** JSON of the signature. */
    signature: text().notNull(),
    at: seconds().notNull(),
  },
  (table) => [index().on(table.schemeId, table.at)],
);

/** Payments that a till accepted without a connection, and that the ledger refused when they were sent. */
export const offlineRefusals = pgTable(
  "offline_refusals",
  {
    /** The till's charge, as its digest: the same one sent again is the same refusal. */
    refusalId: hex().primaryKey(),
    paymentId: hex().notNull(),
    schemeId: hex().notNull(),
    shopId: hex().notNull(),
    till: hex().notNull(),
    amountCents: cents().notNull(),
    /** The first reason that it was refused for. */
    code: text().notNull(),
    carrier: text().$type<Carrier>().notNull(),
    /** By the till's clock. */
    acceptedAt: seconds().notNull(),
    refusedAt: seconds().notNull(),
    /** The treasurer's decision that says the municipality paid it; null while it didn't. */
    settlementId: hex(),
  },
  (table) => [index().on(table.schemeId, table.refusedAt), index().on(table.till)],
);
