// A device that can share: the browser's own function, which headless Chromium hasn't got. What a person does with it is the test's.
import type { Page } from "playwright-core";

type Sharing = typeof globalThis & { shared: ShareData[]; failure: string | null };

/** From the next page that this page opens, everything that an app gives away to share is kept. */
export const giveSharing = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const sharing = globalThis as Sharing;
    Object.assign(sharing, { shared: [], failure: null });
    const share = async (data: ShareData) => {
      sharing.shared.push(data);
      if (sharing.failure !== null) throw new DOMException("", sharing.failure);
    };
    Object.defineProperty(navigator, "share", { value: share });
  });

/**
 * How it ends from now on: `AbortError` when the person puts the choice away, `NotAllowedError` when the device won't; null
 * when it was shared.
 */
export const sharingEndsIn = (page: Page, failure: "AbortError" | "NotAllowedError" | null) =>
  page.evaluate((name) => {
    (globalThis as Sharing).failure = name;
  }, failure);

/** What was given to share so far, once it is that many. */
export async function sharedBy(page: Page, count: number): Promise<ShareData[]> {
  await page.waitForFunction((wanted) => (globalThis as Sharing).shared.length === wanted, count);
  return page.evaluate(() => (globalThis as Sharing).shared);
}
