// Puts the bank's adapter and the payout worker together; which bank it is, nothing else in the server knows.
import { eq } from "drizzle-orm";
import type { Logger } from "pino";
import type { Hex, RandomBytes } from "../wallet-web/shared/protocol/bytes.ts";
import { fromHex } from "../wallet-web/shared/protocol/bytes.ts";
import type { Bank, BankCallbacks } from "./bank/bank.ts";
import { createBunqBank } from "./bank/bunq/adapter.ts";
import { bunqLimits, noLimits } from "./bank/bunq/rate-limiter.ts";
import type { BunqStateStore } from "./bank/bunq/state.ts";
import type { Clock } from "./bank/clock.ts";
import type { Relay } from "./chain/relay.ts";
import type { BankConfig, Config } from "./config.ts";
import { createCallbackRegistration } from "./payouts/callback-registration.ts";
import type { PayoutContext } from "./payouts/context.ts";
import { createPayoutActs, type PayoutActs } from "./payouts/payout-acts.ts";
import { createPayoutIndex } from "./payouts/payout-index.ts";
import { createPayoutWorker, type PayoutWorker } from "./payouts/worker.ts";
import { createNameChecks } from "./shops/name-checks.ts";
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

export type OpenedBank = {
  bank: Bank | null;
  payoutWorker: PayoutWorker | null;
  payoutActs: PayoutActs | null;
};

/** The bank, the worker that pays through it, and what people decide; all null when BANK=none. */
export function openBank(options: BankOptions): OpenedBank {
  const { config, database, clock, random, leads } = options;
  if (config.bank.kind === "none") return { bank: null, payoutWorker: null, payoutActs: null };
  const vault = createVault({ dataKey: fromHex(options.dataKey), random });
  const profiles = createProfiles({ database, vault, now: () => Math.floor(clock.now() / 1000) });
  const log = options.log.child({ part: "payouts" });
  const context: PayoutContext = {
    database,
    relay: options.relay,
    creditorOf: profiles.creditorOf,
    sealDetails: (entryId, details) => vault.seal(detailsPlace(entryId), JSON.stringify(details)),
    nameChecks: createNameChecks({ database, vault }),
    description: config.municipality,
    random,
    now: () => clock.now(),
    log,
  };
  const online = config.bank.kind === "bunq" ? connectBunq(options, config.bank, vault) : null;
  const prepareRound = online === null ? async () => {} : askForCallbacks(options, online, log);
  const payoutWorker = createPayoutWorker({
    ...context,
    bank: online,
    index: createPayoutIndex({ database, holdSeconds: config.payoutHoldSeconds }),
    intervalMs: config.payoutIntervalMs,
    ifLeader: async (work) => {
      if (!leads()) return;
      await prepareRound();
      await work();
    },
    onChange: options.onPayoutChange,
  });
  const payoutActs = createPayoutActs({
    context,
    bank: online,
    quietPeriodMs: online?.quietPeriodMs ?? 0,
    fileBank: config.bank.kind === "sepa" ? config.bank.fileBank : null,
  });
  return { bank: online, payoutWorker, payoutActs };
}

/** Where a statement line's details stand, sealed. */
export const detailsPlace = (entryId: string) => ({
  table: "bank_entries",
  column: "details",
  id: entryId,
});

/** The adapter of a bunq account, with its session shared by all servers. */
export function connectBunq(
  given: Pick<BankOptions, "database" | "clock" | "random" | "fetch">,
  settings: Extract<BankConfig, { kind: "bunq" }>,
  vault: Vault,
): Bank & BankCallbacks {
  const { url, apiKey, accountIban, approval, quietPeriodMs, rateLimits } = settings;
  return createBunqBank({
    baseUrl: url,
    apiKey,
    approval,
    quietPeriodMs,
    limits: rateLimits === "none" ? noLimits : bunqLimits,
    ...(accountIban === undefined ? {} : { accountIban }),
    store: sealedStore(given.database, vault),
    clock: given.clock,
    fetch: given.fetch,
    random: given.random,
  });
}

function askForCallbacks(
  options: BankOptions,
  bank: BankCallbacks,
  log: Logger,
): () => Promise<void> {
  return createCallbackRegistration({
    bank,
    url: `${options.config.publicOrigin}/api/v1/bank/callbacks/bunq`,
    now: () => options.clock.now(),
    log,
  });
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
