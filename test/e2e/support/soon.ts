// A screen follows a press a moment later: what is read at once may be what stood there before.
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import type { Locator } from "playwright-core";
import { plain } from "./text.ts";

const ASK_EVERY_MS = 50;
const LIMIT_MS = 15_000;

/** Reads until it is what is wanted; fails with what it was last. */
export async function soon<T>(read: () => Promise<T>, wanted: T): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  let last = await read();
  while (JSON.stringify(last) !== JSON.stringify(wanted) && Date.now() < deadline) {
    await delay(ASK_EVERY_MS);
    last = await read();
  }
  expect(last).to.deep.equal(wanted);
}

/** So many elements are there. */
export const soonCounts = (elements: Locator, wanted: number): Promise<void> =>
  soon(() => elements.count(), wanted);

/** The elements say this, in this order. */
export const soonSays = (elements: Locator, wanted: readonly string[]): Promise<void> =>
  soon(async () => (await elements.allTextContents()).map(plain), [...wanted]);
