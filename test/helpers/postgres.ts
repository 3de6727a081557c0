// Starts a private PostgreSQL for tests, in a temporary folder on 127.0.0.1; never touches a cluster of the machine.
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";

export type Postgres = {
  /** The cluster's own database, for administration. */
  url: string;
  /** Makes an empty database with a random name and gives its URL; it goes when the cluster stops. */
  createDatabase(): Promise<string>;
  /** Ends the cluster and removes its folder. */
  stop(): Promise<void>;
};

export const POSTGRES_MISSING =
  "PostgreSQL is not here: install Debian's `postgresql` or set TEST_DATABASE_URL to a server where databases may be made.";

const BINARIES = "/usr/lib/postgresql";
const START_TIMEOUT_MS = 30_000;
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "fsync=on", // the crash tests are about what was acknowledged
  "max_connections=60",
  "shared_buffers=64MB",
  "max_wal_size=256MB",
  "timezone=UTC",
  "log_min_messages=warning",
];

/**
 * Ends the server when this process is gone, however it went: the shell waits on a pipe that closes with us.
 * `$1` is the folder to remove, the rest is the server's command.
 */
const SUPERVISOR = `
trap '' INT HUP TERM
folder=$1; shift
"$@" </dev/null &
server=$!
( cat >/dev/null; kill -INT $server 2>/dev/null ) <&3 &
exec 3<&-
wait $server
rm -rf "$folder"
`;

/** Whether tests that need a real PostgreSQL can run here. */
export function hasPostgres(): boolean {
  return Boolean(process.env.TEST_DATABASE_URL) || findBinaries() !== undefined;
}

/** What measuring large tables asks for: nothing of it has to outlive a crash of the machine. */
const MEASURING = ["fsync=off", "shared_buffers=512MB", "max_wal_size=4GB", "work_mem=16MB"];

/**
 * Throws with `POSTGRES_MISSING` when there is none; ask `hasPostgres()` first and skip.
 * @param options.isMeasured Memory as a server of this size has, and no writes that outlive the machine.
 */
export async function startPostgres(options: { isMeasured?: boolean } = {}): Promise<Postgres> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    return useServer(given, async (databases) => {
      for (const name of databases) {
        await query(given, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }
    });
  }
  const binaries = findBinaries();
  if (binaries === undefined) throw new Error(POSTGRES_MISSING);
  return await startCluster(binaries, options.isMeasured ? [...SETTINGS, ...MEASURING] : SETTINGS);
}

function findBinaries(): string | undefined {
  if (!existsSync(BINARIES)) return undefined;
  return readdirSync(BINARIES)
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(BINARIES, version, "bin"))
    .find((folder) => existsSync(join(folder, "initdb")));
}

async function startCluster(binaries: string, given: readonly string[]): Promise<Postgres> {
  const owner = unprivilegedUser();
  const folder = mkdtempSync(join(tmpdir(), "kindpakket-postgres-"));
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, "data");
  const options = { ...owner, cwd: folder };

  const initialise = [
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale=C",
    "-N",
  ];
  execFileSync(join(binaries, "initdb"), initialise, { ...options, stdio: "pipe" });

  const port = await freePort();
  const settings = [...given, `port=${port}`, `unix_socket_directories=${folder}`];
  const command = [
    join(binaries, "postgres"),
    "-D",
    data,
    ...settings.flatMap((setting) => ["-c", setting]),
  ];
  const supervisor = spawn(
    "/bin/sh",
    ["-c", `exec 3<&0; ${SUPERVISOR}`, "sh", folder, ...command],
    {
      ...options,
      stdio: "pipe",
    },
  );
  supervisor.stdin.on("error", () => {}); // the pipe breaks when the server ended first
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  await waitUntilReady(supervisor, url);
  return useServer(url, async () => {
    const ended = new Promise((resolve) => supervisor.once("close", resolve));
    supervisor.stdin.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
}

function useServer(url: string, cleanUp: (databases: string[]) => Promise<void>): Postgres {
  const databases: string[] = [];
  return {
    url,
    async createDatabase() {
      const name = `kindpakket_${randomBytes(6).toString("hex")}`;
      await query(url, `CREATE DATABASE ${name}`);
      databases.push(name);
      const database = new URL(url);
      database.pathname = `/${name}`;
      return database.href;
    },
    stop: () => cleanUp(databases),
  };
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** PostgreSQL refuses to run as root, so root lends it the identity of `postgres`, or of `nobody`. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    try {
      const idOf = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: "pipe" }));
      return { uid: idOf("-u"), gid: idOf("-g") };
    } catch {
      // this user does not exist here: try the next
    }
  }
  throw new Error("Running as root, and neither `postgres` nor `nobody` exists to run PostgreSQL.");
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function waitUntilReady(server: ChildProcessWithoutNullStreams, url: string): Promise<void> {
  let log = "";
  let ended = false;
  server.stderr.on("data", (chunk) => {
    log = `${log}${chunk}`.slice(-4_000);
  });
  server.stdout.resume();
  server.once("close", () => {
    ended = true;
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await query(url, "SELECT 1");
      return;
    } catch (error) {
      if (ended || Date.now() > deadline) {
        server.stdin.end();
        throw new Error(`PostgreSQL did not start: ${log}`, { cause: error });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
