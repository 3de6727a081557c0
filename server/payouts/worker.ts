// Pays shops what they are owed, round after round. One process does it at a time; the others stand by.
import type { Logger } from "pino";
import { type Hex, type RandomBytes, randomId } from "../../wallet-web/shared/protocol/bytes.ts";
import { BankError } from "../bank/bank-error.ts";
import { isAppError } from "../errors/app-error.ts";
import {
  distrustSubmitting,
  insertOrder,
  liveOrders,
  orderById,
  type PayoutOrder,
} from "./payout-orders.ts";
import { advance, type PayoutContext } from "./payout-steps.ts";

/** What one shop can be paid now, in cents, refunds and the hold time taken into account. */
export type Payable = { schemeId: Hex; shopId: Hex; amountCents: bigint };

/** What the worker asks of the index. */
export type PayoutIndex = {
  /** Shops that are owed something older than the hold time; `now` in Unix seconds. */
  payable: (now: number) => Promise<Payable[]>;
  /** Payouts that stand open on the chain, with no order of ours. */
  openedElsewhere: () => Promise<(Payable & { payoutId: Hex })[]>;
};

export type PayoutWorkerOptions = PayoutContext & {
  index: PayoutIndex;
  random: RandomBytes;
  intervalMs: number;
  log: Logger;
  /** Runs the work when this process is the one that may; resolves without it when another is. */
  ifLeader: (work: () => Promise<void>) => Promise<void>;
  /** An order took a step: screens may want to know. */
  onChange?: (payoutId: Hex) => void;
};

export type PayoutWorker = {
  start: () => void;
  /** One round, now; also what the timer does. Rounds never overlap. */
  round: () => Promise<void>;
  /** Resolves when the round under way is done. */
  stop: () => Promise<void>;
};

/** Makes the worker; nothing runs before `start`. */
export function createPayoutWorker(options: PayoutWorkerOptions): PayoutWorker {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let isRunning = false;
  let isStopped = false;

  const work = async () => {
    // Rounds never overlap, so nothing of ours is under way: this was left by a crash, a fault, or who led before.
    await distrustSubmitting(options.database, options.now());
    await playRound(options);
  };
  const round = () => {
    if (isRunning) return underWay;
    isRunning = true;
    underWay = options
      .ifLeader(work)
      .catch((cause) => logFailure(options.log, cause, "payout round failed"))
      .finally(() => {
        isRunning = false;
      });
    return underWay;
  };
  const schedule = () => {
    if (isStopped) return;
    timer = setTimeout(() => void round().then(schedule), options.intervalMs);
  };
  return {
    start: () => {
      isStopped = false;
      schedule();
    },
    round,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}

async function playRound(options: PayoutWorkerOptions): Promise<void> {
  // 1. What others opened on the chain is carried on, after a look at the bank.
  for (const opened of await options.index.openedElsewhere()) {
    await insertOrder(options.database, { ...opened, state: "UNKNOWN", createdAt: options.now() });
  }
  // 2. What shops are owed becomes an order, one per shop at a time.
  for (const payable of await options.index.payable(Math.floor(options.now() / 1000))) {
    await insertOrder(options.database, {
      ...payable,
      payoutId: randomId(options.random),
      state: "BATCHED",
      createdAt: options.now(),
    });
  }
  // 3. Each order goes as far as it can: one that fails does not stop the others.
  for (const order of await liveOrders(options.database)) await carry(options, order);
}

/** Steps on while the state changes; a bank that answers at once is done in one round. */
async function carry(options: PayoutWorkerOptions, first: PayoutOrder): Promise<void> {
  const { payoutId } = first;
  let order: PayoutOrder | null = first;
  for (let before = ""; order && order.state !== before; ) {
    before = order.state;
    try {
      await advance(options, order);
    } catch (cause) {
      logFailure(options.log, cause, "payout step failed", payoutId);
      return;
    }
    order = await orderById(options.database, payoutId);
    if (order?.state !== before) options.onChange?.(payoutId);
  }
}

/** A bank or chain that is down is expected, and tried again in the next round; anything else is a fault to look at. */
function logFailure(log: Logger, cause: unknown, message: string, payoutId?: Hex): void {
  const isExpected = cause instanceof BankError || isAppError(cause, "chain-unavailable");
  log[isExpected ? "warn" : "error"]({ err: cause, payoutId }, message);
}
