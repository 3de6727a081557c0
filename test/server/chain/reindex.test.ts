// The index can be thrown away: what is made anew from the chain alone is the same, and so is what the relay answers.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { emptyProjections } from "../../../server/chain/projection/project.ts";
import { openDatabase } from "../../../server/store/database.ts";
import { chainEvents, transactions } from "../../../server/store/schema/chain.ts";
import { fundsEverywhere } from "../../helpers/busy-municipality.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { databaseKinds, stopDatabases } from "../../helpers/database.ts";
import { dumpBlocks, dumpIndex } from "../../helpers/index-dump.ts";

const run = promisify(execFile);

/** What `npm run reindex` needs to know of where a test's chain keeps things. */
function settingsOf({ config }: TestChain, operatorKey: string): Record<string, string> {
  return {
    DATA_DIR: config.dataDir,
    OPERATOR_KEY: operatorKey,
    ...("url" in config.database ? { DATABASE_URL: config.database.url } : {}),
  };
}

describe("reindex", () => {
  after(stopDatabases);

  for (const kind of databaseKinds) {
    it(`makes the same index from the chain alone, on ${kind}`, async function () {
      this.timeout(90_000);
      const operatorKey = `0x${"5a".repeat(32)}`;
      const chain = await startTestChain({ kind, env: { OPERATOR_KEY: operatorKey } });
      await fundsEverywhere(chain);
      const before = {
        index: await dumpIndex(chain.database),
        blocks: await dumpBlocks(chain.database),
      };
      await chain.stop();

      // A row changed by hand does not survive.
      const { database, close } = await openDatabase(chain.config.database);
      await database.transaction((tx) => emptyProjections(tx));
      await database.update(transactions).set({ createdAt: 1 });
      await close();
      const env = { PATH: process.env.PATH, ...settingsOf(chain, operatorKey) };
      const { stdout } = await run(process.execPath, ["scripts/reindex.ts"], { env });

      const after = await openDatabase(chain.config.database);
      const again = {
        index: await dumpIndex(after.database),
        blocks: await dumpBlocks(after.database),
      };
      const events = await after.database.$count(chainEvents);
      await after.close();
      for (const [table, rows] of Object.entries(before.index)) {
        expect(rows, table).not.to.deep.equal([]);
        expect(again.index[table], table).to.deep.equal(rows);
      }
      expect(again.blocks).to.deep.equal(before.blocks);
      expect(stdout).to.include(`from ${events} events`);
    });
  }

  it("refuses while a server is running", async () => {
    const chain = await startTestChain();
    const env = { PATH: process.env.PATH, ...settingsOf(chain, `0x${"5a".repeat(32)}`) };
    const refused = await run(process.execPath, ["scripts/reindex.ts"], { env }).catch(
      (error: { code: number; stderr: string }) => error,
    );
    await chain.stop();
    expect(refused).to.include({ code: 1 });
    expect(refused.stderr).to.equal(
      `Process ${process.pid} is using ${chain.config.dataDir}/db: end that server first, or choose another DATA_DIR.\n`,
    );
  });
});
