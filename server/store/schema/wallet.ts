// What families' phones leave here: for minutes the keys of a phone that is to be added and cheques under a short code; and
// their questions about payments.
import { bigint, customType, index, pgTable, text } from "drizzle-orm/pg-core";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { QuestionKind } from "../../../wallet-web/shared/protocol/questions.ts";

const ciphertext = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
});
const hex = () => text().$type<Hex>();
/** Unix time in seconds. */
const seconds = () => bigint({ mode: "number" });

/** Addresses of a new phone's keys, under their own digest: another phone of the family fetches and checks them. */
export const phoneOffers = pgTable(
  "phone_offers",
  {
    code: text().primaryKey(),
    addresses: text().array().$type<Hex[]>().notNull(),
    expiresAt: seconds().notNull(),
  },
  (table) => [index().on(table.expiresAt)],
);

/** An open cheque that waits for a till to type its code. */
export const paymentCodes = pgTable(
  "payment_codes",
  {
    /** Keyed MAC of the code: who reads the table can't use it. */
    codeMac: text().primaryKey(),
    beneficiaryId: hex().notNull(),
    device: hex().notNull(),
    /** Authorisation and signature, sealed: JSON. */
    cheque: ciphertext().notNull(),
    expiresAt: seconds().notNull(),
    /** The till that typed it; to that one it is given again when its answer got lost. */
    takenBy: hex(),
  },
  (table) => [index().on(table.device), index().on(table.beneficiaryId)],
);

/** What a family asked about a payment, and the answer: one question per payment. */
export const paymentQuestions = pgTable(
  "payment_questions",
  {
    paymentId: hex().primaryKey(),
    beneficiaryId: hex().notNull(),
    schemeId: hex().notNull(),
    kind: text().$type<QuestionKind>().notNull(),
    /** The family's own words; null when there were none. */
    note: ciphertext(),
    askedAt: seconds().notNull(),
    /** Null as long as it waits. */
    answer: ciphertext(),
    answeredBy: hex(),
    answeredAt: seconds(),
  },
  (table) => [index().on(table.beneficiaryId), index().on(table.schemeId, table.answeredAt)],
);
