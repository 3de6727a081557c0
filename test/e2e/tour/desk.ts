// Every screen of the desk.
import type { Page } from "playwright-core";
import { enrolmentCode } from "../../../scripts/demo/links.ts";
import { playFaults } from "../support/bank.ts";
import { chooseCsv, enrol, findHousehold, fund } from "../support/desk.ts";
import { openDesktop } from "../support/pages.ts";
import { choosePayouts, rowOf, sellByApi } from "../support/treasury.ts";
import type { World } from "../support/world.ts";
import {
  tourCard,
  tourErasure,
  tourLimits,
  tourOpening,
  tourReversal,
  tourTogether,
} from "./desk-acts.ts";
import { tourAccess, tourQuestion } from "./desk-care.ts";
import { tourEnd } from "./desk-end.ts";
import { tourGrown } from "./desk-insight.ts";
import type { Visit } from "./visit.ts";

/** @returns The desk at the end of the tour, with every role. */
export async function tourDesk(world: World, visit: Visit): Promise<Page> {
  const page = await openDesktop(world);
  await tourEnrolment(world, page, visit);
  for (const role of ["validator", "treasurer", "guardian", "admin"] as const) {
    await enrol(world, page, role);
  }
  await tourMoney(page, visit);
  await tourTogether(world, page, visit);
  await tourPayouts(world, page, visit);
  await tourInsight(page, visit);
  await tourShops(page, visit);
  await tourImport(page, visit);
  await tourNextMonth(page, visit);
  await tourHouseholds(page, visit);
  await tourCard(page, visit, "RL-2026-002");
  await tourErasure(page, visit, "RL-2026-008");
  await tourQuestion(world, page, visit);
  await tourGuardian(page, visit);
  await tourAccess(page, visit);
  await tourRules(page, visit);
  await tourLimits(page, visit);
  await tourOpening(world, page, visit);
  await tourReversal(world, page, visit);
  await tourEnd(world, visit);
  return page;
}

async function tourEnrolment(world: World, page: Page, visit: Visit): Promise<void> {
  await page.goto("/desk/");
  await page.getByTestId("no-role").waitFor();
  await visit("desk-start", page);
  const code = await enrolmentCode(world.demo, "sponsor");
  await page.goto(`/desk/#code=${code}`);
  await page.getByTestId("enrol-accept").waitFor();
  await visit("desk-enrol", page);
  await page.getByTestId("enrol-accept").click();
  await page.getByTestId("money-holds").waitFor();
  await visit("desk-overview", page);
  await page.goto("about:blank");
  await page.goto(`/desk/#code=${code}`);
  await page.getByTestId("enrol-gone").waitFor();
  await visit("desk-enrol-gone", page);
}

async function tourMoney(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("nav-money").click();
  await page.getByTestId("fund").click();
  await page.getByText("Dit is geen bedrag").waitFor();
  await visit("desk-money-wrong", page);
  await page.getByTestId("fund-amount").fill("6.000");
  await page.getByTestId("fund-reference").fill("Rondleiding 1");
  await page.getByTestId("fund").click();
  await page.getByTestId("fund-dialog").waitFor();
  await visit("desk-fund", page);
  await page.keyboard.press("Escape");
  await fund(page, "6.000", "Rondleiding 2");
  await page.getByTestId("mandate-change").click();
  await page.getByTestId("mandate-set").waitFor();
  await visit("desk-mandate", page);
}

async function tourPayouts(world: World, page: Page, visit: Visit): Promise<void> {
  const { name: shopName } = world.takeShop();
  const fault = { kind: "returned-later", bodyIncludes: "34.50", delayMs: 500, reason: "AC04" };
  await playFaults(world.bankUrl, fault);
  await sellByApi(world, { shopName, amountCents: 3_450n });
  await page.getByTestId("nav-payouts").click();
  await rowOf(page, shopName).waitFor();
  await page.getByTestId("report-totals").waitFor();
  await visit("desk-payouts", page);
  await rowOf(page, shopName).getByTestId("payout-open").click();
  await page.getByTestId("payout-dialog").getByText("Kenmerk").waitFor();
  await visit("desk-payout", page);
  await page.keyboard.press("Escape");
  await page.getByTestId("unblock").first().click();
  await page.getByTestId("unblock-dialog").waitFor();
  await visit("desk-unblock", page);
  await page.keyboard.press("Escape");
  await choosePayouts(page, "EARNED");
  await page.getByTestId("unpaid-table").waitFor();
  await visit("desk-payouts-unpaid", page);
  await page.getByTestId("choice-all").click();
  await page.getByTestId("payout-table").waitFor();
  await visit("desk-payouts-all", page);
}

async function tourInsight(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("nav-insight").click();
  await page.getByTestId("insight-spent").waitFor();
  await visit("desk-insight", page);
  await tourGrown(page, visit);
}

