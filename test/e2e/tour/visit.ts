// A tour walks through an app and stops at each of its screens and states, so that whoever looks at all of them (a check, a
// camera) sees the same ones.
import type { Page } from "playwright-core";

/** Called at each stop; the page is at rest and comes back as it was left. */
export type Visit = (name: string, page: Page) => Promise<void>;

/** Nothing moves any more: half-way through a change of colours a button has the contrast of neither. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.all(ending.map(({ finished }) => finished.catch(() => null)));
  });
}
