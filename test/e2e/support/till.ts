// What a cashier does at the till, in steps that every test shares.
import type { Page } from "playwright-core";
import { tillCode } from "../../../scripts/demo/links.ts";
import { writeCameraVideo } from "../../helpers/chromium.ts";
import { openPhone } from "./pages.ts";
import type { World } from "./world.ts";

/** A device that becomes a till of this shop by its owner's link, ready to charge. */
export async function openTill(world: World, shopName: string): Promise<Page> {
  const code = await tillCode(world.demo, shopName);
  const page = await openPhone(world);
  await page.goto(`/till/#code=${code}`);
  await page.getByTestId("enrol").click();
  await page.getByTestId("key-1").waitFor();
  return page;
}

/** Presses an amount such as "12,50" on the keypad. */
export async function pressAmount(page: Page, amount: string): Promise<void> {
  for (const digit of amount.replace(/\D/g, "")) await page.getByTestId(`key-${digit}`).click();
}

/** Opens the till's camera on this QR. */
export async function scan(world: World, page: Page, text: string): Promise<void> {
  writeCameraVideo({ text, file: world.cameraFile });
  await page.getByTestId("scan").click();
}

/** Presses an amount, scans a customer's QR, and lets the till charge it. */
export async function charge(
  world: World,
  page: Page,
  { amount, qr }: { amount: string; qr: string },
): Promise<void> {
  await pressAmount(page, amount);
  await scan(world, page, qr);
}