async function tourShops(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("nav-shops").click();
  await page.getByTestId("shops-table").waitFor();
  await visit("desk-shops", page);
  await page.getByTestId("open-shop").first().click();
  await page.getByTestId("suspend-shop").waitFor();
  await page.getByTestId("shop-till").first().waitFor();
  await visit("desk-shop", page);
  await page.getByTestId("suspend-shop").click();
  await page.getByTestId("suspend-dialog").waitFor();
  await visit("desk-suspend", page);
  await page.keyboard.press("Escape");
  await page.reload();
}

async function tourImport(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("nav-households").click();
  await page.getByTestId("add-households").click();
  await page.getByTestId("csv-file").waitFor({ state: "attached" });
  await visit("desk-import", page);
  await chooseCsv(page, [
    "RL-2026-001;Jansen;2;nl",
    "RL-2026-002;Çelik;1;tr",
    "RL-2026-003;Kowalska;3;pl",
    "RL-2026-004;De Vries;0;nl",
    "RL-2026-005;Visser;drie;nl",
    ";Smit;2;nl",
    "RL-2026-007;Mulder;2;xx",
    "ZH-2017-0107;Kravets;3;uk",
  ]);
  await visit("desk-import-preview", page);
  await page.getByTestId("import-register").click();
  await page.locator('[data-testid="work-progress"][data-finished="true"]').waitFor();
  await visit("desk-import-done", page);
  await page.getByTestId("nav-letters").click();
  await page.getByTestId("letter-stack").waitFor();
  await visit("desk-letter-stacks", page);
  await page.getByTestId("letter-stack").first().getByRole("link").click();
  await page.getByTestId("letter-qr").first().waitFor();
  await visit("desk-letters", page);
  await page.getByTestId("letters-printed").click();
  await page.getByTestId("letters-printed-dialog").waitFor();
  await visit("desk-letters-printed", page);
  await page.getByTestId("letters-printed-confirm").click();
  await page.getByTestId("nav-letters").click();
  await page.getByTestId("letters").waitFor();
  await visit("desk-letters-none", page);
}

async function tourNextMonth(page: Page, visit: Visit): Promise<void> {
  await chooseCsv(page, [
    "RL-2026-001;Jansen;3;nl",
    "RL-2026-003;Kowalska;2;pl",
    "RL-2026-004;De Vries;0;nl",
    "RL-2026-008;Bakker;1;nl",
  ]);
  await page.getByTestId("choice-more").click();
  await visit("desk-import-again", page);
  await page.getByTestId("choice-fewer").click();
  await visit("desk-import-fewer", page);
  await page.getByTestId("choice-absent").click();
  await page.getByTestId("leaving").first().selectOption("moved-away");
  await visit("desk-import-absent", page);
  await page.getByTestId("import-register").click();
  await page.getByTestId("import-closing").waitFor();
  await visit("desk-import-closing", page);
  await page.getByTestId("import-closing-confirm").click();
  await page.locator('[data-testid="work-progress"][data-finished="true"]').first().waitFor();
  await visit("desk-closing-done", page);
}

async function tourHouseholds(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("nav-households").click();
  await page.getByTestId("households-table").waitFor();
  await visit("desk-households", page);
  await findHousehold(page, "bestaat-niet");
  await page.getByText("Dit nummer vinden we niet").waitFor();
  await visit("desk-household-not-found", page);
  await findHousehold(page, "RL-2026-003");
  await page.getByTestId("look-form").waitFor();
  await visit("desk-household-look", page);
  await page.getByTestId("look-reason").selectOption("called");
  await page.getByTestId("look-confirm").click();
  await page.getByTestId("household-open").waitFor();
  await visit("desk-household", page);
  for (const [press, dialog] of [
    ["top-up", "top-up-dialog"],
    ["reissue-child", "reissue"],
    ["close-child", "close-dialog"],
    ["freeze", "freeze-dialog"],
  ] as const) {
    await page.getByTestId(press).first().click();
    await page.getByTestId(dialog).waitFor();
    await visit(`desk-${press}`, page);
    await page.keyboard.press("Escape");
  }
  await page.reload();
}

async function tourGuardian(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("nav-guardian").click();
  await page.getByTestId("stops").waitFor();
  await visit("desk-guardian", page);
  await page.getByTestId("guide-close").click();
  await page.getByTestId("timeline-scheme").click();
  await page.getByTestId("timeline-list").waitFor();
  await visit("desk-timeline", page);
}

async function tourRules(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("nav-scheme").click();
  await page.getByTestId("pause-scheme").waitFor();
  await visit("desk-scheme", page);
  await page.getByTestId("pause-scheme").click();
  await page.getByTestId("pause-dialog").waitFor();
  await visit("desk-pause", page);
  await page.keyboard.press("Escape");
  await page.getByTestId("nav-roles").click();
  await page.getByTestId("give-role-choice").selectOption("treasurer");
  await visit("desk-roles", page);
  await page.getByTestId("give").click();
  await page.getByTestId("handover").waitFor();
  await visit("desk-handover", page);
  await page.getByTestId("handover-done").click();
  await page.getByTestId("invitations-table").waitFor();
  await visit("desk-invitations", page);
}
