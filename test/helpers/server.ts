// A whole server for tests, in this process or in one of its own that can be killed; on a temporary folder and a free port.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { type Clock, systemClock } from "../../server/bank/clock.ts";
import { readConfig } from "../../server/config.ts";
import { serve } from "../../server/serve.ts";
import type { Services } from "../../server/services.ts";
import { cryptoRandomBytes } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Signer } from "../../wallet-web/shared/protocol/signer.ts";
import { newSigner, testLog } from "./chain.ts";
import { type DatabaseKind, makeDatabase, temporaryFolder } from "./database.ts";

export type TestServerOptions = {
  kind?: DatabaseKind;
  clock?: Clock;
  /** The first framework-setter; a new key when absent. */
  admin?: Signer;
  /** Further settings, such as BANK. */
  env?: Record<string, string>;
};

/** Settings that start a server again where it was. */
export type ServerPlace = { admin: Signer; env: Record<string, string> };

export type TestServer = {
  /** http://127.0.0.1:port */
  url: string;
  services: Services;
  place: ServerPlace;
  embeddedProcessId: () => number | undefined;
  stop: () => Promise<void>;
};

/** An empty database and the settings for a server on it. */
export async function makePlace(options: TestServerOptions = {}): Promise<ServerPlace> {
  const dataDir = temporaryFolder();
  const database = await makeDatabase(options.kind ?? "pglite", dataDir);
  const admin = options.admin ?? (await newSigner());
  const env = {
    DATA_DIR: dataDir,
    PORT: "0",
    LEDGER_ADMIN: admin.address,
    ROLE_DELAY_SECONDS: "0",
    MUNICIPALITY: "Zuidhorn",
    LOG_LEVEL: "silent",
    ...("url" in database ? { DATABASE_URL: database.url } : {}),
    ...options.env,
  };
  return { admin, env };
}

/** Starts a server in this process. Whoever starts it stops it. */
export async function startTestServer(
  options: TestServerOptions & { place?: ServerPlace } = {},
): Promise<TestServer> {
  const place = options.place ?? (await makePlace(options));
  const running = await serve({
    config: readConfig(place.env),
    clock: options.clock ?? systemClock(),
    random: cryptoRandomBytes,
    log: testLog,
    fetch,
  });
  const { port, services, embeddedProcessId, stop } = running;
  return { url: `http://127.0.0.1:${port}`, services, place, embeddedProcessId, stop };
}

export type ServerProcess = {
  url: string;
  process: ChildProcess;
  /** Ends it with this signal and resolves with its exit code when it is gone. */
  end: (signal: NodeJS.Signals) => Promise<number | null>;
};

const START_LIMIT_MS = 60_000;

/** Starts `server/main.ts` in a process of its own and waits until it listens. */
export async function startServerProcess(place: ServerPlace): Promise<ServerProcess> {
  const child = spawn(process.execPath, [join("server", "main.ts")], {
    env: { PATH: process.env.PATH, ...place.env, LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const port = await portOf(child);
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    end(signal) {
      child.kill(signal);
      return gone;
    },
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = "";
    const limit = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`the server did not start: ${said}`));
    }, START_LIMIT_MS);
    const read = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-20_000);
      const port = /"port":(\d+),"msg":"listening"/.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(limit);
      resolve(Number(port));
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", () => {
      clearTimeout(limit);
      reject(new Error(`the server ended: ${said}`));
    });
  });
}
