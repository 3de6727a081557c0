// Divides an import into requests that fit in a transaction. Never splits a household, never lets siblings stand in order.
import type { RandomBytes } from "../../shared/protocol/bytes.ts";

/** A list in random order; Fisher-Yates with numbers that favour none. */
export function shuffle<T>(items: readonly T[], random: RandomBytes): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = randomBelow(last + 1, random);
    const kept = shuffled[last] as T;
    shuffled[last] = shuffled[other] as T;
    shuffled[other] = kept;
  }
  return shuffled;
}

/**
 * Whole households in chunks of at most `limit` children, in the order given. The chunks are about equally large, because a
 * last chunk with one household would show on the chain which children are siblings.
 * @throws {RangeError} when a household alone exceeds the limit.
 */
export function planChunks<T extends { children: number }>(
  households: readonly T[],
  limit: number,
): T[][] {
  const fewest = packInOrder(households, limit).length;
  const children = households.reduce((sum, household) => sum + household.children, 0);
  for (let even = Math.ceil(children / Math.max(1, fewest)); even < limit; even++) {
    if (households.some((household) => household.children > even)) continue;
    const chunks = packInOrder(households, even);
    if (chunks.length === fewest) return chunks;
  }
  return packInOrder(households, limit);
}

function packInOrder<T extends { children: number }>(
  households: readonly T[],
  limit: number,
): T[][] {
  const chunks: T[][] = [];
  let room = 0;
  for (const household of households) {
    if (household.children > limit) throw new RangeError("a household exceeds the limit");
    const current = chunks.at(-1);
    if (current && household.children <= room) {
      current.push(household);
      room -= household.children;
    } else {
      chunks.push([household]);
      room = limit - household.children;
    }
  }
  return chunks;
}

/** A number from 0 up to, and not including, `bound`; draws again where the remainder would favour low numbers. */
function randomBelow(bound: number, random: RandomBytes): number {
  const highest = 2 ** 32 - (2 ** 32 % bound);
  for (;;) {
    const drawn = new DataView(random(4).buffer).getUint32(0);
    if (drawn < highest) return drawn % bound;
  }
}
