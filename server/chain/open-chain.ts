// Puts the chain's parts together: the node, embedded or external, the contracts on it, the relay and the projector.
import { readFileSync } from "node:fs";
import { Wallet } from "ethers";
import type { Logger } from "pino";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Clock } from "../bank/clock.ts";
import type { Config } from "../config.ts";
import type { Projections } from "../services.ts";
import type { Database } from "../store/database.ts";
import { type Leadership, standForLeader } from "../store/leadership.ts";
import { openSignals } from "../store/signals.ts";
import { createAnnouncer } from "./announcer.ts";
import { type ChainClient, createChainClient } from "./client.ts";
import { type Contracts, loadContracts } from "./contracts.ts";
import { createDecoder } from "./decode.ts";
import {
  bindDatabase,
  checkDeployment,
  DeploymentError,
  deploymentFile,
  type Placed,
  signDeployment,
  storedDeployment,
} from "./deployment.ts";
import { type EmbeddedChain, startEmbeddedChain } from "./embedded/embedded-chain.ts";
import { EMBEDDED_CHAIN_ID } from "./embedded/settings.ts";
import { createEncoder } from "./encode.ts";
import { createEngine, type Engine } from "./engine.ts";
import { insertJournal, minedTransactions, unminedTransactions } from "./outbox.ts";
import { createOutcomes } from "./outcomes.ts";
import { createProjector, type Projector } from "./projector.ts";
import { createRefusals } from "./refusal.ts";
import type { Relay } from "./relay.ts";
import { createRelayer } from "./relayer.ts";
import { createHttpRpc } from "./rpc.ts";
import { createSender } from "./sender.ts";
import { createWaiters } from "./waiters.ts";

export type OpenChain = {
  relay: Relay;
  projections: Projections;
  projector: Projector;
  engine: Engine;
  client: ChainClient;
  deployment: Deployment;
  contracts: Contracts;
  operator: Hex;
  leads: () => boolean;
  /** The embedded chain's process, for tests; undefined when the chain is external. */
  embeddedProcessId: () => number | undefined;
  stop: () => Promise<void>;
};

export type ChainOptions = {
  config: Config;
  database: Database;
  operatorKey: Hex;
  clock: Clock;
  log: Logger;
  fetch: typeof fetch;
  /** Throws the index away and makes it anew from the chain; no other server may be running. */
  rebuildIndex?: boolean;
};

const RPC_TIMEOUT_MS = 10_000;
const ANSWER_LIMIT_MS = 15_000;
const EMBEDDED_POLL_MS = 1_000;
const REPLAY_PAGE = 500;
const LEADER_WAIT_MS = 10_000;

/**
 * Opens the chain and starts relaying. With an embedded chain the contracts are deployed at the first start.
 * @throws {DeploymentError} when the chain isn't the one that the database or the deployment file is about.
 */
