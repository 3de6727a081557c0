// Puts the trade register's adapter and the worker that asks it together; which register it is, nothing else in the server knows.

import type { Logger } from "pino";
import { fromHex, type Hex, type RandomBytes } from "../wallet-web/shared/protocol/bytes.ts";
import type { Clock } from "./bank/clock.ts";
import type { Config } from "./config.ts";
import type { Projections } from "./services.ts";
import { createProfiles } from "./shops/profiles.ts";
import { createRegisterChecks, type RegisterChecks } from "./shops/register-checks.ts";
import { createRegisterWorker, type RegisterWorker } from "./shops/register-worker.ts";
import type { Database } from "./store/database.ts";
import { createKvkRegister } from "./trade-register/kvk/adapter.ts";
import { createVault } from "./validator/vault.ts";

export type OpenedRegister = {
  checks: RegisterChecks;
  /** Null when there is no register to ask. */
  worker: RegisterWorker | null;
  /** @returns A function that ends the listening. */
  onCheck: (listener: (shopId: Hex) => void) => () => void;
};

export function openRegister(given: {
  config: Config;
  database: Database;
  projections: Projections;
  dataKey: Hex;
  leads: () => boolean;
  clock: Clock;
  random: RandomBytes;
  log: Logger;
  fetch: typeof fetch;
}): OpenedRegister {
  const { config, database, clock, fetch } = given;
  const now = () => Math.floor(clock.now() / 1000);
  const vault = createVault({ dataKey: fromHex(given.dataKey), random: given.random });
  const log = given.log.child({ part: "trade-register" });
  const settings = config.tradeRegister;
  const listeners = new Set<(shopId: Hex) => void>();
  const checks = createRegisterChecks({
    database,
    vault,
    profiles: createProfiles({ database, vault, now }),
    register:
      settings &&
      createKvkRegister({ baseUrl: settings.url, apiKey: settings.apiKey, fetch, clock }),
    now,
    log,
    onChecked: (shopId) => {
      for (const listener of listeners) listener(shopId);
    },
  });
  const { projections, leads } = given;
  return {
    checks,
    worker: settings && createRegisterWorker({ database, projections, checks, now, leads, log }),
    onCheck(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
