// Goes through an app with the keyboard alone, and holds it to what somebody without a mouse needs: the focus is somewhere,
// can be seen, and isn't behind something.
import { expect } from "chai";
import type { Locator, Page } from "playwright-core";

/** A screen with more stops than this to any of its buttons is no screen for the keyboard. */
const MOST_STOPS = 40;

/** Tabs to an element; each stop on the way must be seen. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press("Tab");
    const stopped = await stopOf(page);
    if (stopped === "none") continue;
    expect(stopped, "a stop of the keyboard").to.equal("seen");
    if (await target.evaluate((one) => one === document.activeElement)) return;
  }
  throw new Error(`the keyboard does not come to ${target}`);
}

/** Tabs to a button or link and presses it. */
export async function press(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** After a change of screen, or a dialog that closed: the focus must not have gone to the page's top. */
export async function expectPlace(page: Page): Promise<void> {
  await page.waitForFunction(() => (document.activeElement ?? document.body) !== document.body);
}

/**
 * Where Tab stopped: "seen", "none", or what is wrong with it. Between the last stop of a page and its first is the
 * browser's own bar; and a screen that arrives after the key puts the focus on its heading itself: there Tab can't have
 * stopped, also when it arrives while this looks.
 * Source: WCAG 2.2, 2.4.7 and 2.4.11.
 */
const stopOf = (page: Page) =>
  page.evaluate(async () => {
    const focused = (document.activeElement ?? document.body) as HTMLElement;
    if (focused === document.body || focused.tabIndex < 0) return "none";
    // Scrolling to it ends at the next frame.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    if (document.activeElement !== focused) return "none";
    const label = focused.matches("input[type=radio], input[type=checkbox]")
      ? focused.closest("label")
      : null;
    const hasRing = (one: Element | null) => {
      if (!one) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    };
    const what = focused.outerHTML.slice(0, 120);
    if (!hasRing(focused) && !hasRing(label)) return `not to be seen: ${what}`;
    const { left, top, width, height } = (label ?? focused).getBoundingClientRect();
    // Of what is larger than the window, the part that is in it.
    const middle = (from: number, length: number, whole: number) =>
      (Math.max(from, 0) + Math.min(from + length, whole)) / 2;
    const seen = document.elementFromPoint(
      middle(left, width, innerWidth),
      middle(top, height, innerHeight),
    );
    const shown = label ?? focused;
    const isFree = seen !== null && (shown.contains(seen) || seen.contains(shown));
    return isFree ? "seen" : `behind ${seen?.outerHTML.slice(0, 120)}: ${what}`;
  });

/** Waits until a live region says this. */
export async function hear(page: Page, sentence: string): Promise<void> {
  await page
    .locator("[role=status], [role=alert], [aria-live]")
    .filter({ hasText: sentence })
    .first()
    .waitFor({ state: "attached" });
}
