// Marks from 1 to 10, kept apart from who gave them: one table knows who gave one this month, the others only how often each mark came.
import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

export type MarkKind = "family" | "shop";

const hex = () => text().$type<Hex>();
const kind = () => text().$type<MarkKind>();
/** A month in the Netherlands: `2026-04`. */
const month = () => text();
/** How often each mark was given, the 1 first. In one row together, so that a row that changed doesn't say which mark it was. */
const counts = () => integer().array().notNull();

/** Who gave a mark in a month; not which, nor when. */
export const markGivers = pgTable("mark_givers", {
  /** Keyed MAC of scheme, month and household or shop. */
  giver: text().primaryKey(),
  month: month().notNull(),
});

/** Marks that are not shown yet: they wait until five are together. */
export const marksWaiting = pgTable(
  "marks_waiting",
  { schemeId: hex().notNull(), kind: kind().notNull(), counts: counts() },
  (table) => [primaryKey({ columns: [table.schemeId, table.kind] })],
);

/** Marks that are shown, by the month in which five were together. */
export const markCounts = pgTable(
  "mark_counts",
  {
    schemeId: hex().notNull(),
    kind: kind().notNull(),
    month: month().notNull(),
    counts: counts(),
  },
  (table) => [primaryKey({ columns: [table.schemeId, table.kind, table.month] })],
);
