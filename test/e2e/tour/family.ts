// Every screen of the family app, in one of its languages.
import type { Page } from "playwright-core";
import { act } from "../../../scripts/demo/context.ts";
import type { LanguageCode } from "../../../wallet-web/shared/language.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { writeCameraVideo } from "../../helpers/chromium.ts";
import { balanceOf, showQr } from "../support/family.ts";
import { openPhone } from "../support/pages.ts";
import { readQr } from "../support/qr.ts";
import { type FamilySays, familySays } from "../support/sentences.ts";
import { chargeByApi, refundByApi, refusedByApi, requestByApi } from "../support/shop.ts";
import type { World } from "../support/world.ts";
import {
  tourEnd,
  tourMark,
  tourMore,
  tourPhones,
  tourQuestion,
  tourShops,
  tourStorage,
} from "./family-care.ts";
import { tourBudget, tourLetters } from "./family-letters.ts";
import { tourCameraTroubles, tourMissingPart, tourRequestEnds } from "./family-troubles.ts";
import type { Visit } from "./visit.ts";

const NAMES = ["Sem", "Noor", "Daan"];

/**
 * @param language Of the phone; stops are named after it where it isn't Dutch: `family-home-ar`.
 * @returns The phone at the end of the tour, with three children.
 */
export async function tourFamily(
  world: World,
  visitStop: Visit,
  language: LanguageCode = "nl",
): Promise<Page> {
  const page = await openPhone(world, { locale: language });
  const says = familySays(language);
  const visit: Visit = (name, at) =>
    visitStop(language === "nl" ? name : `${name}-${language}`, at);
  const letter = world.takeLetter(3);
  await tourStart(page, visit, letter.code, says);
  await tourPaying(world, page, visit, says);
  await tourPlaces(page, visit, says);
  await page.goto("/family/#/telefoons");
  await tourPhones(world, page, visit, { language, says });
  await page.goto("/family/#/");
  await tourRequests(world, page, visit);
  await tourCameraTroubles(page, visit);
  await tourRequestEnds(world, page, visit);
  await tourTroubles(world, page, visit, { beneficiaryIds: letter.beneficiaryIds, says });
  await tourStorage(world, visit, { language, says });
  await tourMissingPart(world, visit, language);
  await tourLetters(world, visit, language);
  await tourBudget(world, visit, language);
  await tourEnd(page, visit);
  return page;
}

async function tourStart(page: Page, visit: Visit, code: string, says: FamilySays): Promise<void> {
  await page.goto("/family/");
  await page.getByTestId("type-code").waitFor();
  await visit("family-welcome", page);
  await page.getByTestId("language").click();
  await page.getByTestId("language-dialog").waitFor();
  await visit("family-language", page);
  await page.keyboard.press("Escape");
  await page.getByTestId("type-code").click();
  await page.getByTestId("code").fill("7Q2M 9FKA");
  await page.getByTestId("code-ok").click();
  await page.getByText(says("code.wrong")).waitFor();
  await visit("family-code-wrong", page);
  await page.getByTestId("code").fill("7Q2M9FKA7Q2M9FKA");
  await page.getByTestId("code-ok").click();
  await page.getByTestId("dead-end").waitFor();
  await visit("family-code-unknown", page);
  await page.goto("about:blank");
  await page.goto(`/family/#code=${code}`);
  await page.getByTestId("activate").waitFor();
  await visit("family-activate", page);
  await page.getByTestId("activate").click();
  await page.getByTestId("names-done").waitFor();
  for (const [index, name] of NAMES.entries()) {
    await page.getByTestId("name-card").nth(index).getByRole("textbox").fill(name);
  }
  await visit("family-names", page);
  await page.getByTestId("name-card").first().getByRole("button").click();
  await page.getByRole("dialog").waitFor();
  await visit("family-looks", page);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: says("looks.ok") })
    .click();
  await page.getByTestId("names-done").click();
  await balanceOf(page).waitFor();
  await page.getByText(says("home.none.title")).waitFor();
  await visit("family-home-new", page);
}

