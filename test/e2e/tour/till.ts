// Every screen of the till.
import type { Page } from "playwright-core";
import { act } from "../../../scripts/demo/context.ts";
import { tillCode } from "../../../scripts/demo/links.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { failCameraOnce } from "../support/camera.ts";
import { openPhone } from "../support/pages.ts";
import { activateByApi, chequeQr } from "../support/phone-keys.ts";
import { charge, pressAmount, scan } from "../support/till.ts";
import type { World } from "../support/world.ts";
import { tourOwner } from "./till-owner.ts";
import { tourCustomerCard, tourOffline } from "./till-rare.ts";
import type { Visit } from "./visit.ts";

/** @returns The till at the end of the tour, ready to charge. */
export async function tourTill(world: World, visit: Visit): Promise<Page> {
  await tourOwner(world, visit);
  const page = await openPhone(world);
  const shopName = world.takeShop().name;
  await tourJoining(world, page, visit, shopName);
  await tourCharging(world, page, visit);
  await tourCustomerCard(world, page, visit);
  await tourPlaces(page, visit);
  await tourOffline(world, visit);
  await tourSuspension(world, page, visit, shopName);
  return page;
}

async function tourJoining(
  world: World,
  page: Page,
  visit: Visit,
  shopName: string,
): Promise<void> {
  await page.goto("/till/");
  await page.getByTestId("join").click();
  await page.getByTestId("code").fill("7Q2M9FKA7Q2M9FKA");
  await page.getByTestId("code-ok").click();
  await page.getByText("Deze code werkt niet (meer)").waitFor();
  await visit("till-join-wrong", page);
  await page.goto("about:blank");
  await page.goto(`/till/#code=${await tillCode(world.demo, shopName)}`);
  await page.getByTestId("enrol").waitFor();
  await visit("till-join", page);
  await page.getByTestId("enrol").click();
  await page.getByTestId("key-1").waitFor();
  await visit("till-empty", page);
}

async function tourCharging(world: World, page: Page, visit: Visit): Promise<void> {
  const { deployment } = world.demo;
  const keys = await activateByApi(world.demo, world.takeLetter(2));
  let nonce = 0;
  const cheque = (maximumAmountCents = 30_000n) =>
    chequeQr(deployment, keys, { maximumAmountCents, nonce: ++nonce });

  await pressAmount(page, "12,50");
  await visit("till-amount", page);
  await scan(world, page, "https://example.org/menu");
  await page.getByTestId("qr-problem").waitFor();
  await visit("till-scan-trouble", page);
  await page.getByTestId("customer-code").fill("ZZZZ ZZZZ");
  await page.getByTestId("customer-code-ok").click();
  await page.getByText("We kennen deze code niet").waitFor();
  await visit("till-code-unknown", page);
  await page.getByTestId("back").click();
  await tourCamera(page, visit);
  await scan(world, page, await cheque());
  await page.getByTestId("paid").waitFor();
  await visit("till-paid", page);
  await page.getByTestId("next").click();
  await charge(world, page, { amount: "", qr: await cheque() });
  await page.getByTestId("scanned").waitFor();
  await visit("till-scanned", page);
  await pressAmount(page, "24,95");
  await page.getByTestId("charge").click();
  await page.getByTestId("next").click();
  await charge(world, page, { amount: "35,00", qr: await cheque(2_000n) });
  await page.getByTestId("payable").waitFor();
  await visit("till-refused-less", page);
  await page.getByTestId("charge-less").click();
  await page.getByTestId("paid-rest").waitFor();
  await visit("till-paid-less", page);
  await page.getByTestId("receipt").click();
  await page.getByTestId("asked").waitFor();
  await visit("till-receipt", page);
  await page.getByTestId("back").click();
  const used = await cheque();
  await charge(world, page, { amount: "8,40", qr: used });
  await page.getByTestId("next").click();
  await charge(world, page, { amount: "9,40", qr: used });
  await page.locator('[data-testid="refused"][data-code="authorisation-used"]').waitFor();
  await visit("till-refused", page);
  await page.getByTestId("stop").click();
  await pressAmount(page, "17,95");
  await page.getByTestId("show-qr").click();
  await page.getByTestId("request-qr").waitFor();
  await visit("till-request", page);
  await page.getByTestId("cancel-request").click();
  await tourRequestEnd(page, visit);
  await tourUncertainty(world, page, visit, await cheque());
}

