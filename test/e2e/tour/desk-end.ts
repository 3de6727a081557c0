// A scheme that is over: what its sponsor takes back, and how it is closed.
import type { Page } from "playwright-core";
import { addFamily, invite, openOtherScheme } from "../support/other-scheme.ts";
import { openDesktop } from "../support/pages.ts";
import { until } from "../support/until.ts";
import type { World } from "../support/world.ts";
import type { Visit } from "./visit.ts";

/** Long enough to fill it. */
const SHORT_SECONDS = 12;

export async function tourEnd(world: World, visit: Visit): Promise<void> {
  const { demo } = world;
  const endsAt = Math.floor(Date.now() / 1000) + SHORT_SECONDS;
  const over = await openOtherScheme(demo, { name: "Zomerregeling 2026", terms: { endsAt } });
  for (let family = 0; family < 3; family++) await addFamily(demo, over);
  const page = await openDesktop(world);
  await invite(world, page, { schemeId: over.schemeId, role: "sponsor" });
  await until(async () => Date.now() / 1000 > endsAt + 1 || null);
  await page.reload();
  await page.getByTestId("todo-reclaim").waitFor();
  await visit("desk-over", page);
  await page.getByTestId("todo-reclaim").getByRole("link").click();
  await page.getByTestId("reclaim").waitFor();
  await visit("desk-reclaim", page);
  await page.getByTestId("reclaim").click();
  await page.getByTestId("reclaim-dialog").waitFor();
  await visit("desk-reclaim-confirm", page);
  await page.getByTestId("reclaim-confirm").click();
  await withdraw(page, visit);
  await page.getByTestId("close-scheme").click();
  await page.getByTestId("close-scheme-dialog").waitFor();
  await visit("desk-scheme-close", page);
  await page.getByTestId("close-scheme-dialog-confirm").click();
  await page.getByTestId("close-scheme-dialog").waitFor({ state: "detached" });
  await page.getByTestId("nav-scheme").click();
  await page.getByTestId("scheme-terms").getByText("Afgesloten").waitFor();
  await visit("desk-scheme-closed", page);
  await page.close();
}

async function withdraw(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("reclaim-card").waitFor({ state: "detached" });
  await page.getByTestId("withdraw-reference").fill("TERUG-2026");
  await page.getByTestId("withdraw").click();
  await page.getByTestId("withdraw-dialog").waitFor();
  await visit("desk-withdraw", page);
  await page.getByTestId("withdraw-dialog-confirm").click();
  await page.getByTestId("withdraw-dialog").waitFor({ state: "detached" });
}