async function tourPaying(world: World, page: Page, visit: Visit, says: FamilySays): Promise<void> {
  const shops = [world.takeShop().name, world.takeShop().name, world.takeShop().name];
  const { demo } = world;
  const element = await showQr(page);
  await visit("family-qr", page);
  await page.getByTestId("spell").click();
  await page.getByTestId("pay-code").filter({ hasText: "-" }).waitFor();
  await visit("family-pay-code", page);
  await page.getByTestId("own-amount").click();
  await page.getByTestId("amount").fill("9999");
  await page.getByTestId("amount-ok").click();
  await page.getByText(says("amount.tooHigh").split("{")[0] as string).waitFor();
  await visit("family-own-amount", page);
  await page.keyboard.press("Escape");
  const firstShop = { qr: await readQr(element), shopName: shops[0] as string };
  await refusedByApi(demo, { ...firstShop, amountCents: 40_000n });
  await page.getByTestId("pay-refused").waitFor();
  await visit("family-pay-refused", page);
  const first = await chargeByApi(demo, { ...firstShop, amountCents: 3_495n });
  await page.getByTestId("paid").waitFor();
  await visit("family-paid", page);
  await tourMark(page, visit);
  await page.getByTestId("paid-done").click();
  for (const [shopName, amountCents] of [
    [shops[1], 1_250n],
    [shops[2], 2_700n],
  ] as const) {
    const qr = await readQr(await showQr(page));
    await chargeByApi(demo, { qr, shopName: shopName as string, amountCents });
    await page.getByTestId("paid-done").click();
  }
  const [shopName] = shops as [string];
  await refundByApi(demo, { payment: first, shopName, amountCents: 500n });
  await page.locator(".good").first().waitFor();
  await visit("family-home", page);
}

async function tourPlaces(page: Page, visit: Visit, says: FamilySays): Promise<void> {
  await page.getByTestId("tab-geschiedenis").click();
  await page.getByTestId("payment-row").nth(2).waitFor();
  await visit("family-history", page);
  await page.getByTestId("payment-row").last().click();
  await page.getByText(says("receipt.wrong.title")).waitFor();
  await page.getByTestId("ask").waitFor();
  await visit("family-receipt", page);
  await tourQuestion(page, visit);
  await page.getByTestId("back").click();
  await tourShops(page, visit, says);
  await tourMore(page, visit, says);
}

async function tourRequests(world: World, page: Page, visit: Visit): Promise<void> {
  const { demo, origin, cameraFile } = world;
  writeCameraVideo({ text: "https://example.org/menu", file: cameraFile });
  await page.getByTestId("scan").click();
  await page.getByTestId("qr-problem").waitFor();
  await visit("family-scan-trouble", page);
  await page.getByTestId("back").click();
  const shopName = world.takeShop().name;
  for (const [name, amountCents, wait] of [
    ["family-request", 1_895n, "confirm"],
    ["family-request-too-little", 40_000n, "too-little"],
  ] as const) {
    const { qr } = await requestByApi(demo, { shopName, amountCents, origin });
    await page.goto("about:blank");
    await page.goto(qr);
    await page.getByTestId(wait).waitFor();
    await visit(name, page);
    await page.getByTestId("back").click();
  }
}

async function tourTroubles(
  world: World,
  page: Page,
  visit: Visit,
  { beneficiaryIds, says }: { beneficiaryIds: readonly Hex[]; says: FamilySays },
): Promise<void> {
  const { demo } = world;
  const validator = await demo.people.staff("validator");
  for (const beneficiaryId of beneficiaryIds) {
    const command = commands.freezeBeneficiary({ beneficiaryId, reason: "dispute" });
    await act(demo, validator, command);
  }
  await page.goto("/family/");
  await page.getByText(says("hindrance.frozen.title")).waitFor();
  await visit("family-frozen", page);
  for (const beneficiaryId of beneficiaryIds) {
    const command = commands.unfreezeBeneficiary({ beneficiaryId, reason: "resolved" });
    await act(demo, validator, command);
  }
  await page.reload();
  await page.getByTestId("pay").waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.context().setOffline(true);
  await page.reload();
  await page.getByText(says("offline")).waitFor();
  await visit("family-home-offline", page);
  await showQr(page);
  await page.getByTestId("pay-offline").waitFor();
  await visit("family-qr-offline", page);
  await page.context().setOffline(false);
  await page.getByTestId("pay-offline").waitFor({ state: "detached" });
  await page.goto("/family/");
  await balanceOf(page).waitFor();
}
