// A clock that stands still until a test turns it.

import type { Clock } from "../../../server/bank/clock.ts";

interface Waiting {
  readonly ms: number;
  readonly until: number;
  readonly resolve: () => void;
}

export class FakeClock implements Clock {
  #now = Date.UTC(2026, 2, 2, 9, 0, 0);
  #waiting: Waiting[] = [];
  #watchers: { readonly ms: number; readonly resolve: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = { ms, until: this.#now + ms, resolve };
      this.#waiting.push(waiting);
      signal?.addEventListener("abort", () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        resolve();
      });
      for (const watcher of this.#watchers.filter((other) => other.ms === ms)) watcher.resolve();
    });
  }

  /** Resolves once someone waits for exactly this long. */
  untilWaiting(ms: number): Promise<void> {
    if (this.#waiting.some((waiting) => waiting.ms === ms)) return Promise.resolve();
    return new Promise((resolve) => this.#watchers.push({ ms, resolve }));
  }

  advance(ms: number): void {
    this.#now += ms;
    const due = this.#waiting.filter((waiting) => waiting.until <= this.#now);
    this.#waiting = this.#waiting.filter((waiting) => waiting.until > this.#now);
    for (const waiting of due) waiting.resolve();
  }
}
