// Pays shops what they are owed, round after round. One process does it at a time; the others stand by.
import type { Logger } from "pino";
import { type Hex, randomId } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Bank } from "../bank/bank.ts";
import { BankError } from "../bank/bank-error.ts";
import { isAppError } from "../errors/app-error.ts";
import type { PayoutContext } from "./context.ts";
import { type BankReader, createBankReader } from "./follow-bank.ts";
import { openPayouts } from "./open-payouts.ts";
import { changeOrder, insertOrder, ordersIn, type PayoutOrder } from "./payout-orders.ts";
import { type EachPayout, reconcile } from "./reconcile.ts";
import { giveBack } from "./refuse.ts";
import { sendPayouts } from "./send-payouts.ts";
import { lastAttempts } from "./submissions.ts";
import { settleUnknown } from "./unknown.ts";

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
  /** Null when payouts go as files: a person carries them, and the files that come back move them on. */
  bank: Bank | null;
  index: PayoutIndex;
  intervalMs: number;
  /** Runs the work when this process is the one that may; resolves without it when another is. */
  ifLeader: (work: () => Promise<void>) => Promise<void>;
  /** An order may have taken a step: screens may want to know. */
  onChange?: (payoutId: Hex) => void;
};

export type PayoutWorker = {
  start: () => void;
  /** One round, now; also what the timer does. Rounds never overlap. */
  round: () => Promise<void>;
  /** Resolves when the round under way is done. */
  stop: () => Promise<void>;
};

/** So many payouts take a step on the chain at once. */
const CHAIN_STEPS_AT_ONCE = 25;

/** Makes the worker; nothing runs before `start`. */
export function createPayoutWorker(options: PayoutWorkerOptions): PayoutWorker {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let isRunning = false;
  let isStopped = false;
  const play = createRound(options);

  const round = () => {
    if (isRunning) return underWay;
    isRunning = true;
    underWay = options
      .ifLeader(play)
      .catch((cause) => logFailure(options.log, cause, { message: "payout round failed" }))
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

function createRound(options: PayoutWorkerOptions): () => Promise<void> {
  const { bank } = options;
  const online =
    bank === null ? null : { ...options, bank, reader: createBankReader({ ...options, bank }) };
  const each = eachOf(options);
  return async () => {
    // 1. Rounds never overlap, so nothing of ours is under way: what was being sent was left by a crash or a former leader.
    await distrustSubmitting(options, each);
    // 2. What others opened on the chain is carried on, and what shops are owed becomes an order, one per shop at a time.
    await writeOrders(options);
    // 3. The chain before the bank: nothing is sent that isn't in payout there.
    await openPayouts(options, each);
    if (online) await askBank(online, each);
    else await reconcile(options, each);
  };
}

/** What the bank's statement says comes first; then what is new goes out, and is looked for at once. */
async function askBank(
  context: PayoutWorkerOptions & { bank: Bank; reader: BankReader },
  each: EachPayout,
): Promise<void> {
  const lookedAt = await context.reader.read();
  await reconcile(context, each);
  await settleUnknown(context, lookedAt, each);
  const before = await ordersIn(context.database, ["APPROVED"], context.now());
  await sendPayouts(context, each);
  if (before.length === 0) return;
  await context.reader.read();
  await reconcile(context, each);
}

async function writeOrders(options: PayoutWorkerOptions): Promise<void> {
  const { database, now, index, random } = options;
  for (const opened of await index.openedElsewhere()) {
    await insertOrder(database, { ...opened, state: "UNKNOWN", createdAt: now() });
  }
  for (const payable of await index.payable(Math.floor(now() / 1000))) {
    const payoutId = randomId(random);
    await insertOrder(database, { ...payable, payoutId, state: "BATCHED", createdAt: now() });
  }
}

async function distrustSubmitting(options: PayoutWorkerOptions, each: EachPayout): Promise<void> {
  const left = await ordersIn(options.database, ["SUBMITTING"], Number.MAX_SAFE_INTEGER);
  const attempts = await lastAttempts(
    options.database,
    left.map((order) => order.payoutId),
  );
  await each(left, async (index) => {
    const order = left[index] as PayoutOrder;
    const outcome = attempts.get(order.payoutId)?.attempt.outcome;
    // While it may have arrived, its attempt is open. Else the bank refused it, or a person said that it was not paid, and the
    // crash came before the debt was given back.
    if (outcome !== "open" && outcome !== "accepted") await giveBack(options, order);
    // A file stays with the bank until the bank's own files say what became of it.
    else if (options.bank !== null) {
      const change = { state: "UNKNOWN" as const, changedAt: options.now() };
      await changeOrder(options.database, order, change);
    }
  });
}

/** Steps of several payouts beside each other; one that fails is logged and tried again in the next round. */
function eachOf(options: PayoutWorkerOptions): EachPayout {
  return async (payouts, step) => {
    for (let from = 0; from < payouts.length; from += CHAIN_STEPS_AT_ONCE) {
      const some = payouts.slice(from, from + CHAIN_STEPS_AT_ONCE);
      await Promise.all(
        some.map(async ({ payoutId }, offset) => {
          try {
            await step(from + offset);
            options.onChange?.(payoutId);
          } catch (cause) {
            logFailure(options.log, cause, { message: "payout step failed", payoutId });
          }
        }),
      );
    }
  };
}

/** A bank or chain that is down is expected, and tried again in the next round; anything else is a fault to look at. */
function logFailure(log: Logger, err: unknown, given: { message: string; payoutId?: Hex }): void {
  const { message, ...names } = given;
  const isExpected = err instanceof BankError || isAppError(err, "chain-unavailable");
  log[isExpected ? "warn" : "error"]({ err, ...names }, message);
}
