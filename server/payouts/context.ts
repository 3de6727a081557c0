// What every step of a payout works with; handed in once by compose-bank.ts.
import type { Logger } from "pino";
import type { Hex, RandomBytes } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Bank } from "../bank/bank.ts";
import type { Relay } from "../chain/relay.ts";
import type { NameChecks } from "../shops/name-checks.ts";
import type { Database, Transaction } from "../store/database.ts";

/** Where a payout goes, after the IBAN was checked against the commitment on the chain; null when they don't agree. */
export type CreditorOf = (payoutId: Hex) => Promise<{ name: string; iban: string } | null>;

/** What a line of the statement says of the other side; sealed in the database. */
export type EntryDetails = {
  iban: string | null;
  name: string | null;
  reference: string | null;
  description: string;
};

export type PayoutContext = {
  database: Database;
  relay: Relay;
  creditorOf: CreditorOf;
  /** Seals a statement line's details for its row. */
  sealDetails: (entryId: string, details: EntryDetails) => Uint8Array;
  nameChecks: Pick<NameChecks, "keep">;
  /** What the shop reads on its statement before the payout's id. */
  description: string;
  random: RandomBytes;
  /** Unix time in milliseconds. */
  now: () => number;
  log: Logger;
};

/** Rows that must stand when an act does: written in the same transaction. When it throws, nothing of the act is done. */
export type Alongside = (tx: Transaction) => Promise<void>;

/** With a bank that is paid through over an API. */
export type OnlineContext = PayoutContext & { bank: Bank };
