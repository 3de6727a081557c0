// A scheme's public page as of a city with a thousand times as many children.
import type { Page } from "playwright-core";

const TIMES = 1_000n;

export async function showAsOfCity(page: Page): Promise<void> {
  await page.route("**/public-totals", async (route) => {
    const response = await route.fetch();
    const body: { fundedCents: string; parts: { amountCents: string }[] } = await response.json();
    const grown = (cents: string) => String(BigInt(cents) * TIMES);
    const parts = body.parts.map((part) => ({ ...part, amountCents: grown(part.amountCents) }));
    await route.fulfill({
      response,
      json: { ...body, fundedCents: grown(body.fundedCents), parts },
    });
  });
  await page.reload();
  await page.getByTestId("open-funded").waitFor();
  await page.unroute("**/public-totals");
}
