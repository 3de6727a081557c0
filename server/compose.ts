// Puts the server together, in the order in which its parts need each other, and takes it apart in the other.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { SigningKey } from "ethers";
import type { Logger } from "pino";
import { fromHex, type Hex, type RandomBytes } from "../wallet-web/shared/protocol/bytes.ts";
import type { Clock } from "./bank/clock.ts";
import { coSignerOf } from "./chain/co-signer.ts";
import { openChain } from "./chain/open-chain.ts";
import { openBank } from "./compose-bank.ts";
import { openRegister } from "./compose-register.ts";
import type { Config } from "./config.ts";
import { readOrMakeKey } from "./keys.ts";
import { createMarkGivers } from "./marks/givers.ts";
import type { Services } from "./services.ts";
import { type Database, openDatabase } from "./store/database.ts";
import { createImportStore } from "./validator/import-store.ts";
import { createRetention, type Retention } from "./validator/retention.ts";
import { createVault } from "./validator/vault.ts";

export type Given = {
  config: Config;
  clock: Clock;
  random: RandomBytes;
  log: Logger;
  fetch: typeof fetch;
};

export type Composed = {
  services: Services;
  /** The embedded chain's process, for tests. */
  embeddedProcessId: () => number | undefined;
  /** Ends what was started; what is under way is finished first. */
  stop: () => Promise<void>;
};

/** The server's own account: from the settings, or made at the first start. */
export function operatorKeyOf({ config, random }: Pick<Given, "config" | "random">): Hex {
  return config.operatorKey ?? readOrMakeKey(join(config.dataDir, "keys", "operator.key"), random);
}

/** The key that seals personal data: from the settings, or made at the first start. */
export function dataKeyOf({ config, random }: Pick<Given, "config" | "random">): Hex {
  return config.dataKey ?? readOrMakeKey(join(config.dataDir, "keys", "data.key"), random);
}

/** Opens database, chain and bank and begins to relay, project and pay out; nothing listens yet. */
export async function compose(given: Given): Promise<Composed> {
  const { config, clock, random, log } = given;
  mkdirSync(config.dataDir, { recursive: true });
  const operatorKey = operatorKeyOf(given);
  const dataKey = dataKeyOf(given);

  const { database, close } = await openDatabase(config.database, (err) =>
    log.warn({ err }, "a connection to the database broke"),
  );
  try {
    const chainLog = log.child({ part: "chain" });
    const chain = await openChain({ ...given, database, operatorKey, log: chainLog });
    const payoutListeners = new Set<(payoutId: Hex) => void>();
    const { relay, leads } = chain;
    const { bank, payoutWorker, payoutActs } = openBank({
      ...given,
      database,
      relay,
      leads,
      dataKey,
      onPayoutChange: (payoutId) => {
        for (const listener of payoutListeners) listener(payoutId);
      },
    });
    payoutWorker?.start();
    const register = openRegister({
      ...given,
      database,
      leads,
      dataKey,
      projections: chain.projections,
    });
    register.worker?.start();
    const retention = retentionOf(given, { database, leads, dataKey });
    retention.start();
    return {
      services: {
        config,
        database,
        relay,
        projections: chain.projections,
        chainStatus: () => chain.engine.status(),
        deployment: chain.deployment,
        contracts: chain.contracts,
        operator: chain.operator,
        coSign: coSignerOf(new SigningKey(operatorKey), chain.deployment),
        bank,
        payoutWorker,
        payoutActs,
        onPayoutChange(listener) {
          payoutListeners.add(listener);
          return () => payoutListeners.delete(listener);
        },
        registerChecks: register.checks,
        onRegisterCheck: register.onCheck,
        dataKey,
        clock,
        random,
        log,
      },
      embeddedProcessId: chain.embeddedProcessId,
      async stop() {
        await retention.stop();
        await register.worker?.stop();
        await payoutWorker?.stop();
        await chain.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function retentionOf(
  { config, clock, random, log }: Given,
  parts: { database: Database; leads: () => boolean; dataKey: Hex },
): Retention {
  const now = () => Math.floor(clock.now() / 1000);
  const vault = createVault({ dataKey: fromHex(parts.dataKey), random });
  return createRetention({
    ...parts,
    importStore: createImportStore({ database: parts.database, vault, now }),
    markGivers: createMarkGivers({ vault, now }),
    random,
    now,
    months: config.householdRetentionMonths,
    log: log.child({ part: "retention" }),
  });
}
