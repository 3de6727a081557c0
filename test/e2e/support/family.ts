// What a family does on its phone, in steps that every test shares.
import type { Locator, Page } from "playwright-core";
import type { Letter } from "../../../scripts/demo/people.ts";
import { openPhone } from "./pages.ts";
import type { World } from "./world.ts";

const WEEK_SECONDS = 7 * 86_400;

export const balanceOf = (page: Page): Locator => page.getByTestId("balance").first();

/** Opens a letter's link and puts the budgets on the phone. */
export async function activate(page: Page, letter: Letter): Promise<void> {
  await page.goto(`/family/#code=${letter.code}`);
  await page.getByTestId("activate").click();
  await page.getByTestId("names-done").click();
  await balanceOf(page).waitFor();
}

/** A phone that has the budgets of one letter. */
export async function openFamily(
  world: World,
  { children = 1 }: { children?: number } = {},
): Promise<{ page: Page; letter: Letter }> {
  const letter = world.takeLetter(children);
  const page = await openPhone(world);
  await activate(page, letter);
  return { page, letter };
}

/** Shows the QR to pay with, optionally for at most an amount such as "12,50". */
export async function showQr(page: Page, ownAmount?: string): Promise<Locator> {
  await page.getByTestId("pay").click();
  const qr = page.getByTestId("pay-qr");
  await qr.waitFor();
  if (ownAmount !== undefined) {
    await page.getByTestId("own-amount").click();
    await page.getByTestId("amount").fill(ownAmount);
    const before = await qr.getAttribute("data-qr");
    await page.getByTestId("amount-ok").click();
    await page.locator(`[data-testid="pay-qr"]:not([data-qr="${before}"])`).waitFor();
  }
  return qr;
}

/** As if the scheme ended so many weeks from now; the family's app learns it at its next look. */
export const endIn = (page: Page, weeks: number) =>
  page.route("**/api/v1/beneficiaries", async (route) => {
    const response = await route.fetch();
    const body: { beneficiaries: object[] } = await response.json();
    const spendableUntil = Math.floor(Date.now() / 1000) + weeks * WEEK_SECONDS - 60;
    const beneficiaries = body.beneficiaries.map((one) => ({ ...one, spendableUntil }));
    await route.fulfill({ response, json: { ...body, beneficiaries } });
  });
