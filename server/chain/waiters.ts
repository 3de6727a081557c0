// Those who wait for a command to end. It knows nothing of chains; it only keeps promises.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Outcome } from "./relay.ts";

export type Waiters = {
  /** Resolves with the outcome, or null when `limitMs` have passed or `stop` was called. */
  wait: (id: Hex, limitMs: number) => Promise<Outcome | null>;
  /** Commands that somebody waits for. */
  ids: () => Hex[];
  settle: (outcomes: ReadonlyMap<Hex, Outcome | null>) => void;
  stop: () => void;
};

export function createWaiters(): Waiters {
  const waiting = new Map<Hex, Set<(outcome: Outcome | null) => void>>();
  return {
    wait: (id, limitMs) =>
      new Promise((resolve) => {
        const done = (outcome: Outcome | null) => {
          clearTimeout(limit);
          const others = waiting.get(id);
          others?.delete(done);
          if (others?.size === 0) waiting.delete(id);
          resolve(outcome);
        };
        const limit = setTimeout(() => done(null), limitMs);
        const others = waiting.get(id) ?? new Set();
        waiting.set(id, others.add(done));
      }),
    ids: () => [...waiting.keys()],
    settle(outcomes) {
      for (const [id, outcome] of outcomes) {
        if (outcome === null) continue;
        for (const done of [...(waiting.get(id) ?? [])]) done(outcome);
      }
    },
    stop() {
      for (const group of [...waiting.values()]) for (const done of [...group]) done(null);
    },
  };
}
