// `npm run audit` on a municipality in which everything happened once: exact, and not to be fooled by a changed database.
import { spawn } from "node:child_process";
import { expect } from "chai";
import { sql } from "drizzle-orm";
import { openDatabase } from "../../../server/store/database.ts";
import { fundsEverywhere } from "../../helpers/busy-municipality.ts";
import { startTestChain } from "../../helpers/chain.ts";
import { stopDatabases } from "../../helpers/database.ts";
import { makePlace, type ServerPlace } from "../../helpers/server.ts";

function audit(place: ServerPlace): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["scripts/audit.ts"], {
      env: { PATH: process.env.PATH, ...place.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString("utf8");
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

describe("the audit command", () => {
  let place: ServerPlace;

  before(async function () {
    this.timeout(120_000);
    place = await makePlace({ env: { OPERATOR_KEY: `0x${"5b".repeat(32)}` } });
    const chain = await startTestChain({ env: place.env, admin: place.admin });
    await fundsEverywhere(chain);
    await chain.stop();
  });
  after(stopDatabases);

  it("says while a server runs that it has to be ended first", async () => {
    const { close } = await openDatabase({ folder: `${place.env.DATA_DIR}/db` });
    const { code, output } = await audit(place);
    await close();
    expect(code, output).to.equal(2);
    expect(output).to.include("end that server first");
  }).timeout(60_000);

  it("agrees with the index to the cent", async () => {
    const { code, output } = await audit(place);
    expect(output).to.match(/audit: \d+ payouts, \d+ payments, differences 0\n$/);
    expect(code, output).to.equal(0);
  }).timeout(60_000);

  it("finds a cent that somebody added in the database", async () => {
    const { database, close } = await openDatabase({ folder: `${place.env.DATA_DIR}/db` });
    await database.execute(sql`update shop_accounts set owed_cents = owed_cents + 1`);
    await close();

    const { code, output } = await audit(place);

    expect(code, output).to.equal(1);
    expect(output).to.match(/shop 0x\w+\/0x\w+ owed: chain -?\d+, index -?\d+/);
  }).timeout(60_000);
});
