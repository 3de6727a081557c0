// The time as the bank code sees it, passed in so that tests can hold and turn it.

/** Times are milliseconds since 1970 (UTC). */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, or as soon as `signal` aborts: ask the signal which it was. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. A wait does not keep the process alive. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve();
          return;
        }
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        timer.unref();
        signal?.addEventListener("abort", done, { once: true });
      }),
  };
}
