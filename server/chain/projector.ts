// Follows the chain into the index: block after block, over gaps and reorganisations. It writes what the chain says and
// nothing else; events, projections and the outcomes of commands stand or fall together.
import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Database, Transaction } from "../store/database.ts";
import { blocks, chainEvents } from "../store/schema/chain.ts";
import type { Block, ChainClient, Log } from "./client.ts";
import type { DecodeLogs, StoredEvent } from "./decode.ts";
import { type ChainEvent, isEventName, parseEvent } from "./events.ts";
import type { SettledCommands } from "./outcomes.ts";
import { emptyProjections, projectEvents } from "./projection/project.ts";

/** What one step brought. */
export type Projected = {
  events: readonly ChainEvent[];
  /** Commands that ended. */
  settled: readonly Hex[];
  /** Newest projected block, and newest of the chain. */
  head: number;
  chainHead: number;
  /** Whether the chain has more blocks than were read. */
  hasMore: boolean;
  /** Whether blocks were taken back: what was in them may have to be sent again. */
  tookBack?: boolean;
};

export type Projector = {
  /**
   * Projects the next blocks, or takes back those that the chain no longer has.
   * @throws {ChainUnreachableError} and changes nothing.
   */
  advance: () => Promise<Projected>;
  /** Throws the index away; the next `advance` begins at the first block. */
  reset: () => Promise<void>;
};

export type ProjectorOptions = {
  database: Database;
  client: ChainClient;
  decode: DecodeLogs;
  deployment: Deployment;
  /** The block before which the contracts can't have said anything. */
  firstBlock: number;
  /** Finds out which commands ended in a block, and writes that down. */
  outcomes: SettledCommands;
};

const BLOCKS_PER_STEP = 500;
/** So close to the head a block may still be replaced: each one's hash is kept. */
const REORGANISATION_DEPTH = 256;
const EVENTS_PER_REBUILD = 1_000;
const ROWS_PER_STATEMENT = 1_000;

/** The chain changed while it was read; read it again. */
export class ChainMovedError extends Error {}

export function createProjector(options: ProjectorOptions): Projector {
  const { database, client } = options;
  return {
    async advance() {
      const projected = await newestBlock(database);
      const head = await client.block("latest");
      if (!head) throw new ChainMovedError("the chain has no newest block");
      const from = projected ? projected.number + 1 : options.firstBlock;

      if (projected && !(await isOnChain(client, { projected, head }))) {
        const ancestor = await takeBack(options);
        return {
          events: [],
          settled: [],
          head: ancestor,
          chainHead: head.number,
          hasMore: true,
          tookBack: true,
        };
      }
      if (head.number < from) {
        return { events: [], settled: [], head: from - 1, chainHead: head.number, hasMore: false };
      }
      const to = Math.min(head.number, from + BLOCKS_PER_STEP - 1);
      return await projectRange(options, { from, to, head });
    },
    reset: () =>
      database.transaction(async (tx) => {
        await tx.delete(chainEvents);
        await tx.delete(blocks);
        await emptyProjections(tx);
      }),
  };
}

type Range = { from: number; to: number; head: Block };

async function projectRange(options: ProjectorOptions, range: Range): Promise<Projected> {
  const { client, deployment } = options;
  const logs = await client.logs({
    from: range.from,
    to: range.to,
    addresses: [deployment.ledger, deployment.roles, deployment.cards, deployment.forwarder],
  });
  const headers = await readHeaders(client, range, logs);
  const timestamps = new Map(headers.map(({ number, timestamp }) => [number, timestamp]));
  const stored = options.decode(logs).map((event) => ({
    ...event,
    timestamp: timestamps.get(event.blockNumber) ?? 0,
  }));
  const events = stored.map(toChainEvent);
  const outcomes = await options.outcomes.prepare(headers, events);

  await options.database.transaction(async (tx) => {
    await insertBlocks(tx, headers);
    await insertEvents(tx, stored);
    await projectEvents(tx, events);
    await outcomes.write(tx);
  });
  return {
    events,
    settled: outcomes.settled,
    head: range.to,
    chainHead: range.head.number,
    hasMore: range.to < range.head.number,
  };
}

/**
 * The headers that matter: of each block with an event, of each that may still be replaced, and the last.
 * @throws {ChainMovedError} when headers and logs are not of one chain.
 */
async function readHeaders(
  client: ChainClient,
  range: Range,
  logs: readonly Log[],
): Promise<Block[]> {
  const wanted = new Set(logs.map(({ blockNumber }) => blockNumber));
  const recent = Math.max(range.from, range.head.number - REORGANISATION_DEPTH);
  for (let number = recent; number <= range.to; number++) wanted.add(number);
  wanted.add(range.to);
  const missing = [...wanted].filter((number) => number !== range.head.number);
  const read = await client.blocks(missing.sort((one, other) => one - other));
  const headers = wanted.has(range.head.number) ? [...read, range.head] : read;

  const known: Block[] = [];
  for (const header of headers) {
    if (!header) throw new ChainMovedError("a block is gone");
    const before = known.at(-1);
    if (before?.number === header.number - 1 && before.hash !== header.parentHash) {
      throw new ChainMovedError("a block is not the parent of the next");
    }
    known.push(header);
  }
  const hashes = new Map(known.map(({ number, hash }) => [number, hash]));
  if (logs.some((log) => hashes.get(log.blockNumber) !== log.blockHash)) {
    throw new ChainMovedError("a log is of another block");
  }
  return known;
}

type BlockRow = typeof blocks.$inferSelect;

