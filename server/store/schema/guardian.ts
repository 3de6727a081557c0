// What a guardian says beside the ledger: why a scheme was stopped or goes on. The chain has the reason from the fixed list, and no room for words.
import { bigint, customType, index, pgTable, text } from "drizzle-orm/pg-core";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

const ciphertext = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
});
const hex = () => text().$type<Hex>();

export type SchemeStop = "pause-scheme" | "resume-scheme";

/** The words beside the reason of one signed command, signed by the same device over that command's digest. */
export const schemeStopReasons = pgTable(
  "scheme_stop_reasons",
  {
    /** Digest of the signed `pauseScheme` or `resumeScheme`. */
    requestId: hex().primaryKey(),
    schemeId: hex().notNull(),
    decision: text().$type<SchemeStop>().notNull(),
    /** Sealed: it may name somebody. */
    reason: ciphertext().notNull(),
    by: hex().notNull(),
    /** JSON of the signature. */
    signature: text().notNull(),
    /** Unix seconds, by the signing device's clock. */
    at: bigint({ mode: "number" }).notNull(),
  },
  (table) => [index().on(table.schemeId)],
);
