// Who looked at which family and why, what a caller asks about, and that families were erased. No name and no client number stands here.
import { bigint, customType, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { ErasureReason, LookReason } from "../../../wallet-web/shared/protocol/privacy.ts";

const ciphertext = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
});
const hex = () => text().$type<Hex>();
/** Unix time in seconds. */
const seconds = () => bigint({ mode: "number" });

export const accessLog = pgTable(
  "access_log",
  {
    lookId: hex().primaryKey(),
    schemeId: hex().notNull(),
    /** Null once the family is erased: that somebody looked stays, at whom goes. */
    householdId: hex(),
    viewer: hex().notNull(),
    role: text().$type<"validator" | "guardian">().notNull(),
    reason: text().$type<LookReason>().notNull(),
    /** What the viewer wrote, which may name somebody; null when nothing. */
    note: ciphertext(),
    at: seconds().notNull(),
  },
  (table) => [
    index().on(table.schemeId, table.at.desc(), table.lookId),
    index().on(table.householdId, table.viewer, table.at),
  ],
);

/** That a family was erased, by whom and why; not which one. */
export const erasures = pgTable(
  "erasures",
  {
    /** Digest of what was signed, or made at random when the retention ended. */
    erasureId: hex().primaryKey(),
    schemeId: hex().notNull(),
    reason: text().$type<ErasureReason | "retention">().notNull(),
    /** Null when the retention ended. */
    by: hex(),
    signature: text(),
    beneficiaries: integer().notNull(),
    at: seconds().notNull(),
  },
  (table) => [index().on(table.schemeId, table.at)],
);

/** Why an account's last payments were refused: the newest few of each account. */
export const paymentRefusals = pgTable(
  "payment_refusals",
  {
    refusalId: hex().primaryKey(),
    beneficiaryId: hex().notNull(),
    shopId: hex().notNull(),
    amountCents: bigint({ mode: "bigint" }).notNull(),
    code: text().notNull(),
    params: jsonb().$type<Record<string, string>>().notNull(),
    at: seconds().notNull(),
  },
  (table) => [index().on(table.beneficiaryId, table.at)],
);
