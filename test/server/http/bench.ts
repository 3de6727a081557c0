// A whole server in this process for the tests of the API: embedded chain, database, HTTP on a free port, and its log in hand.
import type { Server } from "node:http";
import { SigningKey } from "ethers";
import { coSignerOf } from "../../../server/chain/co-signer.ts";
import { loadContracts } from "../../../server/chain/contracts.ts";
import { type OpenedRegister, openRegister } from "../../../server/compose-register.ts";
import { createApp } from "../../../server/http/app.ts";
import { createLogger } from "../../../server/logging.ts";
import type { Services } from "../../../server/services.ts";
import { cryptoRandomBytes, type Hex, toHex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { Command } from "../../../wallet-web/shared/protocol/commands.ts";
import { sessionDigest } from "../../../wallet-web/shared/protocol/session.ts";
import { signCommand } from "../../../wallet-web/shared/protocol/sign-command.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import type { Deployment } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { startTestChain, type TestChain, type TestChainOptions } from "../../helpers/chain.ts";

/** An answer as a client sees it. */
export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
};

export type CallOptions = { token?: string; headers?: Record<string, string>; raw?: BodyInit };

/** What somebody can do who has nothing but the server's address. */
export type Client = {
  baseUrl: string;
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  get(path: string, token?: string): Promise<Answer>;
  post(path: string, body: unknown, token?: string): Promise<Answer>;
  /** Opens a session for these keys and gives its token. */
  logIn(...signers: Signer[]): Promise<string>;
  sign(signer: Signer, command: Command, deadlineInSeconds?: number): Promise<unknown>;
  /** Signs a command and sends it to /requests. */
  request(signer: Signer, command: Command): Promise<Answer>;
};

export type Bench = Client & {
  chain: TestChain;
  services: Services;
  /** Every line that was logged. */
  log: string[];
  /** Stops the whole server and starts it again on what it kept. */
  restart(): Promise<Bench>;
  stop(): Promise<void>;
};

/** A clock that stands still only when told to: the chain's own time goes on. */
export class ShiftedClock {
  shiftMs = 0;

  now(): number {
    return Date.now() + this.shiftMs;
  }

  async wait(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms).unref());
  }
}

type Kept = {
  dataKey: Hex;
  log: string[];
  clock: ShiftedClock;
  change: (services: Services) => Services;
};

export async function startBench(
  options: TestChainOptions & {
    httpClock?: ShiftedClock;
    change?: (services: Services) => Services;
  } = {},
): Promise<Bench> {
  const { httpClock: clock = new ShiftedClock(), change = (services) => services } = options;
  const kept = { dataKey: toHex(cryptoRandomBytes(32)), log: [], clock, change };
  return open(
    await startTestChain({ ...options, env: { MUNICIPALITY: "Zuidhorn", ...options.env } }),
    kept,
  );
}

async function open(chain: TestChain, kept: Kept): Promise<Bench> {
  const log = createLogger("info", { write: (line) => kept.log.push(line) });
  const register = openRegister({ ...chain, ...kept, random: cryptoRandomBytes, log, fetch });
  register.worker?.start();
  const services = kept.change(servicesOf(chain, kept, { register, log }));
  const server = await listen(services);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  const baseUrl = `http://127.0.0.1:${address.port}`;
  const stopHttp = async () => {
    await register.worker?.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    ...createClient({ baseUrl, deployment: chain.deployment, now: () => kept.clock.now() }),
    chain,
    services,
    log: kept.log,
    async restart() {
      await stopHttp();
      return open(await chain.restart(), kept);
    },
    async stop() {
      await stopHttp();
      await chain.stop();
    },
  };
}

/** @param given.now Unix time in milliseconds. */
export function createClient(given: {
  baseUrl: string;
  deployment: Deployment;
  now: () => number;
}): Client {
  const { baseUrl, deployment, now } = given;
  const client: Client = {
    baseUrl,
    call: (method, path, body, callOptions) =>
      call(baseUrl, { method, path, body, ...callOptions }),
    get: (path, token) => call(baseUrl, { method: "GET", path, ...(token ? { token } : {}) }),
    post: (path, body, token) =>
      call(baseUrl, { method: "POST", path, body, ...(token ? { token } : {}) }),
    logIn: (...signers) => logIn(client, deployment, signers),
    sign: (signer, command, deadlineInSeconds = 600) =>
      signCommand({
        deployment,
        signer,
        command,
        deadline: Math.floor(now() / 1000) + deadlineInSeconds,
        random: cryptoRandomBytes,
      }),
    request: async (signer, command) =>
      client.post("/requests", await client.sign(signer, command)),
  };
  return client;
}

function servicesOf(
  chain: TestChain,
  kept: Kept,
  { register, log }: { register: OpenedRegister; log: Services["log"] },
): Services {
  return {
    config: chain.config,
    database: chain.database,
    relay: chain.relay,
    projections: chain.projections,
    chainStatus: () => chain.engine.status(),
    deployment: chain.deployment,
    contracts: loadContracts(),
    operator: chain.operator,
    coSign: coSignerOf(new SigningKey(chain.operatorKey), chain.deployment),
    bank: null,
    payoutWorker: null,
    payoutActs: null,
    onPayoutChange: () => () => {},
    registerChecks: register.checks,
    onRegisterCheck: register.onCheck,
    dataKey: kept.dataKey,
    clock: kept.clock,
    random: cryptoRandomBytes,
    log,
  };
}

async function listen(services: Services): Promise<Server> {
  const app = createApp(services);
  return await new Promise((resolve) => {
    const server = app.listen(0, "127.0.0.1", () => resolve(server));
  });
}

async function call(
  baseUrl: string,
  given: { method: string; path: string; body?: unknown } & CallOptions,
): Promise<Answer> {
  const isJson = given.body !== undefined && given.raw === undefined;
  const response = await fetch(
    baseUrl + (given.path.startsWith("//") ? given.path.slice(1) : `/api/v1${given.path}`),
    {
      method: given.method,
      redirect: "manual",
      headers: {
        ...(isJson ? { "content-type": "application/json" } : {}),
        ...(given.token ? { authorization: `Bearer ${given.token}` } : {}),
        ...given.headers,
      },
      body: given.raw ?? (isJson ? toJson(given.body) : null),
    },
  );
  const text = await response.text();
  const isJsonAnswer = /json/.test(response.headers.get("content-type") ?? "");
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJsonAnswer ? JSON.parse(text) : undefined,
  };
}

async function logIn(
  client: Client,
  deployment: Deployment,
  signers: readonly Signer[],
): Promise<string> {
  const { challenge } = (await client.post("/session-challenges", {})).body;
  const body = await sessionBody({ chain: { deployment } }, challenge, signers);
  const answer = await client.post("/sessions", body);
  if (answer.status !== 201) throw new Error(`no session: ${answer.text}`);
  return answer.body.token;
}

export async function sessionBody(
  bench: { chain: { deployment: Deployment } },
  challenge: Hex,
  signers: readonly Signer[],
) {
  const digest = sessionDigest(bench.chain.deployment, challenge);
  const proofs = await Promise.all(
    signers.map(async ({ publicKey, sign }) => ({ publicKey, signature: await sign(digest) })),
  );
  return { challenge, proofs };
}

/** Amounts are bigint here and text in JSON. */
export function toJson(body: unknown): string {
  return JSON.stringify(body, (_key, value) => (typeof value === "bigint" ? String(value) : value));
}
