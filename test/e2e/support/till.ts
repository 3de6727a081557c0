// What a cashier does at the till, in steps that every test shares.
import type { BrowserContextOptions, Page } from "playwright-core";
import { type Demo, sign } from "../../../scripts/demo/context.ts";
import { tillCode } from "../../../scripts/demo/links.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../../wallet-web/shared/protocol/iban-commitment.ts";
import { writeCameraVideo } from "../../helpers/chromium.ts";
import { openPhone } from "./pages.ts";
import type { World } from "./world.ts";

/** A device that becomes a till of this shop by its owner's link, ready to charge. */
export async function openTill(
  world: World,
  shopName: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const code = await tillCode(world.demo, shopName);
  const page = await openPhone(world, options);
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

/** The device of a shop that signs up by its screens and is admitted: its owner's, ready to charge. */
export async function openOwnersTill(world: World, name: string): Promise<Page> {
  const page = await openPhone(world);
  await page.goto("/till/");
  await signUp(page, name);
  await admitByApi(world.demo, name);
  await page.getByTestId("key-1").waitFor();
  return page;
}

/** Fills in the sign-up's steps and sends them. */
export async function signUp(page: Page, name: string): Promise<void> {
  await fillSignUp(page, name);
  await page.getByTestId("send").click();
  await page.getByTestId("waiting").waitFor();
}

/** Fills in all that a sign-up needs. */
export async function fillSignUp(page: Page, name: string): Promise<void> {
  await page.getByTestId("sign-up").click();
  await page.getByTestId("field-name").fill(name);
  await page.getByTestId("field-kvkNumber").fill("87654321");
  await page.getByTestId("field-category").selectOption("toys");
  await page.getByTestId("field-address").fill("Jellemaweg 3, 9801 AA Zuidhorn");
  await page.getByTestId("next-step").click();
  await page.getByTestId("field-iban").fill("NL44RABO0123456789");
  await page.getByTestId("field-email").fill("info@winkel.example");
}

/** What the validator does at the desk. */
export async function admitByApi(demo: Demo, name: string): Promise<void> {
  const { schemeId } = demo.people;
  const validator = await demo.people.staff("validator");
  const token = await demo.api.openSession(demo.deployment, [validator]);
  const path = `/schemes/${schemeId}`;
  const { shops } = await demo.api.get<{
    shops: { shopId: Hex; name: string; iban: string; ibanSalt: Hex }[];
  }>(`${path}/shops`, token);
  const shop = shops.find((one) => one.name === name);
  if (!shop) throw new Error(`${name} did not sign up`);
  const { shopId, iban, ibanSalt } = shop;
  const commitment = ibanCommitment({ iban, salt: ibanSalt });
  const command = commands.admitShop({ schemeId, shopId, ibanCommitment: commitment });
  await demo.api.post(
    `${path}/admissions`,
    { shopId, request: await sign(demo, validator, command) },
    token,
  );
}
