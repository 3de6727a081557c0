// The outbox of commands and the journal of transactions, as rows. Only the process that leads moves a command on.
import { and, asc, count, eq, inArray, isNotNull, isNull, max, or, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { type ErrorCode, isErrorCode } from "../errors/table.ts";
import type { Database, Transaction } from "../store/database.ts";
import { commands, transactions } from "../store/schema/chain.ts";
import { fromPayload, type Identity, toPayload } from "./command.ts";
import type { Refusal } from "./refusal.ts";
import type { Outcome, RelayCommand } from "./relay.ts";

/** A command on its way. */
export type Waiting = Identity & { command: RelayCommand; alone: boolean };

type CommandRow = typeof commands.$inferSelect;

/** Writes a command down. @returns False when it stood there already. */
export async function insertCommand(
  tx: Transaction,
  given: Identity & { command: RelayCommand; createdAt: number },
): Promise<boolean> {
  const rows = await tx
    .insert(commands)
    .values({
      id: given.id,
      subject: given.subject,
      kind: given.command.kind,
      payload: toPayload(given.command),
      state: "queued",
      createdAt: given.createdAt,
    })
    .onConflictDoNothing()
    .returning({ id: commands.id });
  return rows.length > 0;
}

/** How commands ended; null for one that is under way. Unknown ones are absent. */
export async function outcomesOf(
  database: Database | Transaction,
  ids: readonly Hex[],
): Promise<Map<Hex, Outcome | null>> {
  if (ids.length === 0) return new Map();
  const rows = await database
    .select()
    .from(commands)
    .where(inArray(commands.id, [...ids]));
  return new Map(rows.map((row) => [row.id, toOutcome(row)]));
}

function toOutcome(row: CommandRow): Outcome | null {
  if (row.state === "executed") {
    return {
      state: "executed",
      blockNumber: row.blockNumber ?? 0,
      timestamp: row.blockTimestamp ?? 0,
      transactionHash: row.transactionHash ?? "0x",
    };
  }
  if (row.state !== "refused") return null;
  const code: ErrorCode = isErrorCode(row.code ?? "")
    ? (row.code as ErrorCode)
    : "transaction-failed";
  return { state: "refused", code, params: row.params ?? {} };
}

/** Commands that wait to be sent, oldest first. */
export async function queuedCommands(database: Database, limit: number): Promise<Waiting[]> {
  const rows = await database
    .select()
    .from(commands)
    .where(eq(commands.state, "queued"))
    .orderBy(asc(commands.position))
    .limit(limit);
  return rows.map(toWaiting);
}

/** The commands in these transactions. */
export async function commandsIn(
  database: Database | Transaction,
  hashes: readonly Hex[],
): Promise<(Waiting & { transactionHash: Hex })[]> {
  if (hashes.length === 0) return [];
  const rows = await database
    .select()
    .from(commands)
    .where(and(inArray(commands.transactionHash, [...hashes]), eq(commands.state, "sent")));
  return rows.map((row) => ({ ...toWaiting(row), transactionHash: row.transactionHash ?? "0x" }));
}

function toWaiting(row: CommandRow): Waiting {
  const command = fromPayload(row.payload);
  return { id: row.id, subject: row.subject, alone: row.alone, command };
}

/** A signed transaction with the commands in it. */
export type Prepared = { nonce: number; hash: Hex; raw: Hex; commandIds: readonly Hex[] };

/** Writes transactions to the journal. */
export async function insertJournal(
  tx: Transaction,
  given: {
    sender: Hex;
    prepared: readonly Omit<Prepared, "commandIds">[];
    createdAt: number;
  },
): Promise<void> {
  await tx.insert(transactions).values(
    given.prepared.map(({ nonce, hash, raw }) => ({
      sender: given.sender,
      nonce,
      hash,
      raw,
      createdAt: given.createdAt,
    })),
  );
}

/** Writes transactions to the journal and marks their commands as sent: all before anything is sent. */
export async function journal(
  database: Database,
  given: { sender: Hex; prepared: readonly Prepared[]; createdAt: number },
): Promise<void> {
  await database.transaction(async (tx) => {
    await insertJournal(tx, given);
    for (const { hash, commandIds } of given.prepared) {
      await tx
        .update(commands)
        .set({ state: "sent", transactionHash: hash })
        .where(and(inArray(commands.id, [...commandIds]), eq(commands.state, "queued")));
    }
  });
}

/** The nonce after the last that was journalled; zero at the start. */
export async function nextJournalNonce(database: Database, sender: Hex): Promise<number> {
  const [row] = await database
    .select({ highest: max(transactions.nonce) })
    .from(transactions)
    .where(eq(transactions.sender, sender));
  return row?.highest === null || row?.highest === undefined ? 0 : row.highest + 1;
}

/** Journalled transactions that are in no projected block, in the order of their nonces. */
export async function unminedTransactions(
  database: Database,
  sender: Hex,
): Promise<{ nonce: number; hash: Hex; raw: Hex }[]> {
  return database
    .select({ nonce: transactions.nonce, hash: transactions.hash, raw: transactions.raw })
    .from(transactions)
    .where(and(eq(transactions.sender, sender), isNull(transactions.blockNumber)))
    .orderBy(asc(transactions.nonce));
}

/** A page of what was mined, oldest first: the embedded chain's memory. */
export async function minedTransactions(
  database: Database,
  page: { from: number; limit: number },
): Promise<{ raw: Hex; timestamp: number }[]> {
  const rows = await database
    .select({ raw: transactions.raw, timestamp: transactions.blockTimestamp })
    .from(transactions)
    .where(isNotNull(transactions.blockNumber))
    .orderBy(asc(transactions.blockNumber))
    .offset(page.from)
    .limit(page.limit);
  return rows.map(({ raw, timestamp }) => ({ raw, timestamp: timestamp ?? 0 }));
}

/** Takes transactions out of the journal whose nonce went to another, and queues their commands again. */
export async function dropTransactions(database: Database, hashes: readonly Hex[]): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.delete(transactions).where(inArray(transactions.hash, [...hashes]));
    await requeue(tx, { hashes });
  });
}

