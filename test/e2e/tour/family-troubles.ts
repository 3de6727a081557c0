// What goes wrong while a family pays, and is said: no camera, a request that is over, an answer that does not come, a screen that
// isn't there.
import type { Page } from "playwright-core";
import type { LanguageCode } from "../../../wallet-web/shared/language.ts";
import { failCameraOnce } from "../support/camera.ts";
import { openPhone } from "../support/pages.ts";
import { requestByApi } from "../support/shop.ts";
import type { World } from "../support/world.ts";
import type { Visit } from "./visit.ts";

/** A phone whose owner said no, and one without. */
export async function tourCameraTroubles(page: Page, visit: Visit): Promise<void> {
  for (const [stop, failure] of [
    ["family-camera-refused", "NotAllowedError"],
    ["family-camera-missing", "NotFoundError"],
  ] as const) {
    await failCameraOnce(page, failure);
    await page.getByTestId("scan").click();
    await page.getByTestId("camera-trouble").waitFor();
    await visit(stop, page);
    await page.getByTestId("back").click();
  }
}

/** Paid in the end, after a time in which nobody knew; and two that come to nothing. */
export async function tourRequestEnds(world: World, page: Page, visit: Visit): Promise<void> {
  const { name: shopName } = await world.newShop();
  await openRequest(world, page, shopName);
  await page.getByTestId("confirm").waitFor();
  const seen = Promise.withResolvers<void>();
  await page.route("**/api/v1/payments", async (route) => {
    await seen.promise;
    await route.continue();
  });
  await page.getByTestId("confirm").click();
  await page.getByTestId("uncertain").waitFor();
  await visit("family-request-uncertain", page);
  seen.resolve();
  await page.getByTestId("paid").waitFor();
  await visit("family-request-paid", page);
  await page.unroute("**/api/v1/payments");
  await page.getByTestId("paid-done").click();
  for (const state of ["expired", "cancelled", "paid"] as const) {
    await endRequests(page, state);
    await openRequest(world, page, shopName);
    await page.getByTestId("scan-again").waitFor();
    await visit(state === "paid" ? "family-request-paid-before" : `family-request-${state}`, page);
    await page.unroute("**/api/v1/payment-requests/*");
    await page.getByTestId("back").click();
  }
}

async function openRequest({ demo, origin }: World, page: Page, shopName: string): Promise<void> {
  const { qr } = await requestByApi(demo, { shopName, amountCents: 1_250n, origin });
  await page.goto("about:blank");
  await page.goto(qr);
}

/** As if the till's time was over, its cashier had taken the request back, or somebody had paid it. */
const endRequests = (page: Page, state: "expired" | "cancelled" | "paid") =>
  page.route("**/api/v1/payment-requests/*", async (route) => {
    const response = await route.fetch();
    const body: object = await response.json();
    await route.fulfill({ response, json: { ...body, state } });
  });

/** A part of the app that can't be fetched, and that no worker kept. */
export async function tourMissingPart(
  world: World,
  visit: Visit,
  language: LanguageCode,
): Promise<void> {
  const page = await openPhone(world, { locale: language, serviceWorkers: "block" });
  await page.route("**/assets/activate-*", (route) => route.abort());
  await page.goto("/family/");
  await page.getByTestId("type-code").click();
  await page.locator("main .empty h1").waitFor();
  await visit("family-part-missing", page);
  await page.close();
}
