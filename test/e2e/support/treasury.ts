// What a treasurer does at the desk, and what sales bring payouts about, in steps that every test shares.
import type { Locator, Page } from "playwright-core";
import { act } from "../../../scripts/demo/context.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { activateByApi, chequeQr } from "./phone-keys.ts";
import { chargeByApi } from "./shop.ts";
import type { World } from "./world.ts";

/** A family that no test used buys something. */
export async function sellByApi(
  world: World,
  sale: { shopName: string; amountCents: bigint },
): Promise<void> {
  const keys = await activateByApi(world.demo, world.takeLetter(2));
  const qr = await chequeQr(world.demo.deployment, keys);
  await chargeByApi(world.demo, { qr, ...sale });
}

/** The treasurer's mandate; without an amount that of the demonstration. */
export async function mandateOf(
  { demo }: World,
  { perPayoutCents = 250_000n }: { perPayoutCents?: bigint },
): Promise<void> {
  const { schemeId } = demo.people;
  const mandate = {
    operator: demo.deployment.operator,
    perPayoutCents,
    perDayCents: 2_500_000n,
    validUntil: Math.floor(Date.now() / 1000) + 86_400,
  };
  await act(demo, await demo.people.staff("treasurer"), commands.setMandate({ schemeId, mandate }));
}

/** Shows the payouts of one state, or one of the ready choices. */
export async function choosePayouts(page: Page, choice: string): Promise<void> {
  await page.getByTestId("nav-payouts").click();
  await page.getByTestId(`choice-${choice}`).click();
}

/** A shop's payout in the list. */
export const rowOf = (page: Page, shopName: string): Locator =>
  page.getByTestId("payout-table-row").filter({ has: page.getByText(shopName, { exact: true }) });

/** Opens a shop's payout once it is in that state. @returns Its dialog. */
export async function openPayout(
  page: Page,
  { shopName, state }: { shopName: string; state: string },
): Promise<Locator> {
  await choosePayouts(page, state);
  await rowOf(page, shopName).first().getByTestId("payout-open").click();
  const dialog = page.getByTestId("payout-dialog");
  await dialog.getByText("Kenmerk", { exact: true }).waitFor();
  return dialog;
}

/** Decides something that needs a reason. */
export async function decideWithReason(
  page: Page,
  given: { press: string; within?: Locator; dialog: string; reason?: string },
): Promise<void> {
  await (given.within ?? page).getByTestId(given.press).first().click();
  await page.getByTestId("decide-reason").fill(given.reason ?? "Gebeld, alles klopt");
  await page.getByTestId(`${given.dialog}-confirm`).click();
  await page.getByTestId(given.dialog).waitFor({ state: "detached" });
}
