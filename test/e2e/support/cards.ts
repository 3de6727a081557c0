// What is done with a printed card at the desk and at the till, in steps that every test shares.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { parseLoginCode } from "../../../wallet-web/shared/protocol/login-code.ts";
import { spellingsOf } from "./code-spellings.ts";
import { findHousehold } from "./desk.ts";
import { readQr } from "./qr.ts";
import { plain } from "./text.ts";

/** What stands on the two letters of a card. */
export type Printed = { qr: string; code: string; pin: string; clientNumber: string };

/** The demonstration's families stand in its file in the order of their letters. */
export const clientNumberOf = ({ row }: { row: number }): string =>
  readFileSync(new URL("../../../demo/families.csv", import.meta.url), "utf8")
    .split(/\r?\n/)
    [row - 1]?.split(";")[0] ?? "";

/** Finds a family at the desk, and says why where that is asked. */
export async function openHousehold(desk: Page, clientNumber: string): Promise<void> {
  await findHousehold(desk, clientNumber);
  const opened = desk.getByTestId("household-open");
  await desk.getByTestId("look-form").or(opened).waitFor();
  if ((await opened.count()) === 0) {
    await desk.getByTestId("look-reason").selectOption("called");
    await desk.getByTestId("look-confirm").click();
  }
  await opened.waitFor();
}

/** Makes the card of a family's only child, and reads it from the paper. */
export async function printCard(desk: Page, clientNumber: string): Promise<Printed> {
  await openHousehold(desk, clientNumber);
  await desk.getByTestId("card-make").or(desk.getByTestId("card-replace")).click();
  await desk.getByTestId("card-make-dialog-confirm").click();
  const sheets = desk.getByTestId("card-to-print");
  await sheets.waitFor({ state: "attached" });
  const typed = (await sheets.getByTestId("card-code").textContent()) ?? "";
  return {
    qr: await readQr(desk.locator(".preview").getByTestId("card-qr")),
    code: parseLoginCode(typed) ?? "",
    pin: (await sheets.getByTestId("card-pin").textContent()) ?? "",
    clientNumber,
  };
}

/** Says that the paper is good: the desk forgets code and PIN. */
export async function finishPrint(desk: Page): Promise<void> {
  await desk.getByTestId("card-printed").click();
  await desk.getByTestId("card-printed-confirm").click();
  await desk.getByTestId("card-to-print").waitFor({ state: "detached" });
}

/** The width and height of a card on paper, in millimetres. */
export async function sizeOnPaper(desk: Page): Promise<number[]> {
  return desk
    .locator(".sheets")
    .getByTestId("pay-card")
    .evaluate((one) => [one.clientWidth, one.clientHeight].map((px) => (px / 96) * 25.4));
}

/** What the customer does at the till. */
export async function typePin(till: Page, pin: string): Promise<void> {
  await till.getByTestId("pin-1").waitFor();
  for (const digit of pin) await till.getByTestId(`pin-${digit}`).click();
  await till.getByTestId("pin-ok").click();
}

/** What a till shows of the oldest payment of the day, once it asked the server anew. */
export async function oldestAfterReload(till: Page): Promise<string> {
  await till.reload();
  await till.getByTestId("tab-vandaag").click();
  await till.getByTestId("payment-row").last().click();
  await till.getByTestId("refund").waitFor();
  return plain(await till.locator("main").textContent());
}

/** Another PIN than the card's. */
export function wrongPin({ pin }: Printed): string {
  return String((Number(pin) + 1) % 10_000).padStart(4, "0");
}

/** How a card's code, or its PIN as a value of its own, stands in what was sent; nothing when it doesn't. */
export async function secretsIn(card: Printed, places: readonly Buffer[]): Promise<string[]> {
  const spellings = await spellingsOf(card.code, 1);
  spellings.set("QR", Buffer.from(card.qr));
  spellings.set("PIN", Buffer.from(`"${card.pin}"`));
  return [...spellings]
    .filter(([, bytes]) => places.some((place) => place.includes(bytes)))
    .map(([name]) => name);
}
