// The off-chain half: erasable facts about people and shops, sessions, and who answers what. The chain can't rebuild it,
// and none of it decides over money. Personal data stands here only as ciphertext.
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

/** AES-256-GCM: nonce, tag and text in one; bound to its table, column and row. */
const ciphertext = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
});
const hex = () => text().$type<Hex>();
/** Unix time in seconds. */
const seconds = () => bigint({ mode: "number" });
const cents = () => bigint({ mode: "bigint" });

export const sessions = pgTable(
  "sessions",
  {
    /** SHA-256 of the token: who reads the table can't use it. */
    tokenHash: text().primaryKey(),
    addresses: text().array().$type<Hex[]>().notNull(),
    createdAt: seconds().notNull(),
    expiresAt: seconds().notNull(),
  },
  (table) => [index().on(table.expiresAt)],
);

/** Challenges are the server's own MAC; only the used ones need to be remembered, until they expire. */
export const usedChallenges = pgTable("used_challenges", {
  challenge: hex().primaryKey(),
  expiresAt: seconds().notNull(),
});

/** What the chain doesn't say about a scheme. */
export const schemeNames = pgTable("scheme_names", {
  schemeId: hex().primaryKey(),
  name: text().notNull(),
  /** What one for whom it is meant is called, and several; null: by the screens' own words. */
  wordForOne: text(),
  wordForMany: text(),
  /** How long its families are kept after end and grace; null: as the server is set. */
  retentionMonths: integer(),
  requestId: hex().notNull(),
});

export const shopProfiles = pgTable("shop_profiles", {
  shopId: hex().primaryKey(),
  /** Name, KvK number, IBAN, salt, category, address, e-mail, opening hours, place. */
  profile: ciphertext().notNull(),
  requestId: hex().notNull(),
  createdAt: seconds().notNull(),
});

/** What the trade register said last of a shop's number. */
export const registerChecks = pgTable("register_checks", {
  shopId: hex().primaryKey(),
  /** JSON of what is registered under it, sealed; null before it answered. */
  answer: ciphertext(),
  answeredAt: seconds(),
  triedAt: seconds().notNull(),
  /** Tries since its last answer. */
  failures: integer().notNull(),
  /** Null: it answered, or only a person asks again. */
  nextTryAt: seconds(),
});

/** That a validator didn't let a shop take part, signed on the validator's device. */
export const shopRefusals = pgTable(
  "shop_refusals",
  {
    /** Digest of what was signed. */
    decisionId: hex().primaryKey(),
    schemeId: hex().notNull(),
    shopId: hex().notNull(),
    /** The sentence that the shop reads. */
    reason: ciphertext().notNull(),
    by: hex().notNull(),
    /** JSON of the signature. */
    signature: text().notNull(),
    at: seconds().notNull(),
  },
  (table) => [index().on(table.shopId, table.at)],
);

/** What a shop calls its tills and lets them see; what they may do stands on the chain. */
export const tillProfiles = pgTable(
  "till_profiles",
  {
    till: hex().notNull(),
    shopId: hex().notNull(),
    /** Sealed: a shop may name a till after who works there. */
    name: ciphertext().notNull(),
    /** Whether it sees what the other tills sold and what the shop is owed and was paid. */
    seesMoney: boolean().notNull(),
    /** Still the key of a link, that no device took over yet. */
    isLink: boolean().notNull(),
    requestId: hex(),
    createdAt: seconds().notNull(),
  },
  (table) => [primaryKey({ columns: [table.till, table.shopId] })],
);

export const paymentRequests = pgTable(
  "payment_requests",
  {
    requestId: hex().primaryKey(),
    shopId: hex().notNull(),
    till: hex().notNull(),
    amountCents: cents().notNull(),
    createdAt: seconds().notNull(),
    expiresAt: seconds().notNull(),
    cancelledAt: seconds(),
    /** The payment that answers it, or tries to. */
    paymentId: hex(),
  },
  (table) => [index().on(table.paymentId)],
);

/** Refunds and reversals under way or done, so that two at once can't exceed their payment. */
export const correctionClaims = pgTable(
  "correction_claims",
  {
    requestId: hex().primaryKey(),
    paymentId: hex().notNull(),
    amountCents: cents().notNull(),
    createdAt: seconds().notNull(),
  },
  (table) => [index().on(table.paymentId)],
);

export const householdImports = pgTable(
  "household_imports",
  {
    importId: hex().primaryKey(),
    schemeId: hex().notNull(),
    /** MAC of the file: the same file again is the same import. */
    fileMac: text().notNull(),
    uploadedBy: hex().notNull(),
    createdAt: seconds().notNull(),
  },
  (table) => [unique().on(table.schemeId, table.fileMac)],
);

/**
 * The rows of an import, some hundreds together: 100,000 of them are written and read within seconds. They are written
 * before their import, so that no transaction keeps payments waiting; an import that stands there has all its rows.
 */
export const householdImportChunks = pgTable(
  "household_import_chunks",
  {
    importId: hex().notNull(),
    firstRow: integer().notNull(),
    lastRow: integer().notNull(),
    rows: ciphertext().notNull(),
    createdAt: seconds().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.importId, table.firstRow] }),
    index().on(table.createdAt),
  ],
);

export const households = pgTable(
  "households",
  {
    householdId: hex().primaryKey(),
    schemeId: hex().notNull(),
    clientNumber: ciphertext().notNull(),
    /** Keyed MAC of the client number: finds it without reading it. Once per scheme, ever. */
    clientNumberMac: text().notNull(),
    letterNumber: integer().notNull(),
    language: text().notNull(),
    requestId: hex().notNull(),
    registeredAt: seconds().notNull(),
  },
  (table) => [
    unique().on(table.schemeId, table.clientNumberMac),
    unique().on(table.schemeId, table.letterNumber),
    index().on(table.requestId),
  ],
);

export const householdBeneficiaries = pgTable(
  "household_beneficiaries",
  {
    beneficiaryId: hex().primaryKey(),
    householdId: hex()
      .notNull()
      .references(() => households.householdId, { onDelete: "cascade" }),
    /** Order within the household, from 0: "child 1" is at 0, also when others were closed. */
    position: integer().notNull(),
    /** The command that registers it; of a child that came later another than the household's. */
    requestId: hex().notNull(),
  },
  (table) => [index().on(table.householdId), index().on(table.requestId)],
);

/** Every IBAN that a shop ever gave, by the commitment that the ledger may hold of it: a payout goes to the one it names. */
export const shopIbans = pgTable(
  "shop_ibans",
  {
    shopId: hex().notNull(),
    commitment: hex().notNull(),
    /** IBAN and salt, sealed: JSON. */
    sealed: ciphertext().notNull(),
    proposedAt: seconds().notNull(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.commitment] })],
);
