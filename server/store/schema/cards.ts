// Printed cards. The first two tables are an index, made of the chain's events alone; the next two are the server's half of a
// PIN, which the chain can't make again: without it a card is replaced. The last says which till took a card, of which the chain
// says nothing. No secret, PIN or key of a card stands here.
import { bigint, boolean, customType, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { ReasonName } from "../../../wallet-web/shared/protocol/commands.ts";

const ciphertext = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
});
const hex = () => text().$type<Hex>();
/** Unix time in seconds. */
const seconds = () => bigint({ mode: "number" });
const cents = () => bigint({ mode: "bigint" });

/** What cards may pay in a scheme; without a row, or with zero in a payment, it has no cards. */
export const cardLimits = pgTable("card_limits", {
  schemeId: hex().primaryKey(),
  perPaymentCents: cents().notNull(),
  perDayCents: cents().notNull(),
});

/** Every card that was linked; a beneficiary has at most one that wasn't removed. */
export const cards = pgTable(
  "cards",
  {
    /** The address that the ledger knows it by. */
    card: hex().primaryKey(),
    schemeId: hex().notNull(),
    beneficiaryId: hex().notNull(),
    linkedBy: hex().notNull(),
    linkedAt: seconds().notNull(),
    blocked: boolean().notNull(),
    /** Why it was blocked, unblocked or removed, the last time. */
    reason: text().$type<ReasonName>(),
    /** When it was removed or replaced, or died with a new login code; null while it can pay. */
    removedAt: seconds(),
    /** Days since 1970 (UTC), and what its beneficiary paid by card on that day. */
    day: integer().notNull(),
    spentOnDayCents: cents().notNull(),
  },
  (table) => [index().on(table.beneficiaryId)],
);

/** The server's key for a card's PIN, and how often it was asked since a PIN was right. */
export const cardPins = pgTable(
  "card_pins",
  {
    /** Made of the code on the card; leads to no code. */
    lookUpId: hex().primaryKey(),
    schemeId: hex().notNull(),
    beneficiaryId: hex().notNull(),
    /** Null until the card is linked. */
    card: hex().unique(),
    pinKey: ciphertext().notNull(),
    attempts: integer().notNull(),
    /** The nonce of the card's next authorisation; one for each attempt. */
    nextNonce: integer().notNull(),
    createdAt: seconds().notNull(),
  },
  (table) => [index().on(table.beneficiaryId)],
);

/** A till's one try with a PIN, for one payment. */
export const cardAttempts = pgTable(
  "card_attempts",
  {
    attemptId: hex().primaryKey(),
    card: hex().notNull(),
    shopId: hex().notNull(),
    till: hex().notNull(),
    amountCents: cents().notNull(),
    nonce: integer().notNull(),
    startedAt: seconds().notNull(),
    /** First second in which it is too late. */
    expiresAt: seconds().notNull(),
    /** When the right PIN came. */
    signedAt: seconds(),
  },
  (table) => [index().on(table.card), index().on(table.startedAt)],
);

/** Payments by card that were relayed, each with the till that took it: the chain knows but the shop. */
export const cardCharges = pgTable("card_charges", {
  paymentId: hex().primaryKey(),
  /** Outlives the attempt, so that a till that never heard the answer can ask again. */
  attemptId: hex().notNull().unique(),
  till: hex().notNull(),
});
