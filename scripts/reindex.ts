// Throws the index away and makes it anew from the chain: `npm run reindex`, while no server runs. The ledger, the outbox and
// what stands off the chain are not touched.
import { mkdirSync } from "node:fs";
import { count } from "drizzle-orm";
import { systemClock } from "../server/bank/clock.ts";
import { openChain } from "../server/chain/open-chain.ts";
import { operatorKeyOf } from "../server/compose.ts";
import { type Config, readConfig } from "../server/config.ts";
import { createLogger } from "../server/logging.ts";
import { explainFailure } from "../server/startup-failure.ts";
import { openDatabase } from "../server/store/database.ts";
import { chainEvents } from "../server/store/schema/chain.ts";
import { cryptoRandomBytes } from "../wallet-web/shared/protocol/bytes.ts";

let config: Config | null = null;
try {
  config = readConfig(process.env);
  await reindex(config);
  process.exit(0);
} catch (error) {
  const sentences = explainFailure(error, config) ?? [
    `The index can't be made anew: ${error instanceof Error ? (error.stack ?? error.message) : error}`,
  ];
  process.stderr.write(`${sentences.join("\n")}\n`);
  process.exit(1);
}

async function reindex(settings: Config): Promise<void> {
  const startedAt = Date.now();
  mkdirSync(settings.dataDir, { recursive: true });
  const { database, close } = await openDatabase(settings.database);
  const chain = await openChain({
    config: settings,
    database,
    operatorKey: operatorKeyOf({ config: settings, random: cryptoRandomBytes }),
    clock: systemClock(),
    log: createLogger("warn"),
    fetch,
    rebuildIndex: true,
  });
  const { headBlock, projectedBlock, reachable } = await chain.engine.status();
  const [events] = await database.select({ count: count() }).from(chainEvents);
  await chain.stop();
  await close();
  if (!reachable || headBlock !== projectedBlock) {
    throw new Error("The chain went away; what is missing is read when the server starts.");
  }
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(
    `The index was made anew from ${events?.count ?? 0} events in blocks up to ${headBlock}, in ${seconds} s.\n`,
  );
}
