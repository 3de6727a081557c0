// Starts the sandbox bank, the sandbox register and the server with the demonstration's settings, and waits until they answer.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Api } from "./api.ts";
import type { Demo, DeploymentAnswer } from "./context.ts";
import { People } from "./people.ts";
import { freePort, isPortFree, type Running, startProcess, waitUntilReady } from "./processes.ts";
import type { Progress } from "./progress.ts";

export type Settings = {
  /** Everything the demonstration keeps. */
  dataDir: string;
  /** Begin anew. */
  reset: boolean;
  port: number;
  payoutHoldSeconds: number;
  /** More settings of the server, and arguments of the bank. */
  serverEnv?: Record<string, string>;
  bankArgs?: readonly string[];
};

export type Started = {
  demo: Demo;
  bankUrl: string;
  /** Starts the server again after it ended, with the same settings and data. */
  startServerAgain: () => Promise<void>;
  /** The same for the bank, on its books. */
  startBankAgain: () => Promise<void>;
  stop: () => Promise<void>;
};

export const SERVER_NAME = "The server";
export const BANK_NAME = "The sandbox bank";

const BANK_API_KEY = "sandbox_zuidhorn_demonstration";
const REGISTER_API_KEY = "sandbox_zuidhorn_register";
const SANDBOX_LIMIT_MS = 30_000;
const SERVER_LIMIT_MS = 90_000;

/** Starts what must run. On failure everything that was started is ended. */
export async function start(
  settings: Settings,
  progress: Progress,
  running: Running[],
): Promise<Started> {
  if (settings.reset) rmSync(settings.dataDir, { recursive: true, force: true });
  mkdirSync(settings.dataDir, { recursive: true });
  if (!(await isPortFree(settings.port))) {
    throw new Error(
      `Port ${settings.port} is in use. End what uses it, or choose another: npm run demo -- --port ${settings.port + 10}`,
    );
  }
  const stop = async () => {
    // The server first: a bank that leaves before it looks like a failure.
    for (const one of running.splice(0).reverse()) await one.stop();
  };
  const people = new People(join(settings.dataDir, "demo", "people.json"));
  const preferred = settings.port + 1;
  const bankPort = (await isPortFree(preferred)) ? preferred : await freePort();
  const bankUrl = `http://127.0.0.1:${bankPort}`;
  const startBankAgain = () => startBank({ settings, port: bankPort, running });
  await progress.step("sandbox bank started", startBankAgain, () => bankUrl);
  const registerUrl = await startRegister({ settings, running });
  const origin = `http://localhost:${settings.port}`;
  const api = new Api(`http://127.0.0.1:${settings.port}`);
  const admin = await people.staff("admin");
  const startServerAgain = () =>
    startServer({ settings, bankUrl, registerUrl, origin, admin: admin.address, running });
  await progress.step("chain and server started", startServerAgain);
  const deployment = await api.get<DeploymentAnswer>("/deployment");
  const demo = { api, people, deployment, progress };
  return { demo, bankUrl, startServerAgain, startBankAgain, stop };
}

async function startBank(given: {
  settings: Settings;
  port: number;
  running: Running[];
}): Promise<void> {
  const { settings, port, running } = given;
  const logFile = join(settings.dataDir, "logs", "bank.log");
  const bank = startProcess({
    name: BANK_NAME,
    script: "server/bank/bunq/sandbox/main.ts",
    args: [
      ...["--port", String(port)],
      ...["--books", join(settings.dataDir, "bank", "books.jsonl")],
      ...["--api-key", BANK_API_KEY],
      ...(settings.bankArgs ?? []),
    ],
    logFile,
  });
  running.push(bank);
  const url = `http://127.0.0.1:${port}/_sandbox/health`;
  await waitUntilReady({ running: bank, url, limitMs: SANDBOX_LIMIT_MS, logFile });
}

/** On a port of its own: nobody opens it. @returns Its address. */
async function startRegister(given: { settings: Settings; running: Running[] }): Promise<string> {
  const logFile = join(given.settings.dataDir, "logs", "register.log");
  const port = await freePort();
  const register = startProcess({
    name: "The sandbox register",
    script: "server/trade-register/kvk/sandbox/main.ts",
    args: ["--port", String(port), "--api-key", REGISTER_API_KEY],
    logFile,
  });
  given.running.push(register);
  const address = `http://127.0.0.1:${port}`;
  const url = `${address}/_sandbox/health`;
  await waitUntilReady({ running: register, url, limitMs: SANDBOX_LIMIT_MS, logFile });
  return address;
}

async function startServer(given: {
  settings: Settings;
  bankUrl: string;
  registerUrl: string;
  origin: string;
  admin: string;
  running: Running[];
}): Promise<void> {
  const { settings } = given;
  const logFile = join(settings.dataDir, "logs", "server.log");
  const server = startProcess({
    name: SERVER_NAME,
    script: "server/main.ts",
    env: {
      PORT: String(settings.port),
      HOST: "127.0.0.1",
      DATA_DIR: settings.dataDir,
      DATABASE_URL: "",
      CHAIN_RPC_URL: "",
      MUNICIPALITY: "Zuidhorn",
      // Nobody's: after an area code no Dutch number begins with 0.
      MUNICIPALITY_PHONE: "0594 00 00 00",
      PUBLIC_ORIGIN: given.origin,
      LEDGER_ADMIN: given.admin,
      ROLE_DELAY_SECONDS: "0",
      BANK: "bunq",
      BANK_URL: `${given.bankUrl}/v1`,
      BANK_API_KEY,
      KVK_API_URL: `${given.registerUrl}/api`,
      KVK_API_KEY: REGISTER_API_KEY,
      PAYOUT_HOLD_SECONDS: String(settings.payoutHoldSeconds),
      PAYOUT_INTERVAL_MS: "1000",
      ...settings.serverEnv,
    },
    logFile,
  });
  given.running.push(server);
  const url = `http://127.0.0.1:${settings.port}/readyz`;
  await waitUntilReady({ running: server, url, limitMs: SERVER_LIMIT_MS, logFile });
}
