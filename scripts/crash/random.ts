// Chance that can be repeated: the same seed gives the same choices. Never for keys.
import { createHash } from "node:crypto";

export type Chance = {
  /** From 0 up to 1. */
  next: () => number;
  /** One of these. */
  pick: <T>(from: readonly T[]) => T;
  /** A whole number from `low` to `high`. */
  between: (low: number, high: number) => number;
};

/** Draws by hashing a counter: slow, even, and the same on every machine. */
export function createChance(seed: string): Chance {
  let drawn = 0;
  const next = () => {
    drawn += 1;
    return createHash("sha256").update(`${seed}/${drawn}`).digest().readUIntBE(0, 6) / 2 ** 48;
  };
  return {
    next,
    pick: (from) => from[Math.floor(next() * from.length)] as (typeof from)[number],
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
  };
}
