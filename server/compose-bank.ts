// Puts the bank's adapter and the payout worker together; which bank it is, nothing else in the server knows.
import { eq } from "drizzle-orm";
import type { Logger } from "pino";
import type { Hex, RandomBytes } from "../wallet-web/shared/protocol/bytes.ts";
import { fromHex } from "../wallet-web/shared/protocol/bytes.ts";
import type { Bank } from "./bank/bank.ts";
import { createBunqBank } from "./bank/bunq/adapter.ts";
import type { BunqStateStore } from "./bank/bunq/state.ts";
import type { Clock } from "./bank/clock.ts";
import type { Relay } from "./chain/relay.ts";
import type { Config } from "./config.ts";
import { createCallbackRegistration } from "./payouts/callback-registration.ts";
import { createPayoutIndex } from "./payouts/payout-index.ts";
import { createPayoutWorker, type PayoutWorker } from "./payouts/worker.ts";
import { createProfiles } from "./shops/profiles.ts";
import type { Database } from "./store/database.ts";
import { bankStates } from "./store/schema/bank.ts";
import { createVault, type Vault } from "./validator/vault.ts";

export type BankOptions = {
  config: Config;
  database: Database;
  relay: Relay;
  dataKey: Hex;
  leads: () => boolean;
  onPayoutChange: (payoutId: Hex) => void;
  clock: Clock;
  random: RandomBytes;
  log: Logger;
  fetch: typeof fetch;
};

/** The bank and the worker that pays through it; both null when BANK=none. */
export function openBank(
  options: BankOptions,
): { bank: Bank; payoutWorker: PayoutWorker } | { bank: null; payoutWorker: null } {
  const { config, database, clock, random, leads } = options;
  if (config.bank.kind === "none") return { bank: null, payoutWorker: null };
  const vault = createVault({ dataKey: fromHex(options.dataKey), random });
  const { url, apiKey, accountIban } = config.bank;
  const bank = createBunqBank({
    baseUrl: url,
    apiKey,
    ...(accountIban === undefined ? {} : { accountIban }),
    store: sealedStore(database, vault),
    clock,
    fetch: options.fetch,
    random,
  });
  const profiles = createProfiles({
    database,
    vault,
    now: () => Math.floor(clock.now() / 1000),
  });
  const log = options.log.child({ part: "payouts" });
  const registerCallback = createCallbackRegistration({
    bank,
    url: `${config.publicOrigin}/api/v1/bank/callbacks/bunq`,
    now: () => clock.now(),
    log,
  });
  const payoutWorker = createPayoutWorker({
    database,
    relay: options.relay,
    bank,
    creditorOf: profiles.creditorOf,
    description: config.municipality,
    now: () => clock.now(),
    log,
    index: createPayoutIndex({ database, holdSeconds: config.payoutHoldSeconds }),
    random,
    intervalMs: config.payoutIntervalMs,
    ifLeader: async (work) => {
      if (!leads()) return;
      await registerCallback();
      await work();
    },
    onChange: options.onPayoutChange,
  });
  return { bank, payoutWorker };
}

const STATE_NAME = "bunq";
const PLACE = { table: "bank_states", column: "state", id: STATE_NAME };

/** The adapter's session and keys, sealed: whoever reads the database can't pay. All servers share them. */
function sealedStore(database: Database, vault: Vault): BunqStateStore {
  return {
    async load() {
      const [row] = await database.select().from(bankStates).where(eq(bankStates.name, STATE_NAME));
      return row ? JSON.parse(vault.open(PLACE, row.state)) : null;
    },
    async save(state) {
      const sealed = vault.seal(PLACE, JSON.stringify(state));
      await database
        .insert(bankStates)
        .values({ name: STATE_NAME, state: sealed })
        .onConflictDoUpdate({ target: bankStates.name, set: { state: sealed } });
    },
  };
}
