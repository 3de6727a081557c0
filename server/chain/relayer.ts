// Takes commands in: tries them, writes them down, and answers when the chain has spoken and the index knows it.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Clock } from "../bank/clock.ts";
import { AppError } from "../errors/app-error.ts";
import type { Database, Transaction } from "../store/database.ts";
import type { ChainClient } from "./client.ts";
import { type Identity, identify } from "./command.ts";
import type { Encoder } from "./encode.ts";
import { insertCommand, outcomesOf } from "./outbox.ts";
import { findEvent } from "./projector.ts";
import type { Refusals } from "./refusal.ts";
import type { Outcome, Relay, RelayCommand } from "./relay.ts";
import { ChainUnreachableError, RpcError } from "./rpc.ts";
import type { Waiters } from "./waiters.ts";

export type RelayerOptions = {
  database: Database;
  client: ChainClient;
  deployment: Deployment;
  encoder: Encoder;
  refusals: Refusals;
  operator: Hex;
  clock: Clock;
  waiters: Waiters;
  /** How long a caller waits for its command. */
  answerLimitMs: number;
  /** A command was written down. */
  onQueued: () => void;
};

export function createRelayer(options: RelayerOptions): Relay {
  return {
    async submit(command, alongside) {
      const identity = identify(options.deployment, command);
      const before = await find(options, identity.id);
      if (before) return before.outcome ?? (await answer(options, identity.id));

      const refused = await trial(options, command);
      if (!refused) {
        await writeDown(options, { ...identity, command }, alongside);
        return await answer(options, identity.id);
      }
      // Given twice at once, the first may have been carried out since we looked; the trial then sees a used nonce.
      const meanwhile = await find(options, identity.id);
      if (meanwhile) return meanwhile.outcome ?? (await answer(options, identity.id));
      return refused;
    },
    outcomeOf: async (id) => (await find(options, id))?.outcome ?? null,
  };
}

/** What is known of a command: its outcome, or null while it is under way. Null when nothing is known. */
async function find(options: RelayerOptions, id: Hex): Promise<{ outcome: Outcome | null } | null> {
  const outcome = (await outcomesOf(options.database, [id])).get(id);
  if (outcome) return { outcome };
  const executed = await executedElsewhere(options, id);
  if (executed) return { outcome: executed };
  return outcome === null ? { outcome } : null;
}

/** A request that the chain carried out without our outbox knowing it, as after a loss of the database. */
async function executedElsewhere({ database }: RelayerOptions, id: Hex): Promise<Outcome | null> {
  const event = await findEvent(database, { name: "RequestExecuted", requestId: id });
  if (!event) return null;
  const { blockNumber, timestamp, transactionHash } = event;
  return { state: "executed", blockNumber, timestamp, transactionHash };
}

/** Tries the command on the chain as it is now. @returns The refusal, or null when it can be sent. */
async function trial(options: RelayerOptions, command: RelayCommand): Promise<Outcome | null> {
  const { client, encoder, refusals, operator, clock } = options;
  try {
    await client.simulate({ from: operator, ...encoder.single(command) });
    return null;
  } catch (cause) {
    if (cause instanceof ChainUnreachableError) {
      throw new AppError("chain-unavailable", {}, { cause });
    }
    if (!(cause instanceof RpcError)) throw cause;
    // The newest block may be older than the command's first second: then only the chain can tell.
    if (refusals.isTooEarlyOnly(cause.data, Math.floor(clock.now() / 1000))) return null;
    return { state: "refused", ...refusals.decode(cause.data) };
  }
}

async function writeDown(
  options: RelayerOptions,
  given: Identity & { command: RelayCommand },
  alongside: ((tx: Transaction) => Promise<void>) | undefined,
): Promise<void> {
  const createdAt = Math.floor(options.clock.now() / 1000);
  await options.database.transaction(async (tx) => {
    const isNew = await insertCommand(tx, { ...given, createdAt });
    // Given twice at once, the first brought its rows.
    if (isNew) await alongside?.(tx);
  });
  options.onQueued();
}

async function answer(options: RelayerOptions, id: Hex): Promise<Outcome> {
  const { database, waiters } = options;
  const waiting = waiters.wait(id, options.answerLimitMs);
  // It may have ended between writing it down and waiting for it.
  waiters.settle(await outcomesOf(database, [id]));
  const outcome = await waiting;
  if (outcome) return outcome;
  const late = (await outcomesOf(database, [id])).get(id);
  if (late) return late;
  throw new AppError("chain-unavailable");
}
