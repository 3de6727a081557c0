// Sums that the index keeps as it reads the chain's events, so that no screen has to read a million payments. As all of the index,
// `npm run reindex` makes them again.
import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { households } from "./office.ts";

const hex = () => text().$type<Hex>();

/** What a shop sold in a scheme in a week: the payments themselves are a million in a year. */
export const shopWeeks = pgTable(
  "shop_weeks",
  {
    schemeId: hex().notNull(),
    shopId: hex().notNull(),
    /** Its Monday in the Netherlands: `2026-04-06`. */
    week: text().notNull(),
    /** `payments.position` of the first of them. */
    firstPosition: bigint({ mode: "number" }).notNull(),
    payments: integer().notNull(),
    /** Of these payments, less what was corrected of them, whenever that was. */
    spentCents: bigint({ mode: "bigint" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.schemeId, table.shopId, table.week] })],
);

/**
 * What the accounts of a household add up to: the desk's lists ask each of 100,000 families, and none of their payments. A row for each
 * household that the ledger knows somebody of; it goes with the household when that is erased.
 */
export const householdAccounts = pgTable(
  "household_accounts",
  {
    householdId: hex()
      .primaryKey()
      .references(() => households.householdId, { onDelete: "cascade" }),
    schemeId: hex().notNull(),
    /** As the household's own: lists are in its order. */
    letterNumber: integer().notNull(),
    /** How many accounts aren't closed. */
    openAccounts: integer().notNull(),
    /** Some or all of its budgets wait for somebody to use a letter or code. */
    isNotStarted: boolean().notNull(),
    /** Somebody of it has a phone or a card, and something left. */
    canSpend: boolean().notNull(),
    /** Somebody of it ever paid, refunded or not. */
    hasPaid: boolean().notNull(),
    /** When somebody of it last paid or got a device; null before. */
    lastUsedAt: bigint({ mode: "number" }),
  },
  (table) => [
    index().on(table.schemeId, table.letterNumber, table.householdId),
    index("household_accounts_not_started")
      .on(table.schemeId, table.letterNumber)
      .where(sql`${table.isNotStarted}`),
  ],
);
