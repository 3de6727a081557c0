// What only the owner's device of a shop has: signing up, practising, opening hours, several tills, another account, and another device
// for its owner.
import type { Page } from "playwright-core";
import { openDesk } from "../support/desk.ts";
import { openPhone } from "../support/pages.ts";
import { readQr } from "../support/qr.ts";
import { pressAmount } from "../support/till.ts";
import type { World } from "../support/world.ts";
import type { Visit } from "./visit.ts";

const SHOP = "Muziekhuis Dijkstra";

export async function tourOwner(world: World, visit: Visit): Promise<void> {
  const page = await openPhone(world);
  await tourSignUp(page, visit);
  await tourPractice(page, visit);
  await tourHours(page, visit);
  await tourTills(page, visit);
  await page.goto("/till/#/");
  const desk = await openDesk(world, ["validator"]);
  await tourAdmission(desk, page, visit);
  await tourSecondTill(world, page, visit);
  await tourAccount(page, visit);
  await desk.getByTestId("nav-shops").click();
  await desk.getByTestId("iban-change").waitFor();
  await visit("desk-iban", desk);
  await tourOwnerDevice(world, { desk, old: page }, visit);
  await desk.close();
}

/** The owner lost the device: the validator's link makes another one the owner's. */
async function tourOwnerDevice(
  world: World,
  { desk, old }: { desk: Page; old: Page },
  visit: Visit,
): Promise<void> {
  await desk.getByRole("row", { name: SHOP }).getByTestId("open-shop").click();
  await desk.getByTestId("replace-owner").scrollIntoViewIfNeeded();
  await visit("desk-shop-tills", desk);
  await desk.getByTestId("replace-owner").click();
  await desk.getByTestId("owner-dialog-confirm").waitFor();
  await visit("desk-owner-device", desk);
  await desk.getByTestId("owner-dialog-confirm").click();
  const link = await readQr(desk.getByTestId("owner-qr"));
  await visit("desk-owner-link", desk);
  await old.getByTestId("till-removed").waitFor();
  await visit("till-removed-owner", old);
  const device = await openPhone(world);
  await device.goto(link);
  await device.getByTestId("found").waitFor();
  await visit("till-join-owner", device);
  await device.getByTestId("enrol").click();
  await device.getByTestId("tab-geld").waitFor();
  await device.close();
}

/** Refused with a reason, and let in all the same. */
async function tourAdmission(desk: Page, till: Page, visit: Visit): Promise<void> {
  await desk.getByTestId("nav-shops").click();
  const waiting = desk.getByTestId("waiting-shop").filter({ hasText: SHOP });
  await waiting.waitFor();
  await visit("desk-shops-waiting", desk);
  await waiting.getByTestId("refuse").click();
  await desk.getByTestId("decide-reason").fill("Dit KvK-nummer is van een ander bedrijf.");
  await visit("desk-refuse", desk);
  await desk.getByTestId("refuse-dialog-confirm").click();
  await till.getByTestId("refusal").waitFor();
  await visit("till-not-admitted", till);
  await waiting.getByTestId("admit").click();
  await desk.getByTestId("admit-dialog").waitFor();
  await visit("desk-admit", desk);
  await desk.getByTestId("admit-dialog-confirm").click();
  await till.getByTestId("key-1").waitFor();
}

async function tourSignUp(page: Page, visit: Visit): Promise<void> {
  await page.goto("/till/");
  await page.getByTestId("sign-up").waitFor();
  await visit("till-start", page);
  await page.getByTestId("sign-up").click();
  await page.getByTestId("field-name").fill(SHOP);
  await page.getByTestId("field-kvkNumber").fill("123");
  await page.getByTestId("next-step").click();
  await page.getByText("Een KvK-nummer heeft acht cijfers").waitFor();
  await visit("till-sign-up-wrong", page);
  await page.getByTestId("field-kvkNumber").fill("87654321");
  await page.getByTestId("field-category").selectOption("music");
  await page.getByTestId("field-address").fill("Jellemaweg 3, 9801 AA Zuidhorn");
  await page.getByTestId("next-step").click();
  await page.getByTestId("field-iban").fill("NL44RABO0123456789");
  await page.getByTestId("field-email").fill("info@muziekhuis-dijkstra.example");
  await visit("till-sign-up", page);
  await page.getByTestId("send").click();
  await page.getByTestId("waiting").waitFor();
  await visit("till-waiting", page);
}

