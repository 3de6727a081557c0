// A whole server that pays shops for real: its own payout worker, index and profiles, and a bank whose books the test reads.
import { systemClock } from "../../../server/bank/clock.ts";
import { createPayoutIndex } from "../../../server/payouts/payout-index.ts";
import { createPayoutWorker } from "../../../server/payouts/worker.ts";
import type { Services } from "../../../server/services.ts";
import { createNameChecks } from "../../../server/shops/name-checks.ts";
import { createProfiles } from "../../../server/shops/profiles.ts";
import { createVault } from "../../../server/validator/vault.ts";
import { fromHex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { ScriptedBank } from "../payouts/scripted-bank.ts";
import { type Bench, ShiftedClock, startBench } from "./bench.ts";
import { must, type Town } from "./town.ts";

const HOLD_SECONDS = 900;
/** Further than the chain's clock can run ahead of ours. */
const WELL_PAST_HOLD_MS = (HOLD_SECONDS + 60) * 1000;

export type PayingBench = {
  bench: Bench;
  bank: ScriptedBank;
  /** A round of payouts now: sales of this moment are still held. */
  payWithinHold(): Promise<void>;
  /** A round of payouts after the hold time. */
  payAfterHold(): Promise<void>;
  /** From now on it is so much later, for the chain too: whoever was logged in must log in again. */
  passSeconds(seconds: number): void;
};

export async function startPayingBench(): Promise<PayingBench> {
  const bank = new ScriptedBank();
  const httpClock = new ShiftedClock();
  let passedMs = 0;
  const clock = { ...systemClock(), now: () => Date.now() + passedMs };
  const bench = await startBench({
    ...{ httpClock, clock },
    change: (services) => ({ ...services, payoutWorker: workerOf(services, bank) }),
  });
  const round = async () => bench.services.payoutWorker?.round();
  return {
    bench,
    bank,
    payWithinHold: round,
    async payAfterHold() {
      httpClock.shiftMs = passedMs + WELL_PAST_HOLD_MS;
      await round();
      httpClock.shiftMs = passedMs;
    },
    passSeconds(seconds) {
      passedMs += seconds * 1000;
      httpClock.shiftMs = passedMs;
    },
  };
}

/** The treasurer lets the server open payouts. */
export async function giveMandate({ bench, schemeId, staff }: Town): Promise<void> {
  const mandate = {
    operator: bench.chain.operator,
    perPayoutCents: 1_000_000n,
    perDayCents: 10_000_000n,
    validUntil: Math.floor(bench.services.clock.now() / 1000) + 86_400,
  };
  must(await bench.request(staff.treasurer.signer, commands.setMandate({ schemeId, mandate })));
}

function workerOf(services: Services, bank: ScriptedBank) {
  const { database, relay, random, log, clock, dataKey } = services;
  const vault = createVault({ dataKey: fromHex(dataKey), random });
  const profiles = createProfiles({ database, vault, now: () => Math.floor(clock.now() / 1000) });
  return createPayoutWorker({
    ...{ database, relay, random, log, bank },
    nameChecks: createNameChecks({ database, vault }),
    creditorOf: profiles.creditorOf,
    sealDetails: (_entryId, details) => new TextEncoder().encode(JSON.stringify(details)),
    description: "Zuidhorn",
    now: () => clock.now(),
    index: createPayoutIndex({ database, holdSeconds: HOLD_SECONDS }),
    intervalMs: 1_000,
    ifLeader: (work) => work(),
  });
}
