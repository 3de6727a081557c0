// Reads a chain and writes nothing to it: for the audit. The embedded chain is replayed from its journal, without a server.
import type { Logger } from "pino";
import type { Clock } from "../bank/clock.ts";
import type { Config } from "../config.ts";
import type { Database } from "../store/database.ts";
import { type ChainClient, createChainClient } from "./client.ts";
import { loadContracts } from "./contracts.ts";
import { createDecoder } from "./decode.ts";
import { DeploymentError, storedDeployment } from "./deployment.ts";
import { startEmbeddedChain } from "./embedded/embedded-chain.ts";
import { type LedgerEvent, parseEvent } from "./events.ts";
import { minedTransactions } from "./outbox.ts";
import { createHttpRpc } from "./rpc.ts";

const REPLAY_PAGE = 500;
const BLOCKS_PER_CALL = 2_000;
const RPC_TIMEOUT_MS = 30_000;

/**
 * Every event of the ledger, in the order of the chain.
 * @throws {DeploymentError} when the database is not bound to a chain yet; {ChainUnreachableError}
 */
export async function readEvents(given: {
  config: Config;
  database: Database;
  clock: Clock;
  log: Logger;
  fetch: typeof fetch;
}): Promise<LedgerEvent[]> {
  const { config, database, clock, log } = given;
  const placed = await storedDeployment(database);
  if (!placed) throw new DeploymentError("There is no ledger yet: start the server first.");
  if (config.chain.kind === "external") {
    const { url } = config.chain;
    const rpc = createHttpRpc({ url, fetch: given.fetch, timeoutMs: RPC_TIMEOUT_MS });
    return readAll(createChainClient(rpc), placed);
  }
  const embedded = await startEmbeddedChain({
    journal: (from) => minedTransactions(database, { from, limit: REPLAY_PAGE }),
    clock,
    log,
    onRecovered: () => {},
  });
  try {
    return await readAll(createChainClient(embedded.rpc), placed);
  } finally {
    await embedded.stop();
  }
}

type Placed = NonNullable<Awaited<ReturnType<typeof storedDeployment>>>;

async function readAll(client: ChainClient, placed: Placed): Promise<LedgerEvent[]> {
  const { firstBlock, ...deployment } = placed;
  const decode = createDecoder(loadContracts(), deployment);
  const head = await client.block("latest");
  const { ledger, roles, cards, forwarder } = deployment;
  const addresses = [ledger, roles, cards, forwarder];
  const events: LedgerEvent[] = [];
  for (let from = firstBlock; from <= (head?.number ?? 0); from += BLOCKS_PER_CALL) {
    const to = Math.min(from + BLOCKS_PER_CALL - 1, head?.number ?? 0);
    const logs = await client.logs({ from, to, addresses });
    for (const { name, args } of decode(logs)) events.push(parseEvent(name, args));
  }
  return events;
}
