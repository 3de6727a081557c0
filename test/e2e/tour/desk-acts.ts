// What at the desk takes two people or can't be taken back: each question as it is asked, and what waits.
import type { Page } from "playwright-core";
import { shortCode } from "../../../wallet-web/shared/short-code.ts";
import { finishPrint, openHousehold } from "../support/cards.ts";
import { askToFund, openDesk } from "../support/desk.ts";
import { openDesktop } from "../support/pages.ts";
import { activateByApi, chequeQr } from "../support/phone-keys.ts";
import { chargeByApi } from "../support/shop.ts";
import { mandateOf } from "../support/treasury.ts";
import type { World } from "../support/world.ts";
import type { Visit } from "./visit.ts";

/** More than a sponsor of the demonstration funds alone. */
const TOO_MUCH = "100000,01";

/** One sponsor proposes, another sees it, the first takes it back. */
export async function tourTogether(world: World, page: Page, visit: Visit): Promise<void> {
  await askToFund(page, TOO_MUCH, "Rondleiding samen");
  await page.getByTestId("propose").waitFor();
  await visit("desk-fund-together", page);
  await page.getByTestId("propose").click();
  await page.getByTestId("withdraw-proposal").waitFor();
  await visit("desk-proposal-own", page);
  const other = await openDesk(world, ["sponsor"]);
  await other.getByTestId("todo-proposals").getByRole("link").click();
  await other.getByTestId("confirm-proposal").click();
  await other.getByTestId("confirm-proposal-dialog").waitFor();
  await visit("desk-proposal-confirm", other);
  await other.close();
  await page.getByTestId("withdraw-proposal").click();
  await page.getByTestId("withdraw-proposal-dialog").waitFor();
  await visit("desk-proposal-withdraw", page);
  await page.getByTestId("withdraw-proposal-dialog-confirm").click();
  await page.getByTestId("proposals").waitFor({ state: "detached" });
}

/** A card and its PIN for a family that the import said reads another language. */
export async function tourCard(page: Page, visit: Visit, clientNumber: string): Promise<void> {
  await openHousehold(page, clientNumber);
  await page.getByTestId("card-make").first().click();
  await page.getByTestId("card-make-dialog").waitFor();
  await visit("desk-card-make", page);
  await page.getByTestId("card-make-dialog-confirm").click();
  await page.getByTestId("card-to-print").waitFor({ state: "attached" });
  // The paper itself, as far as the window shows it.
  const showPaper = () => page.locator(".preview").evaluate((one) => one.scrollIntoView());
  await showPaper();
  await visit("desk-card", page);
  await page.getByTestId("choice-pin").click();
  await showPaper();
  await visit("desk-card-pin", page);
  await finishPrint(page);
  await openHousehold(page, clientNumber);
  await page.getByTestId("card-block").first().click();
  await page.getByTestId("card-block-dialog").waitFor();
  await visit("desk-card-block", page);
  await page.keyboard.press("Escape");
  await page.reload();
}

/** A family of one child that is stopped, and then forgotten: asked, not done. */
export async function tourErasure(page: Page, visit: Visit, clientNumber: string): Promise<void> {
  await openHousehold(page, clientNumber);
  await page.getByTestId("close-child").click();
  await page.getByTestId("reason").selectOption("moved-away");
  await page.getByTestId("close-dialog-confirm").click();
  await page.getByTestId("erase-household").click();
  await page.getByTestId("erase-reason").selectOption("at-own-request");
  await visit("desk-erase", page);
  await page.keyboard.press("Escape");
  await page.reload();
}

/** A payment that the shop has no money of yet, because the treasurer has to see the payout first. */
export async function tourReversal(world: World, page: Page, visit: Visit): Promise<void> {
  const { demo } = world;
  await mandateOf(world, { perPayoutCents: 100n });
  const keys = await activateByApi(demo, world.takeLetter(2));
  const qr = await chequeQr(demo.deployment, keys);
  const { name: shopName } = world.takeShop();
  const { paymentId } = await chargeByApi(demo, { qr, shopName, amountCents: 1_850n });
  await page.getByTestId("nav-guardian").click();
  await page.getByTestId("payment-code").fill(shortCode(paymentId));
  await page.getByTestId("find-payment-go").click();
  await page.getByTestId("reverse").click();
  await page.getByTestId("reverse-dialog").waitFor();
  await visit("desk-reverse", page);
  await page.keyboard.press("Escape");
  await page.getByTestId("timeline-payment").click();
  await page.getByTestId("timeline-list").waitFor();
  await visit("desk-timeline-payment", page);
  await page.getByTestId("way-child").first().click();
  await page.getByTestId("look-reason").selectOption("check");
  await page.getByTestId("look-confirm").click();
  await page.getByTestId("child-card").getByTestId("freeze").click();
  await page.getByTestId("freeze-dialog").waitFor();
  await visit("desk-freeze-child", page);
  await page.keyboard.press("Escape");
  await visit("desk-timeline-child", page);
}

/** Limits for a till without internet; a lost device's role. */
export async function tourLimits(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("nav-scheme").click();
  await page.getByTestId("offline-set").click();
  await page.getByTestId("offline-dialog").waitFor();
  await visit("desk-offline", page);
  await page.keyboard.press("Escape");
  await page.getByTestId("nav-roles").click();
  await page.getByTestId("take").first().click();
  await page.getByTestId("take-dialog").waitFor();
  await visit("desk-role-take", page);
  await page.keyboard.press("Escape");
}

/** A sponsor of something new opens it. */
export async function tourOpening(world: World, page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("nav-roles").click();
  await page.getByTestId("give-role-choice").selectOption("sponsor");
  await page.getByTestId("give-scheme-choice").selectOption({ label: "Een nieuwe regeling" });
  await page.getByTestId("give").click();
  const link = (await page.getByTestId("handover-link").textContent()) ?? "";
  await page.getByTestId("handover-done").click();
  const sponsor = await openDesktop(world);
  await sponsor.goto(link.trim());
  await sponsor.getByTestId("enrol-accept").click();
  await sponsor.getByTestId("nav-scheme").click();
  await sponsor.getByTestId("scheme-name").waitFor();
  await visit("desk-scheme-new", sponsor);
  await sponsor.getByTestId("scheme-name").fill("");
  await sponsor.getByTestId("open-scheme-check").click();
  await visit("desk-scheme-new-wrong", sponsor);
  await sponsor.getByTestId("scheme-name").fill("Bijzondere bijstand 2027");
  await sponsor.getByTestId("open-scheme-check").click();
  await sponsor.getByTestId("open-scheme-dialog").waitFor();
  await visit("desk-scheme-open", sponsor);
  await sponsor.close();
}
