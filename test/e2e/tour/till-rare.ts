// What a cashier sees seldom: a customer's card and its PIN, and a till without internet.
import type { Page } from "playwright-core";
import { clientNumberOf, finishPrint, printCard, typePin, wrongPin } from "../support/cards.ts";
import { openDesk } from "../support/desk.ts";
import { activateByApi, chequeQr } from "../support/phone-keys.ts";
import { chargeByApi } from "../support/shop.ts";
import { charge, openTill, pressAmount, scan } from "../support/till.ts";
import type { World } from "../support/world.ts";
import type { Visit } from "./visit.ts";

const HALF_A_DAY = 12 * 3_600;
/** Wrong PINs that block a card. */
const TRIES = 3;

/** @param page A till that is ready to charge. */
export async function tourCustomerCard(world: World, page: Page, visit: Visit): Promise<void> {
  const desk = await openDesk(world, ["validator"]);
  const card = await printCard(desk, clientNumberOf(world.takeLetter(1)));
  await finishPrint(desk);
  await desk.close();
  await page.context().setOffline(true);
  await pressAmount(page, "12,50");
  await scan(world, page, card.qr);
  await page.locator('[data-testid="refused"][data-code="offline"]').waitFor();
  await visit("till-card-offline", page);
  await page.context().setOffline(false);
  await page.getByTestId("stop").click();
  await pressAmount(page, "12,50");
  await scan(world, page, card.qr);
  await page.getByTestId("pin-1").waitFor();
  await visit("till-card", page);
  for (let tries = 1; tries <= TRIES; tries++) {
    await typePin(page, wrongPin(card));
    if (tries === TRIES) break;
    await page
      .getByTestId("pin-wrong")
      .getByText(`nog ${TRIES - tries} keer`)
      .waitFor();
    if (tries > 1) continue;
    await visit("till-card-wrong", page);
    await page.getByTestId("pin-language").selectOption("ar");
    await page.locator('[data-testid="pin-step"][dir="rtl"]').waitFor();
    await visit("till-card-wrong-ar", page);
    await page.getByTestId("pin-language").selectOption("nl");
  }
  await page.locator('[data-testid="refused"][data-code="card-pin-blocked"]').waitFor();
  await visit("till-card-blocked", page);
  await page.getByTestId("stop").click();
}

/** Without internet: nothing at first, then up to the sponsor's limits. */
export async function tourOffline(world: World, visit: Visit): Promise<void> {
  const till = await openTill(world, (await world.newShop()).name);
  await till.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await till.reload();
  await till.getByTestId("key-1").waitFor();
  const keys = await activateByApi(world.demo, world.takeLetter(2));
  const validBefore = Math.floor(Date.now() / 1000) + HALF_A_DAY;
  const cheque = (nonce: number) =>
    chequeQr(world.demo.deployment, keys, { nonce, validBefore, maximumAmountCents: 2_500n });

  await till.context().setOffline(true);
  await charge(world, till, { amount: "5,00", qr: await cheque(1) });
  await till.getByTestId("not-accepted").waitFor();
  await visit("till-offline", till);
  await till.context().setOffline(false);
  await setLimits(world);
  const told = till.waitForResponse((answer) => answer.url().endsWith("/deployment"));
  await till.reload();
  await (await told).finished();
  await till.getByTestId("key-1").waitFor();
  await till.context().setOffline(true);
  await charge(world, till, { amount: "20,00", qr: await cheque(2) });
  await till.getByTestId("accepted").waitFor();
  await visit("till-accepted", till);
  await till.getByTestId("next").click();
  await till.getByTestId("unsent").waitFor();
  await visit("till-unsent", till);
  await charge(world, till, { amount: "25,00", qr: await cheque(4) });
  await till.locator('[data-testid="not-accepted"][data-why="above-day"]').waitFor();
  await visit("till-day-limit", till);
  await till.getByTestId("stop").click();
  const all = { nonce: 3, maximumAmountCents: 30_000n };
  const elsewhere = await chequeQr(world.demo.deployment, keys, all);
  const { name: shopName } = await world.newShop();
  await chargeByApi(world.demo, { qr: elsewhere, shopName, amountCents: 29_000n });
  await till.context().setOffline(false);
  await till.getByTestId("tab-vandaag").click();
  await till.getByTestId("accepted-refused").waitFor();
  await visit("till-accepted-refused", till);
  await till.close();
}

async function setLimits(world: World): Promise<void> {
  const desk = await openDesk(world, ["sponsor"]);
  await desk.getByTestId("nav-scheme").click();
  await desk.getByTestId("offline-set").click();
  await desk.getByTestId("offline-per-payment").fill("25");
  await desk.getByTestId("offline-per-day").fill("40");
  await desk.getByTestId("offline-carrier").selectOption("municipality");
  await desk.getByTestId("offline-dialog-confirm").click();
  await desk.getByTestId("offline-never").waitFor({ state: "detached" });
  await desk.close();
}