/** A camera that may not be used, and a device without one. */
async function tourCamera(page: Page, visit: Visit): Promise<void> {
  for (const [stop, failure] of [
    ["till-camera", "NotAllowedError"],
    ["till-camera-missing", "NotFoundError"],
  ] as const) {
    await failCameraOnce(page, failure);
    await page.getByTestId("scan").click();
    await page.getByTestId("camera-trouble").waitFor();
    await visit(stop, page);
    await page.getByTestId("back").click();
  }
}

/** As if a customer let the time of a request pass. */
async function tourRequestEnd(page: Page, visit: Visit): Promise<void> {
  await page.route("**/api/v1/payment-requests/*", async (route) => {
    const response = await route.fetch();
    const body: object = await response.json();
    await route.fulfill({ response, json: { ...body, state: "expired" } });
  });
  await page.getByTestId("show-qr").click();
  await page.getByTestId("request-expired").waitFor();
  await visit("till-request-expired", page);
  await page.unroute("**/api/v1/payment-requests/*");
  await page.getByTestId("cancel-request").click();
  await page.getByTestId("show-qr").waitFor();
}

async function tourUncertainty(world: World, page: Page, visit: Visit, qr: string): Promise<void> {
  await page.route("**/api/v1/payments", (route) => route.abort());
  await scan(world, page, qr);
  await page.getByTestId("uncertain").waitFor();
  await visit("till-uncertain", page);
  await page.getByTestId("stop-waiting").click();
  await page.getByTestId("unsure").waitFor();
  await visit("till-unsure", page);
  await page.unroute("**/api/v1/payments");
  await page.getByTestId("unsure").getByRole("button").click();
  await page.getByTestId("next").click();
}

async function tourPlaces(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("tab-vandaag").click();
  await page.getByTestId("payment-row").nth(3).waitFor();
  await page.getByTestId("ask-mark").waitFor();
  await visit("till-list", page);
  await page.getByTestId("payment-row").nth(1).click();
  await page.getByTestId("refund").waitFor();
  await visit("till-payment", page);
  await page.getByTestId("refund").click();
  await page.getByText("Een deel").click();
  await page.getByTestId("refund-amount").fill("900");
  await page.getByText("Vul een bedrag in, hoogstens").waitFor();
  await visit("till-refund", page);
  await page.getByTestId("refund-amount").fill("2,00");
  await page.getByTestId("refund-ok").click();
  await page.getByTestId("correction").waitFor();
  await visit("till-payment-refunded", page);
  await page.getByTestId("back").click();
  await tourSearch(page, visit);
  await page.getByTestId("tab-geld").click();
  await page.getByTestId("payout").first().waitFor();
  await visit("till-money", page);
  await page.getByTestId("to-statement").click();
  await page.getByTestId("statement").waitFor();
  await visit("till-statement", page);
  await page.getByTestId("back").click();
  await page.getByTestId("tab-meer").click();
  await page.getByText("Hoe reken ik af?").click();
  await visit("till-more", page);
  await page.getByRole("button", { name: "Op beginscherm zetten" }).click();
  await page.getByRole("dialog").waitFor();
  await visit("till-install", page);
  await page.keyboard.press("Escape");
  await page.getByTestId("tab-charge").click();
}

async function tourSearch(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("search").click();
  await page.getByTestId("payment-row").first().waitFor();
  await visit("till-search", page);
  await page.getByTestId("search-text").fill("gisteren");
  await page.getByTestId("search-ok").click();
  await page.getByText("Vul een bedrag in (12,50), een tijd").waitFor();
  await visit("till-search-wrong", page);
  await page.getByTestId("search-text").fill("999,99");
  await page.getByTestId("search-ok").click();
  await page.getByText("Niets gevonden").waitFor();
  await visit("till-search-none", page);
  const today = await page.getByTestId("search-day").getAttribute("max");
  await page.getByTestId("search-text").fill("");
  await page.getByTestId("search-day").fill(today ?? "");
  await page.getByTestId("search-ok").click();
  await page.getByTestId("day-total").waitFor();
  await visit("till-search-day", page);
  await page.getByTestId("back").click();
}

async function tourSuspension(
  world: World,
  page: Page,
  visit: Visit,
  shopName: string,
): Promise<void> {
  const { demo } = world;
  const { schemeId } = demo.people;
  const { shopId } = demo.people.shop(shopName);
  const validator = await demo.people.staff("validator");
  await act(demo, validator, commands.suspendShop({ schemeId, shopId, reason: "dispute" }));
  await page.getByTestId("suspended").waitFor();
  await visit("till-suspended", page);
  await act(demo, validator, commands.resumeShop({ schemeId, shopId, reason: "resolved" }));
  await page.getByTestId("key-1").waitFor();
}
