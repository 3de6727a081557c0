// Keeps our own calls below bunq's limits, so that a 429 stays the exception.

import { BankError } from "../bank-error.ts";
import type { Clock } from "../clock.ts";

/** At most `calls` in any `windowMs`. */
export interface RateLimit {
  readonly calls: number;
  readonly windowMs: number;
}

export type Method = "GET" | "POST" | "PUT";

/** bunq's limits per IP and endpoint; the windows are 200 ms longer, for calls that travel at uneven speed. */
export const bunqLimits: Readonly<Record<Method, RateLimit>> = {
  GET: { calls: 3, windowMs: 3_200 },
  POST: { calls: 5, windowMs: 3_200 },
  PUT: { calls: 2, windowMs: 3_200 },
};

/** For a sandbox bank that keeps no limits. */
export const noLimits: Readonly<Record<Method, RateLimit>> = {
  GET: { calls: 1, windowMs: 0 },
  POST: { calls: 1, windowMs: 0 },
  PUT: { calls: 1, windowMs: 0 },
};

export interface RateLimiter {
  /**
   * Waits until one more call fits. Callers are served in the order they came.
   *
   * @throws BankError `busy` when the wait would exceed the longest allowed; no place is taken then.
   */
  take(method: Method, path: string): Promise<void>;
}

/** Ids and queries don't make another endpoint: `/user/1/…/payment/7?count=1` counts as `/user/#/…/payment/#`. */
function endpointOf(path: string): string {
  return path.replace(/\?.*$/, "").replace(/\/\d+/g, "/#");
}

/** A sliding window per method and endpoint. */
export function createRateLimiter(options: {
  readonly clock: Clock;
  readonly limits: Readonly<Record<Method, RateLimit>>;
  readonly longestWaitMs: number;
}): RateLimiter {
  const { clock, limits, longestWaitMs } = options;
  /** The times at which the latest calls leave, per endpoint; some may lie ahead. */
  const departures = new Map<string, number[]>();

  return {
    async take(method, path) {
      const limit = limits[method];
      const key = `${method} ${endpointOf(path)}`;
      const known = departures.get(key) ?? [];
      const now = clock.now();
      const blocking = known.length < limit.calls ? undefined : known[known.length - limit.calls];
      const departure = Math.max(now, (blocking ?? -Infinity) + limit.windowMs, known.at(-1) ?? 0);
      if (departure - now > longestWaitMs) {
        throw new BankError(
          "busy",
          `Too many calls to bunq at once: ${method} would wait too long.`,
        );
      }
      departures.set(key, [...known, departure].slice(-limit.calls));
      if (departure > now) await clock.wait(departure - now);
    },
  };
}
