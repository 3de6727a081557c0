// Checks the PostgreSQL that other tests run on: private, durable, gone afterwards.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { expect } from "chai";
import { Client } from "pg";
import { hasPostgres, type Postgres, startPostgres } from "../helpers/postgres.ts";

async function ask(url: string, sql: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(sql);
    return String(Object.values(rows[0] ?? {})[0]);
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const answer = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return answer;
}

async function eventually(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("did not happen within 10 s");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("test helper: PostgreSQL", function () {
  this.timeout(60_000);
  let postgres: Postgres;

  before(async function () {
    if (!hasPostgres() || process.env.TEST_DATABASE_URL) this.skip();
    postgres = await startPostgres();
  });

  after(async () => {
    await postgres?.stop();
  });

  it("keeps what it acknowledged: fsync stays on", async () => {
    expect(await ask(postgres.url, "SHOW fsync")).to.equal("on");
  });

  it("listens on 127.0.0.1 only", async () => {
    expect(await ask(postgres.url, "SHOW listen_addresses")).to.equal("127.0.0.1");
  });

  it("makes databases that do not see each other", async () => {
    const [one, other] = [await postgres.createDatabase(), await postgres.createDatabase()];
    await ask(one, "CREATE TABLE only_here AS SELECT 1 AS id");
    expect(await ask(one, "SELECT count(*) FROM only_here")).to.equal("1");
    expect(await ask(other, "SELECT to_regclass('only_here')")).to.equal("null");
  });

  it("is gone, with its folder, after stop", async () => {
    const second = await startPostgres();
    const folder = await ask(second.url, "SHOW data_directory");
    await second.stop();
    expect(await answers(second.url)).to.equal(false);
    expect(existsSync(folder)).to.equal(false);
  });

  it("is gone when the test process was killed", async () => {
    const helper = new URL("../helpers/postgres.ts", import.meta.url).href;
    const script = `const { startPostgres } = await import(${JSON.stringify(helper)});
      console.log((await startPostgres()).url);`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
    const [line] = await once(child.stdout, "data");
    const url = String(line).trim();
    const folder = await ask(url, "SHOW data_directory");

    child.kill("SIGKILL");

    await eventually(async () => !(await answers(url)) && !existsSync(folder));
  });
});