export async function openChain(options: ChainOptions): Promise<OpenChain> {
  const { config, log } = options;
  const parts: { engine?: Engine } = {};
  const refresh = () => parts.engine?.refresh();
  const leadership = await standForLeader({ place: config.database, log, onChange: refresh });
  let embedded: EmbeddedChain | undefined;
  try {
    if (config.chain.kind === "embedded" || options.rebuildIndex) {
      await requireLeadership(leadership, options.clock);
    }
    if (config.chain.kind === "embedded") {
      embedded = await startEmbedded(options, refresh);
    }
    const client = embedded
      ? createChainClient(embedded.rpc, embedded.setTime)
      : createChainClient(externalRpc(options));
    const placed = await (embedded ? deployEmbedded : findExternal)(options, client);
    const open = await assemble(options, { client, placed, leadership });
    parts.engine = open.engine;
    if (options.rebuildIndex) await open.projector.reset();
    await open.engine.start();
    return {
      ...open,
      client,
      leads: leadership.leads,
      embeddedProcessId: () => embedded?.processId(),
      async stop() {
        await open.stop();
        await leadership.stop();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await parts.engine?.stop();
    await leadership.stop();
    await embedded?.stop();
    throw error;
  }
}

function externalRpc({ config, fetch }: ChainOptions) {
  if (config.chain.kind !== "external") throw new Error("the chain is embedded");
  return createHttpRpc({ url: config.chain.url, fetch, timeoutMs: RPC_TIMEOUT_MS });
}

/** An embedded chain belongs to one process. A server that is just ending is waited for. */
async function requireLeadership(leadership: Leadership, clock: Clock): Promise<void> {
  const deadline = clock.now() + LEADER_WAIT_MS;
  while (!leadership.leads()) {
    if (clock.now() > deadline) {
      throw new DeploymentError(
        "Another server uses this database: end it first. Several servers need an external chain (CHAIN_RPC_URL).",
      );
    }
    await clock.wait(100);
  }
}

function startEmbedded(options: ChainOptions, onRecovered: () => void): Promise<EmbeddedChain> {
  const { database, clock, log } = options;
  return startEmbeddedChain({
    journal: (from) => minedTransactions(database, { from, limit: REPLAY_PAGE }),
    clock,
    log,
    onRecovered,
  });
}

/** At the first start: signs the contracts' creation and journals it like any other transaction. */
async function deployEmbedded(options: ChainOptions, client: ChainClient): Promise<Placed> {
  const { config, database, operatorKey } = options;
  const wallet = new Wallet(operatorKey);
  const stored = await storedDeployment(database);
  if (!stored) {
    if (config.ledgerAdmin === null) {
      throw new DeploymentError(
        "LEDGER_ADMIN must be set at the first start: the address of the first framework-setter's key.",
      );
    }
    const signed = await signDeployment({
      contracts: loadContracts(),
      wallet,
      chainId: EMBEDDED_CHAIN_ID,
      gasPriceWei: 0n,
      firstNonce: 0,
      admin: config.ledgerAdmin,
      roleDelaySeconds: config.roleDelaySeconds,
    });
    await database.transaction(async (tx) => {
      await bindDatabase(tx, { ...signed.deployment, firstBlock: 1 });
      await insertJournal(tx, {
        sender: wallet.address.toLowerCase() as Hex,
        createdAt: Math.floor(options.clock.now() / 1000),
        prepared: signed.transactions,
      });
    });
  }
  // What was written down and not mined goes first; after a crash that may be the contracts themselves.
  const unmined = await unminedTransactions(database, wallet.address.toLowerCase() as Hex);
  await client.send(unmined.map(({ raw }) => raw));
  const placed = await storedDeployment(database);
  if (!placed) throw new Error("the deployment was not written down");
  return placed;
}

async function findExternal({ config, database }: ChainOptions): Promise<Placed> {
  let text: string;
  try {
    text = readFileSync(config.deploymentFile, "utf8");
  } catch (cause) {
    throw new DeploymentError(
      `The contracts' addresses are not in ${config.deploymentFile}: run \`npm run deploy\` first, or set DEPLOYMENT_FILE.`,
      { cause },
    );
  }
  const read = deploymentFile.safeParse(JSON.parse(text));
  if (!read.success) {
    throw new DeploymentError(
      `${config.deploymentFile} is not a file that \`npm run deploy\` wrote.`,
    );
  }
  await bindDatabase(database, read.data);
  return read.data;
}

type Assembled = Pick<
  OpenChain,
  | "relay"
  | "projections"
  | "projector"
  | "engine"
  | "deployment"
  | "contracts"
  | "operator"
  | "stop"
>;

async function assemble(
  options: ChainOptions,
  given: { client: ChainClient; placed: Placed; leadership: Leadership },
): Promise<Assembled> {
  const { config, database, clock, log } = options;
  const { client, leadership } = given;
  const { firstBlock, ...deployment } = given.placed;
  const contracts = loadContracts();
  const { precompile } = await checkDeployment({ client, contracts, deployment });

  const wallet = new Wallet(options.operatorKey);
  const operator = wallet.address.toLowerCase() as Hex;
  const encoder = createEncoder({ contracts, deployment, precompile });
  const refusals = createRefusals(contracts);
  const shared = { database, client, encoder, refusals, operator, clock, log, deployment };
  const waiters = createWaiters();
  const announcer = createAnnouncer(log);
  const projector = createProjector({
    ...shared,
    decode: createDecoder(contracts, deployment),
    firstBlock,
    outcomes: createOutcomes(shared),
  });
  const sender = createSender({
    ...shared,
    wallet,
    chainId: deployment.chainId,
    gasPriceWei: config.chain.kind === "embedded" ? 0n : config.gasPriceWei,
  });
  const engine: Engine = createEngine({
    ...shared,
    projector,
    sender,
    waiters,
    announcer,
    leads: leadership.leads,
    onProjected: () => signals.send("projected"),
    pollMs: config.chain.kind === "embedded" ? EMBEDDED_POLL_MS : config.chainPollMs,
  });
  const signals = openSignals({ place: config.database, log, onSignal: () => engine.wake() });
  const relay = createRelayer({
    ...shared,
    waiters,
    answerLimitMs: ANSWER_LIMIT_MS,
    onQueued() {
      engine.wake();
      if (!leadership.leads()) signals.send("queued");
    },
  });
  return {
    relay,
    projections: announcer,
    projector,
    engine,
    deployment,
    contracts,
    operator,
    async stop() {
      await engine.stop();
      await signals.stop();
    },
  };
}
