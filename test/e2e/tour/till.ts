// Every screen of the till.
import type { Page } from "playwright-core";
import { act } from "../../../scripts/demo/context.ts";
import { tillCode } from "../../../scripts/demo/links.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { openPhone } from "../support/pages.ts";
import { activateByApi, chequeQr } from "../support/phone-keys.ts";
import { charge, pressAmount, scan } from "../support/till.ts";
import type { World } from "../support/world.ts";
import type { Visit } from "./visit.ts";

/** @returns The till at the end of the tour, ready to charge. */
export async function tourTill(world: World, visit: Visit): Promise<Page> {
  await tourSignUp(world, visit);
  const page = await openPhone(world);
  const shopName = world.takeShop().name;
  await tourJoining(world, page, visit, shopName);
  await tourCharging(world, page, visit);
  await tourPlaces(page, visit);
  await tourSuspension(world, page, visit, shopName);
  return page;
}

async function tourSignUp(world: World, visit: Visit): Promise<void> {
  const page = await openPhone(world);
  await page.goto("/till/");
  await page.getByTestId("sign-up").waitFor();
  await visit("till-start", page);
  await page.getByTestId("sign-up").click();
  await page.getByTestId("field-name").fill("Muziekhuis Dijkstra");
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
  await tourPractice(page, visit);
  await tourTills(page, visit);
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
  await page.getByTestId("back").click();
  await page.getByTestId("back").click();
}

/** What only the owner's device has. */
async function tourTills(page: Page, visit: Visit): Promise<void> {
  await page.goto("/till/#/openingstijden");
  await page.getByTestId("hours-monday").getByRole("checkbox").check();
  await visit("till-hours", page);
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
  await page.getByTestId("back").click();
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
  const used = await cheque();
  await page.getByTestId("next").click();
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
  await page.getByTestId("show-qr").waitFor();
  await tourUncertainty(world, page, visit, await cheque());
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
  await page.getByTestId("search").click();
  await page.getByTestId("payment-row").first().waitFor();
  await visit("till-search", page);
  await page.getByTestId("back").click();
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
  await page.getByTestId("tab-charge").click();
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
  await act(demo, validator, commands.resumeShop({ schemeId, shopId }));
  await page.getByTestId("key-1").waitFor();
}
