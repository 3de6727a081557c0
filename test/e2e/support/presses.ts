// Counts what a task asks of a person: presses, typed characters, and the screens that pass. Of one page that isn't loaded anew.
import type { Page } from "playwright-core";

export type Asked = { presses: number; typed: number; screens: string[] };

type Counting = typeof globalThis & { asked?: Asked };

/** Counts from the next page that opens. */
export async function countPresses(page: Page): Promise<() => Promise<Asked>> {
  await page.addInitScript(() => {
    const asked: Asked = { presses: 0, typed: 0, screens: [] };
    (globalThis as Counting).asked = asked;
    const isOfPerson = (event: Event) => event.isTrusted;
    addEventListener("click", (event) => isOfPerson(event) && asked.presses++, true);
    addEventListener("input", (event) => isOfPerson(event) && asked.typed++, true);
    const look = () => {
      // A screen that only says to wait asks nothing.
      const isWaiting = document.querySelector(".spinner, [aria-busy=true]") !== null;
      const title = document.querySelector("main h1, main h2, h1")?.textContent?.trim();
      if (!isWaiting && title && asked.screens.at(-1) !== title) asked.screens.push(title);
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  });
  return () => page.evaluate(() => (globalThis as Counting).asked as Asked);
}