async function newestBlock(database: Database): Promise<BlockRow | undefined> {
  const [row] = await database.select().from(blocks).orderBy(desc(blocks.number)).limit(1);
  return row;
}

async function isOnChain(
  client: ChainClient,
  { projected, head }: { projected: BlockRow; head: Block },
): Promise<boolean> {
  if (head.number === projected.number) return head.hash === projected.hash;
  if (head.number === projected.number + 1) return head.parentHash === projected.hash;
  return (await client.block(projected.number))?.hash === projected.hash;
}

/** Goes back to the newest block that the chain still has, and makes the index anew from the events up to it. */
async function takeBack(options: ProjectorOptions): Promise<number> {
  const { database } = options;
  const ancestor = await commonAncestor(options);
  await database.transaction(async (tx) => {
    await options.outcomes.takeBack(tx, ancestor);
    await tx.delete(chainEvents).where(gt(chainEvents.blockNumber, ancestor));
    await tx.delete(blocks).where(gt(blocks.number, ancestor));
    await emptyProjections(tx);
    await rebuild(tx);
  });
  return ancestor;
}

async function commonAncestor({ database, client, firstBlock }: ProjectorOptions): Promise<number> {
  const rows = await database.select().from(blocks).orderBy(desc(blocks.number));
  for (let from = 0; from < rows.length; from += REORGANISATION_DEPTH) {
    const page = rows.slice(from, from + REORGANISATION_DEPTH);
    const onChain = await client.blocks(page.map(({ number }) => number));
    const at = page.findIndex((row, index) => onChain[index]?.hash === row.hash);
    const ancestor = page[at];
    if (ancestor) return ancestor.number;
  }
  return firstBlock - 1;
}

/** Projects the stored events again. */
async function rebuild(tx: Transaction): Promise<void> {
  let after = { blockNumber: -1, logIndex: -1 };
  for (;;) {
    const rows = await tx
      .select()
      .from(chainEvents)
      .where(
        sql`(${chainEvents.blockNumber}, ${chainEvents.logIndex}) > (${after.blockNumber}, ${after.logIndex})`,
      )
      .orderBy(asc(chainEvents.blockNumber), asc(chainEvents.logIndex))
      .limit(EVENTS_PER_REBUILD);
    const last = rows.at(-1);
    if (!last) return;
    await projectEvents(tx, rows.map(fromRow));
    after = last;
  }
}

/** Events with their place after this one, for processes that did not project them themselves. */
export async function eventsAfter(
  database: Database,
  after: { blockNumber: number; logIndex: number },
): Promise<ChainEvent[]> {
  const rows = await database
    .select()
    .from(chainEvents)
    .where(
      sql`(${chainEvents.blockNumber}, ${chainEvents.logIndex}) > (${after.blockNumber}, ${after.logIndex})`,
    )
    .orderBy(asc(chainEvents.blockNumber), asc(chainEvents.logIndex))
    .limit(EVENTS_PER_REBUILD);
  return rows.map(fromRow);
}

/** The newest block in the index; null before the first. */
export async function newestBlockNumber(database: Database): Promise<number | null> {
  return (await newestBlock(database))?.number ?? null;
}

/** Place of the newest event in the index. */
export async function newestEventPlace(
  database: Database,
): Promise<{ blockNumber: number; logIndex: number }> {
  const [row] = await database
    .select({ blockNumber: chainEvents.blockNumber, logIndex: chainEvents.logIndex })
    .from(chainEvents)
    .orderBy(desc(chainEvents.blockNumber), desc(chainEvents.logIndex))
    .limit(1);
  return row ?? { blockNumber: -1, logIndex: -1 };
}

/** The event that a signed request led to, whoever relayed it; undefined when the index has none. */
export async function findEvent(
  database: Database,
  given: { name: ChainEvent["name"]; requestId: Hex },
): Promise<ChainEvent | undefined> {
  const [row] = await database
    .select()
    .from(chainEvents)
    .where(and(eq(chainEvents.requestId, given.requestId), eq(chainEvents.name, given.name)))
    .limit(1);
  return row && fromRow(row);
}

function fromRow(row: typeof chainEvents.$inferSelect): ChainEvent {
  if (!isEventName(row.name)) throw new Error(`the index holds an unknown event ${row.name}`);
  return toChainEvent({ ...row, name: row.name });
}

function toChainEvent(stored: StoredEvent & { timestamp: number }): ChainEvent {
  const { blockNumber, logIndex, transactionHash, timestamp, requestId } = stored;
  const place = { blockNumber, logIndex, transactionHash, timestamp, requestId };
  return { ...parseEvent(stored.name, stored.args), ...place };
}

async function insertBlocks(tx: Transaction, headers: readonly Block[]): Promise<void> {
  const rows = headers.map(({ number, hash, parentHash, timestamp }) => ({
    number,
    hash,
    parentHash,
    timestamp,
  }));
  await tx.insert(blocks).values(rows);
  const newest = rows.at(-1)?.number ?? 0;
  if (rows.some(({ number }) => number % REORGANISATION_DEPTH === 0)) {
    await tx.delete(blocks).where(lt(blocks.number, newest - REORGANISATION_DEPTH));
  }
}

async function insertEvents(
  tx: Transaction,
  events: readonly (StoredEvent & { timestamp: number })[],
): Promise<void> {
  for (let from = 0; from < events.length; from += ROWS_PER_STATEMENT) {
    await tx.insert(chainEvents).values(events.slice(from, from + ROWS_PER_STATEMENT));
  }
}