async function tourPractice(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("practise").click();
  await pressAmount(page, "12,50");
  await visit("till-practice", page);
  await page.getByTestId("practice-scan").click();
  await visit("till-practice-scan", page);
  await page.getByTestId("pretend-little").click();
  await page.getByTestId("practice-take-less").waitFor();
  await visit("till-practice-less", page);
  await page.getByTestId("practice-take-less").click();
  await page.getByTestId("practice-amount").waitFor();
  await visit("till-practice-taken", page);
  await page.getByTestId("practice-refund").click();
  await page.getByTestId("practice-refund").waitFor({ state: "detached" });
  await visit("till-practice-refunded", page);
  await page.getByTestId("back").click();
  await page.getByTestId("back").click();
}

async function tourHours(page: Page, visit: Visit): Promise<void> {
  await page.goto("/till/#/openingstijden");
  await page.getByTestId("hours-monday").getByRole("checkbox").check();
  await visit("till-hours", page);
  await page.getByTestId("hours-monday-break").check();
  await page.getByTestId("hours-monday-until-0").fill("08:00");
  await page.getByText("Maandag: de tijden volgen elkaar niet op").waitFor();
  await visit("till-hours-wrong", page);
}

async function tourTills(page: Page, visit: Visit): Promise<void> {
  await page.goto("/till/#/kassas");
  await page.getByTestId("till-row").waitFor();
  await page.getByTestId("add-till").click();
  await page.getByTestId("till-name").fill("Balie");
  await visit("till-new", page);
  await page.getByTestId("till-ok").click();
  await page.getByTestId("till-qr").waitFor();
  await visit("till-link", page);
  await page.getByTestId("till-done").click();
  await page.getByTestId("till-row").nth(1).waitFor();
  await visit("till-tills", page);
  await page.getByTestId("till-row").nth(1).click();
  await visit("till-edit", page);
  await page.getByTestId("close-till").click();
  await visit("till-close", page);
  await page.getByTestId("close-till-ok").click();
  await page.getByTestId("till-row").nth(1).waitFor({ state: "detached" });
}

/** One that joins, and is taken away again. */
async function tourSecondTill(world: World, page: Page, visit: Visit): Promise<void> {
  await page.goto("/till/#/kassas");
  await page.getByTestId("add-till").click();
  await page.getByTestId("till-name").fill("Kraam");
  await page.getByTestId("till-ok").click();
  const link = await readQr(page.getByTestId("till-qr"));
  const other = await openPhone(world);
  await other.goto(link);
  await other.getByTestId("enrol").click();
  await other.getByTestId("key-1").waitFor();
  await page.getByTestId("till-joined").waitFor();
  await visit("till-joined", page);
  await page.getByTestId("till-done").click();
  await page.locator('[data-testid="till-row"]', { hasText: "Kraam" }).click();
  await page.getByTestId("close-till").click();
  await page.getByTestId("close-till-ok").click();
  await other.getByTestId("till-removed").waitFor();
  await visit("till-removed", other);
  await other.close();
}

async function tourAccount(page: Page, visit: Visit): Promise<void> {
  await page.goto("/till/#/geld");
  await page.getByTestId("iban-open").click();
  await page.getByTestId("iban-new").fill("NL00 RABO 0123");
  await page.getByTestId("iban-send").click();
  await page.getByText("Dit rekeningnummer klopt niet").waitFor();
  await visit("till-change-iban", page);
  await page.getByTestId("iban-new").fill("NL91 ABNA 0417 1643 00");
  await page.getByTestId("iban-send").click();
  await page.getByTestId("iban-new").waitFor({ state: "detached" });
  await visit("till-iban-waiting", page);
}
