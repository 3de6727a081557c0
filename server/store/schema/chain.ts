// The relay's own books, and what the chain said: its blocks and events, from which every projection can be made again.
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

export * from "./projections.ts";

const hex = () => text().$type<Hex>();
/** Unix time in seconds. */
const seconds = () => bigint({ mode: "number" });
const blockNumber = () => bigint({ mode: "number" });

/** Which contracts on which chain this database belongs to: one row. Mixing two ledgers in one index would be a lie. */
export const deployments = pgTable("deployments", {
  id: integer().primaryKey(),
  chainId: bigint({ mode: "number" }).notNull(),
  ledger: hex().notNull(),
  forwarder: hex().notNull(),
  roles: hex().notNull(),
  cards: hex().notNull(),
  /** The first block worth reading. */
  firstBlock: blockNumber().notNull(),
});

/** The journal: each raw transaction, written before it is sent. With an embedded chain it is the chain's only memory. */
export const transactions = pgTable(
  "transactions",
  {
    sender: hex().notNull(),
    nonce: bigint({ mode: "number" }).notNull(),
    hash: hex().notNull().unique(),
    raw: hex().notNull(),
    createdAt: seconds().notNull(),
    /** Block that holds it, as far as projected; null while it isn't mined. */
    blockNumber: blockNumber(),
    /** That block's time: the embedded chain is replayed with it. */
    blockTimestamp: seconds(),
  },
  (table) => [primaryKey({ columns: [table.sender, table.nonce] }), index().on(table.blockNumber)],
);

/** A command's way: `queued` → `sent` (in a transaction of the journal) → `executed` or `refused`. */
export type CommandState = "queued" | "sent" | "executed" | "refused";

/** The outbox: each command that was accepted, and how it ended. */
export const commands = pgTable(
  "commands",
  {
    id: hex().primaryKey(),
    /** Order of acceptance. */
    position: bigserial({ mode: "number" }).notNull(),
    kind: text().$type<"request" | "shop-bound" | "open" | "card" | "operator">().notNull(),
    /** The command as JSON, its integers as text. */
    payload: jsonb().$type<unknown>().notNull(),
    /** What the chain's event calls it: the authorisation's digest of a payment, else the command's own id. */
    subject: hex().notNull(),
    state: text().$type<CommandState>().notNull(),
    /** Sent alone, because a transaction with others failed as a whole. */
    alone: boolean().notNull().default(false),
    transactionHash: hex(),
    code: text(),
    params: jsonb().$type<Record<string, string>>(),
    blockNumber: blockNumber(),
    blockTimestamp: seconds(),
    createdAt: seconds().notNull(),
  },
  (table) => [
    index().on(table.state, table.position),
    index().on(table.transactionHash),
    index().on(table.subject),
  ],
);

/** The newest projected blocks: tells whether the chain still agrees with the index. */
export const blocks = pgTable("blocks", {
  number: blockNumber().primaryKey(),
  hash: hex().notNull(),
  parentHash: hex().notNull(),
  timestamp: seconds().notNull(),
});

/** What a timeline can be about, by the name of the events' argument. */
const SUBJECTS = ["beneficiaryId", "shopId", "paymentId", "payoutId"] as const;
export type EventSubject = (typeof SUBJECTS)[number];

/** An argument of an event as text: written the same everywhere, because the indexes are found by it. */
export function argument(args: SQLWrapper, name: EventSubject | "schemeId"): SQL<string> {
  return sql`(${args}->>${sql.raw(`'${name}'`)})`;
}

/** Every event of the four contracts, decoded; integers as text. */
export const chainEvents = pgTable(
  "chain_events",
  {
    blockNumber: blockNumber().notNull(),
    logIndex: integer().notNull(),
    transactionHash: hex().notNull(),
    timestamp: seconds().notNull(),
    name: text().notNull(),
    args: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Digest of the signed request that caused it; null for what came another way. */
    requestId: hex(),
  },
  (table) => [
    primaryKey({ columns: [table.blockNumber, table.logIndex] }),
    index().on(table.name),
    index().on(table.requestId),
    // A timeline asks for one subject's newest events, also of a shop with a hundred thousand payments.
    ...SUBJECTS.map((subject) =>
      index(`chain_events_${subject.slice(0, -"Id".length)}`)
        .on(argument(table.args, subject), table.blockNumber, table.logIndex)
        .where(sql`${argument(table.args, subject)} is not null`),
    ),
  ],
);