/** Queues the commands of these transactions again. @param given.alone Each in a transaction of its own. */
export async function requeue(
  tx: Transaction,
  given: { hashes: readonly Hex[]; alone?: boolean },
): Promise<void> {
  await tx
    .update(commands)
    .set({ state: "queued", transactionHash: null, ...(given.alone ? { alone: true } : {}) })
    .where(and(inArray(commands.transactionHash, [...given.hashes]), eq(commands.state, "sent")));
}

/** A block that holds transactions of ours, or events about our commands. */
type Place = { blockNumber: number; timestamp: number };

/** Notes in which block transactions were mined. */
export async function markMined(
  tx: Transaction,
  given: Place & { hashes: readonly Hex[] },
): Promise<void> {
  if (given.hashes.length === 0) return;
  await tx
    .update(transactions)
    .set({ blockNumber: given.blockNumber, blockTimestamp: given.timestamp })
    .where(inArray(transactions.hash, [...given.hashes]));
}

/** Ends commands as executed. */
export async function markExecuted(
  tx: Transaction,
  given: Place & { transactionHash: Hex; ids: readonly Hex[] },
): Promise<void> {
  await tx
    .update(commands)
    .set({
      state: "executed",
      blockNumber: given.blockNumber,
      blockTimestamp: given.timestamp,
      transactionHash: given.transactionHash,
    })
    .where(and(inArray(commands.id, [...given.ids]), inArray(commands.state, ["queued", "sent"])));
}

/** Ends a command as refused. */
export async function markRefused(
  tx: Transaction,
  given: Place & Refusal & { id: Hex },
): Promise<void> {
  await tx
    .update(commands)
    .set({
      state: "refused",
      code: given.code,
      params: given.params,
      blockNumber: given.blockNumber,
      blockTimestamp: given.timestamp,
    })
    .where(and(eq(commands.id, given.id), eq(commands.state, "sent")));
}

/** Opens again what was decided in blocks that the chain no longer has. */
export async function unmineAfter(tx: Transaction, ancestor: number): Promise<void> {
  await tx
    .update(commands)
    .set({ state: "sent", code: null, params: null, blockNumber: null, blockTimestamp: null })
    .where(sql`${commands.blockNumber} > ${ancestor}`);
  await tx
    .update(transactions)
    .set({ blockNumber: null, blockTimestamp: null })
    .where(sql`${transactions.blockNumber} > ${ancestor}`);
}

/** Which of these hashes are ours. */
export async function knownTransactions(
  database: Database | Transaction,
  hashes: readonly Hex[],
): Promise<Set<Hex>> {
  if (hashes.length === 0) return new Set();
  const rows = await database
    .select({ hash: transactions.hash })
    .from(transactions)
    .where(inArray(transactions.hash, [...hashes]));
  return new Set(rows.map(({ hash }) => hash));
}

/** How many commands are under way, for the status. */
export async function countWaiting(database: Database): Promise<{ queued: number; sent: number }> {
  const rows = await database
    .select({ state: commands.state, count: count() })
    .from(commands)
    .where(or(eq(commands.state, "queued"), eq(commands.state, "sent")))
    .groupBy(commands.state);
  const of = (state: string) => rows.find((row) => row.state === state)?.count ?? 0;
  return { queued: of("queued"), sent: of("sent") };
}
