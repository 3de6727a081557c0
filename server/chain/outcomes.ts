// Finds out how commands ended from the events of a block, and writes it in the transaction that projects that block.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Database, Transaction } from "../store/database.ts";
import type { Block, ChainClient } from "./client.ts";
import type { Encoder } from "./encode.ts";
import type { ChainEvent } from "./events.ts";
import {
  commandsIn,
  knownTransactions,
  markExecuted,
  markMined,
  markRefused,
  requeue,
  unmineAfter,
  type Waiting,
} from "./outbox.ts";
import type { Refusal, Refusals } from "./refusal.ts";
import { RpcError } from "./rpc.ts";

export type PreparedOutcomes = {
  /** Commands that ended. */
  settled: readonly Hex[];
  write: (tx: Transaction) => Promise<void>;
};

export type SettledCommands = {
  /** Reads what is needed, before the database's transaction begins. */
  prepare: (blocks: readonly Block[], events: readonly ChainEvent[]) => Promise<PreparedOutcomes>;
  /** Opens again what ended in blocks after this one. */
  takeBack: (tx: Transaction, ancestor: number) => Promise<void>;
};

type Place = { blockNumber: number; timestamp: number };
type Step = (tx: Transaction) => Promise<void>;
type Sent = Waiting & { transactionHash: Hex };

export type OutcomesOptions = {
  database: Database;
  client: ChainClient;
  encoder: Encoder;
  refusals: Refusals;
  operator: Hex;
};

export function createOutcomes(options: OutcomesOptions): SettledCommands {
  return {
    async prepare(blocks, events) {
      const hashes = blocks.flatMap(({ transactions }) => transactions);
      const ours = await knownTransactions(options.database, hashes);
      const sent = await commandsIn(options.database, [...ours]);
      const settled: Hex[] = [];
      const steps: Step[] = [];
      for (const block of blocks) {
        const place = { blockNumber: block.number, timestamp: block.timestamp };
        const mined = block.transactions.filter((hash) => ours.has(hash));
        if (mined.length > 0) steps.push((tx) => markMined(tx, { ...place, hashes: mined }));
        const inBlock = events.filter(({ blockNumber }) => blockNumber === block.number);
        for (const [hash, said] of byTransaction(inBlock, mined)) {
          const commands = sent.filter(({ transactionHash }) => transactionHash === hash);
          const ended = await endOf(options, { place, hash, said, commands });
          settled.push(...ended.settled);
          steps.push(...ended.steps);
        }
      }
      return {
        settled,
        write: async (tx) => {
          for (const step of steps) await step(tx);
        },
      };
    },
    takeBack: unmineAfter,
  };
}

/** The events of each transaction, also of ours that had none: those failed as a whole. */
function byTransaction(events: readonly ChainEvent[], ours: readonly Hex[]) {
  const groups = new Map<Hex, ChainEvent[]>(ours.map((hash) => [hash, []]));
  for (const event of events) {
    const group = groups.get(event.transactionHash);
    if (group) group.push(event);
    else groups.set(event.transactionHash, [event]);
  }
  return groups;
}

type Ended = { settled: Hex[]; steps: Step[] };

async function endOf(
  options: OutcomesOptions,
  given: { place: Place; hash: Hex; said: readonly ChainEvent[]; commands: readonly Sent[] },
): Promise<Ended> {
  const { place, hash, said, commands } = given;
  if (said.length === 0) return await endOfFailed(options, given);

  const executed = new Set<Hex>();
  const refused: { id: Hex; refusal: Refusal }[] = [];
  const idsOf = (subject: Hex) =>
    commands.filter((command) => command.subject === subject).map(({ id }) => id);
  for (const event of said) {
    if (event.name === "RequestExecuted") executed.add(event.args.requestId);
    // A shop-bound payment's id is its command's; of an open one only our own transaction tells which charge it was.
    else if (event.name === "PaymentMade") {
      for (const id of [event.args.paymentId, ...idsOf(event.args.paymentId)]) executed.add(id);
    } else if (event.name === "RequestRefused" || event.name === "PaymentRefused") {
      const subject = event.name === "RequestRefused" ? event.args.requestId : event.args.paymentId;
      const refusal = options.refusals.decode(event.args.reason);
      for (const id of idsOf(subject)) refused.push({ id, refusal });
    }
  }
  for (const { id, command } of commands) if (command.kind === "operator") executed.add(id);

  const steps: Step[] = refused.map(
    ({ id, refusal }) =>
      (tx) =>
        markRefused(tx, { ...place, ...refusal, id }),
  );
  if (executed.size > 0) {
    const ids = [...executed];
    steps.push((tx) => markExecuted(tx, { ...place, transactionHash: hash, ids }));
  }
  return { settled: [...executed, ...refused.map(({ id }) => id)], steps };
}

/** A transaction that failed as a whole: its commands go again, each alone; one that was alone is refused. */
async function endOfFailed(
  options: OutcomesOptions,
  { place, hash, commands }: { place: Place; hash: Hex; commands: readonly Sent[] },
): Promise<Ended> {
  const [only] = commands;
  if (only === undefined) return { settled: [], steps: [] };
  const isFinal = commands.length === 1 && (only.alone || only.command.kind === "operator");
  if (!isFinal) {
    return { settled: [], steps: [(tx) => requeue(tx, { hashes: [hash], alone: true })] };
  }
  const refusal = await reasonOf(options, only);
  return {
    settled: [only.id],
    steps: [(tx) => markRefused(tx, { ...place, ...refusal, id: only.id })],
  };
}

/** Why it failed, by trying it once more. */
async function reasonOf(
  { client, encoder, refusals, operator }: OutcomesOptions,
  { command }: Sent,
): Promise<Refusal> {
  try {
    await client.simulate({ from: operator, ...encoder.single(command) });
    return refusals.decode(undefined);
  } catch (error) {
    if (error instanceof RpcError) return refusals.decode(error.data);
    throw error;
  }
}
