// Why the server does not start is one clear sentence and exit code 1; a signal ends it with 0 and leaves nothing behind.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { explainFailure } from "../../server/startup-failure.ts";
import { temporaryFolder } from "../helpers/database.ts";
import { eventually } from "../helpers/eventually.ts";
import { makePlace, startServerProcess, startTestServer } from "../helpers/server.ts";

/** Starts the server and waits until it ends by itself. */
function startInVain(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ["server/main.ts"], {
    env: { PATH: process.env.PATH, LOG_LEVEL: "silent", ...env },
    stdio: ["ignore", "inherit", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, said })));
}

describe("start of the server", function () {
  this.timeout(60_000);

  it("names each setting that is wrong", async () => {
    const { code, said } = await startInVain({ PORT: "x", BANK: "bunq" });
    expect({ code, said }).to.deep.equal({ code: 1, said: "PORT must be a number.\n" });
  });

  it("asks for the first framework-setter", async () => {
    const { env } = await makePlace();
    const { code, said } = await startInVain({ ...env, LEDGER_ADMIN: "" });
    expect(code).to.equal(1);
    expect(said).to.equal(
      "LEDGER_ADMIN must be set at the first start: the address of the first framework-setter's key.\n",
    );
  });

  it("names the port that is in use", async () => {
    const { env } = await makePlace();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { code, said } = await startInVain({ ...env, PORT: String(port) });
    other.close();
    expect(code).to.equal(1);
    expect(said).to.equal(`Port ${port} is in use: end what uses it, or set PORT to another.\n`);
  });

  it("names a database that can't be reached", async () => {
    const { code, said } = await startInVain({
      DATA_DIR: temporaryFolder(),
      DATABASE_URL: "postgres://127.0.0.1:1/none",
    });
    expect({ code, said }).to.deep.equal({
      code: 1,
      said: "The database can't be opened: check DATABASE_URL and the server behind it.\n",
    });
  });

  it("asks to deploy before an external chain is used, and names one that is away", async () => {
    const { env } = await makePlace();
    const external = {
      ...env,
      CHAIN_RPC_URL: "http://127.0.0.1:1",
      OPERATOR_KEY: `0x${"5c".repeat(32)}`,
    };
    const undeployed = await startInVain(external);
    const file = join(env.DATA_DIR ?? "", "deployment.json");
    const address = `0x${"11".repeat(20)}`;
    writeFileSync(
      file,
      JSON.stringify({
        chainId: 1,
        ledger: address,
        forwarder: address,
        roles: address,
        cards: address,
        firstBlock: 1,
      }),
    );
    const away = await startInVain(external);
    expect(undeployed).to.deep.equal({
      code: 1,
      said: `The contracts' addresses are not in ${file}: run \`npm run deploy\` first, or set DEPLOYMENT_FILE.\n`,
    });
    expect(away).to.deep.equal({
      code: 1,
      said: "The chain gives no answer: check CHAIN_RPC_URL and the node behind it.\n",
    });
  });

  it("explains a full disk, also when it lies under another error", () => {
    const full = Object.assign(new Error("write"), { code: "ENOSPC" });
    expect(explainFailure(new Error("query failed", { cause: full }), null)).to.deep.equal([
      "The disk is full: free some space and start the server again.",
    ]);
  });

  it("does not make a key anew over a file that holds something else", async () => {
    const { env } = await makePlace();
    const folder = join(env.DATA_DIR ?? "", "keys");
    mkdirSync(folder);
    writeFileSync(join(folder, "data.key"), "");
    const { code, said } = await startInVain(env);
    expect(code).to.equal(1);
    expect(said).to.include(`${folder}/data.key does not hold a key.`);
  });

  it("is ready when it listens, and ends with 0 on a signal", async () => {
    const server = await startServerProcess(await makePlace());
    const ready = await fetch(`${server.url}/readyz`);
    expect(ready.status).to.equal(200);
    expect(await server.end("SIGTERM")).to.equal(0);
  });

  it("is not ready while the chain is away, and ready again when it is back", async () => {
    const server = await startTestServer();
    const isReady = async () => (await fetch(`${server.url}/readyz`)).status === 200;
    const killed = server.embeddedProcessId()!;
    process.kill(killed, "SIGKILL");
    await eventually(async () => !(await isReady()));
    await eventually(isReady);
    await server.stop();
  });

  it("takes the embedded chain with it when it is killed", async function () {
    if (!existsSync("/proc/self/task")) this.skip();
    const server = await startServerProcess(await makePlace());
    const { pid } = server.process;
    const child = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8"));
    expect(child).to.be.greaterThan(0);
    await server.end("SIGKILL");
    await eventually(() => {
      try {
        process.kill(child, 0);
        return false;
      } catch {
        return true; // ESRCH: it is gone
      }
    });
  });
});
