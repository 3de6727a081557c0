// What the parts of the server get handed; made once in compose.ts, never reached for.
import type { Logger } from "pino";
import type { Hex, RandomBytes } from "../wallet-web/shared/protocol/bytes.ts";
import type { Deployment } from "../wallet-web/shared/protocol/typed-data.ts";
import type { Bank } from "./bank/bank.ts";
import type { Clock } from "./bank/clock.ts";
import type { Contracts } from "./chain/contracts.ts";
import type { ChainEvent } from "./chain/events.ts";
import type { CoSignature, Relay } from "./chain/relay.ts";
import type { Config } from "./config.ts";
import type { PayoutActs } from "./payouts/payout-acts.ts";
import type { PayoutWorker } from "./payouts/worker.ts";
import type { RegisterChecks } from "./shops/register-checks.ts";
import type { Database } from "./store/database.ts";

/** Events that were projected, in the order of the chain. They stand in the database when a listener hears of them. */
export type ProjectedListener = (events: readonly ChainEvent[]) => void;

/** Hears what the chain did, in every server process, whichever of them projects. */
export type Projections = {
  /** @returns A function that ends the listening. */
  onProjected: (listener: ProjectedListener) => () => void;
};

/** How the chain and the index stand, for /readyz and /metrics. */
export type ChainStatus = {
  /** Whether the chain answered lately. */
  reachable: boolean;
  /** Newest block of the chain and of the index; null before the first is known. */
  headBlock: number | null;
  projectedBlock: number | null;
  /** Commands that wait to be sent, and those sent but not mined. */
  queued: number;
  sent: number;
  /** Whether this process relays and projects. */
  leads: boolean;
};

export type Services = {
  config: Config;
  database: Database;
  relay: Relay;
  projections: Projections;
  chainStatus: () => Promise<ChainStatus>;
  deployment: Deployment;
  contracts: Contracts;
  /** The server's account on the chain. */
  operator: Hex;
  /** Its signature beside a card's; whoever asks has seen to the PIN. */
  coSign: (paymentId: Hex) => CoSignature;
  /** Null when there is none to talk to: payouts then wait on the chain, or go as files. */
  bank: Bank | null;
  payoutWorker: PayoutWorker | null;
  /** What people decide about payouts; null when BANK=none. */
  payoutActs: PayoutActs | null;
  /** A payout took a step; for live screens. */
  onPayoutChange: (listener: (payoutId: Hex) => void) => () => void;
  /** What the trade register says of shops. */
  registerChecks: RegisterChecks;
  /** It said something of a shop, or was asked in vain; for live screens. */
  onRegisterCheck: (listener: (shopId: Hex) => void) => () => void;
  /** Seals personal data: DATA_KEY, or made at first start and kept in the data folder. */
  dataKey: Hex;
  clock: Clock;
  random: RandomBytes;
  log: Logger;
};
