// Asks the bank to call when a payment changes. Without it payouts go on all the same, a little later.
import type { Logger } from "pino";
import type { BankCallbacks } from "../bank/bank.ts";
import { BankError } from "../bank/bank-error.ts";

const RETRY_MS = 10 * 60_000;

/**
 * Registers the address once, and again after a while when the bank didn't take it.
 * @param options.now Unix time in milliseconds.
 * @returns A function to call before a round of payouts; it never fails for want of the bank.
 */
export function createCallbackRegistration(options: {
  bank: BankCallbacks;
  url: string;
  now: () => number;
  log: Logger;
}): () => Promise<void> {
  let nextAt = 0;
  return async () => {
    if (options.now() < nextAt) return;
    nextAt = options.now() + RETRY_MS;
    try {
      await options.bank.registerCallback(options.url);
      nextAt = Number.POSITIVE_INFINITY;
    } catch (cause) {
      if (!(cause instanceof BankError)) throw cause;
      options.log.warn({ err: cause }, "the bank did not take our address for its calls");
    }
  };
}
