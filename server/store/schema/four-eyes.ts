// The index of what takes two people; like `projections.ts` made from the chain's events alone.
import { bigint, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { ActName } from "../../../wallet-web/shared/protocol/commands.ts";

const hex = () => text().$type<Hex>();
/** Unix time in seconds. */
const seconds = () => bigint({ mode: "number" });
const cents = () => bigint({ mode: "bigint" });

/** What one person does alone in a scheme; without a row, every act takes two. */
export const soleLimits = pgTable(
  "sole_limits",
  {
    schemeId: hex().notNull(),
    /** The contract that it holds for. */
    ledger: hex().notNull(),
    fundingCents: cents().notNull(),
    ibanChangeCents: cents().notNull(),
    admissionsPerDay: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.schemeId, table.ledger] })],
);

/** Calls that one person proposed, for another to confirm. Proposed again, one begins anew. */
export const proposals = pgTable(
  "proposals",
  {
    schemeId: hex().notNull(),
    ledger: hex().notNull(),
    /** keccak256 of the call. */
    callId: hex().notNull(),
    act: text().$type<ActName>().notNull(),
    call: hex().notNull(),
    proposer: hex().notNull(),
    proposedAt: seconds().notNull(),
    /** First second in which it can no longer be confirmed. */
    expiresAt: seconds().notNull(),
    state: text().$type<"open" | "confirmed" | "withdrawn">().notNull(),
    /** Who confirmed or withdrew it, and when. */
    endedBy: hex(),
    endedAt: seconds(),
  },
  (table) => [primaryKey({ columns: [table.schemeId, table.ledger, table.callId] })],
);
