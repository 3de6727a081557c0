// What goes wrong at a desk on a working day: two colleagues at once, a page of this morning, a double click, a lost device, and a
// name that is no name. Each ends in one clear sentence, and the ledger has each act once or not at all.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { act } from "../../scripts/demo/context.ts";
import { admitShop, signUpShop } from "../../scripts/demo/shops.ts";
import { commands, type RoleName } from "../../wallet-web/shared/protocol/commands.ts";
import { shortCode } from "../../wallet-web/shared/short-code.ts";
import { openDesk } from "./support/desk.ts";
import { openFamily, showQr } from "./support/family.ts";
import { openPhone } from "./support/pages.ts";
import { chargeByApi } from "./support/shop.ts";
import { openTill } from "./support/till.ts";
import { mandateOf } from "./support/treasury.ts";
import { useWorld } from "./support/use-world.ts";

const SLOW_LIMIT_MS = 180_000;
const SCRIPT = `<script>alert(1)</script><img src=x onerror=alert(2)>`;

describe("Bad input at the desk", function () {
  this.timeout(SLOW_LIMIT_MS);
  const world = useWorld("api", { isFresh: true });

  /** A desk that hears of nothing: what it shows is as old as the page. */
  const staleDesk = async (role: RoleName = "validator") => {
    const page = await openDesk(world(), [role]);
    await page.route("**/api/v1/events", (route) => route.abort());
    await page.reload();
    await page.getByTestId("nav-overview").waitFor();
    return page;
  };
  const askToSuspend = async (page: Page, shopName: string) => {
    await page.getByTestId("nav-shops").click();
    const row = page.getByTestId("shops-table-row").filter({ hasText: shopName });
    await row.getByTestId("open-shop").click();
    await page.getByTestId("suspend-shop").click();
    await page.getByTestId("suspend-dialog").getByTestId("reason").selectOption("dispute");
  };
  /** Opens the family with this letter, and the first child's dialog. */
  const askAbout = async (page: Page, given: { letter: string; press: string }) => {
    await page.getByTestId("nav-households").click();
    await page.getByTestId("find-household").fill(given.letter);
    await page.getByTestId("find-household").press("Enter");
    await page.getByTestId("look-reason").selectOption("called");
    await page.getByTestId("look-confirm").click();
    await page.getByTestId(given.press).first().click();
  };
  const posts = (page: Page, path: RegExp) => {
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST" && path.test(request.url())) sent.push(request.url());
    });
    return sent;
  };
  const problems = (page: Page) => page.getByTestId("problem").allInnerTexts();

  it("lets one of two colleagues win on one shop, and tells the other in one sentence", async () => {
    const { name } = await world().newShop();
    const [first, second] = [await openDesk(world(), ["validator"]), await staleDesk()];
    for (const page of [first, second]) await askToSuspend(page, name);
    await first.getByTestId("suspend-dialog-confirm").click();
    await first.getByTestId("suspend-dialog").waitFor({ state: "detached" });
    await second.getByTestId("suspend-dialog-confirm").click();
    await second.getByText("Misschien was een collega u voor").waitFor();
    expect(await problems(second)).to.have.lengthOf(1);
    await second.keyboard.press("Escape");
    // What it shows is now as it is.
    await second.getByTestId("resume-shop").waitFor();
  });

  it("lets one of two colleagues win on one child's budget, and tells the other", async () => {
    const [first, second] = [await openDesk(world(), ["validator"]), await staleDesk()];
    for (const page of [first, second]) {
      await askAbout(page, { letter: "1", press: "close-child" });
      await page.getByTestId("close-dialog").getByTestId("reason").selectOption("moved-away");
    }
    await first.getByTestId("close-dialog-confirm").click();
    await first.getByTestId("close-dialog").waitFor({ state: "detached" });
    await second.getByTestId("close-dialog-confirm").click();
    await second.getByText("Misschien was een collega u voor").waitFor();
    expect(await problems(second)).to.have.lengthOf(1);
  });

  it("lets no page of this morning undo what a colleague decided about the mandate or the cards", async () => {
    const old = await staleDesk("treasurer");
    await old.getByTestId("nav-money").click();
    await old.getByTestId("mandate-change").click();
    await mandateOf(world(), { perPayoutCents: 70_000n });
    await old.getByTestId("mandate-per-payout").fill("900");
    await old.getByTestId("mandate-set").click();
    await old.getByTestId("mandate-dialog-confirm").click();
    const changed = "Een collega veranderde dit net.";
    await old.getByTestId("mandate-dialog").getByText(changed).waitFor();
    expect(await problems(old)).to.have.lengthOf(1);
    await old.keyboard.press("Escape");
    await old.getByTestId("mandate-card").getByText("€ 700,00").waitFor();
    expect(await old.getByTestId("mandate-per-payout").inputValue()).to.equal("900");
    // Read, and decided all the same.
    await old.getByTestId("mandate-set").click();
    await old.getByTestId("mandate-dialog-confirm").click();
    await old.getByTestId("mandate-card").getByText("€ 900,00").waitFor();
    await mandateOf(world(), {});

    const sponsor = await staleDesk("sponsor");
    await sponsor.getByTestId("nav-scheme").click();
    const { demo } = world();
    const colleague = await demo.people.staff("sponsor");
    const { schemeId } = demo.people;
    const set = (perPaymentCents: bigint, perDayCents: bigint) => {
      const limits = { perPaymentCents, perDayCents };
      return act(demo, colleague, commands.setCardLimits({ schemeId, limits }));
    };
    await set(4_000n, 8_000n);
    await sponsor.getByTestId("card-limit-perPayment").fill("10");
    await sponsor.getByTestId("card-limit-perDay").fill("20");
    await sponsor.getByTestId("set-card-limits").click();
    await sponsor.getByTestId("card-limits-dialog-confirm").click();
    await sponsor.getByTestId("card-limits-dialog").getByText(changed).waitFor();
    await sponsor.keyboard.press("Escape");
    await sponsor.getByTestId("card-limits").getByText("€ 40,00").waitFor();
    expect(await sponsor.getByTestId("card-limit-perPayment").inputValue()).to.equal("10");
    // As the demonstration has them: other tests pay by card in this world.
    await set(5_000n, 10_000n);
  });

  it("does once what was clicked twice", async () => {
    const { name } = await world().newShop();
    const page = await openDesk(world(), ["sponsor", "validator"]);
    const sent = posts(page, /\/requests$/);
    await page.getByTestId("nav-money").click();
    await page.getByTestId("fund-amount").fill("10");
    await page.getByTestId("fund-reference").fill("Dubbel geklikt");
    await page.getByTestId("fund").click();
    await page.getByTestId("fund-dialog-confirm").dblclick();
    await page.getByTestId("fund-dialog").waitFor({ state: "detached" });
    expect(sent).to.have.lengthOf(1);

    await askAbout(page, { letter: "2", press: "top-up" });
    await page.getByTestId("top-up-amount").fill("7");
    await page.getByTestId("top-up-dialog").getByTestId("reason").selectOption("hardship");
    await page.getByTestId("top-up-dialog-confirm").dblclick();
    await page.getByTestId("household-open").waitFor();
    expect(sent).to.have.lengthOf(2);
    await page.keyboard.press("Escape");
    await page.getByTestId("household").waitFor({ state: "detached" });

    await askToSuspend(page, name);
    await page.getByTestId("suspend-dialog-confirm").dblclick();
    await page.getByTestId("suspend-dialog").waitFor({ state: "detached" });
    expect(sent).to.have.lengthOf(3);
  });

  it("stops a revoked device in the middle of its work, in one sentence", async () => {
    const page = await staleDesk();
    await page.getByTestId("nav-roles").click();
    const device = (await page.getByTestId("device-number").textContent()) ?? "";
    await askAbout(page, { letter: "3", press: "top-up" });
    await page.getByTestId("top-up-amount").fill("7");
    await page.getByTestId("top-up-dialog").getByTestId("reason").selectOption("hardship");
    const admin = await openDesk(world(), ["admin"]);
    await admin.getByTestId("nav-roles").click();
    const row = admin
      .getByTestId("holders-table-row")
      .filter({ hasText: shortCode(device.trim()) });
    await row.getByTestId("take").click();
    await admin.getByTestId("take-dialog-confirm").click();
    await row.waitFor({ state: "detached" });

    await page.getByTestId("top-up-dialog-confirm").click();
    await page.getByText("U heeft de rol niet die hiervoor nodig is.").first().waitFor();
    expect(await page.getByTestId("top-up-amount").inputValue()).to.equal("7");
  });

  it("shows a script in a shop's name as the text it is, on every screen that has it", async () => {
    const { demo } = world();
    const shop = {
      ...{ name: SCRIPT, kvkNumber: "10000099", iban: "NL21RABO0085316318", category: "other" },
      ...{ address: "Winkelstraat 99, 9801 AA Zuidhorn", email: "script@example.org" },
    };
    await signUpShop(demo, shop);
    const validator = await demo.people.staff("validator");
    await admitShop(demo, shop, await demo.api.openSession(demo.deployment, [validator]));
    const desk = await openDesk(world(), ["validator", "treasurer"]);
    const till = await openTill(world(), shop.name);
    const { page: phone } = await openFamily(world());
    const dialogs: string[] = [];
    for (const page of [desk, till, phone]) page.on("dialog", (one) => dialogs.push(one.message()));

    await desk.getByTestId("nav-shops").click();
    const row = desk.getByTestId("shops-table-row").filter({ hasText: SCRIPT });
    await row.getByTestId("open-shop").click();
    await desk.getByRole("heading", { name: SCRIPT }).waitFor();
    const qr = await (await showQr(phone)).getAttribute("data-qr");
    await chargeByApi(demo, { qr: qr ?? "", shopName: shop.name, amountCents: 450n });
    await phone.getByTestId("paid").getByText(SCRIPT).waitFor();
    await phone.getByTestId("paid-done").click();
    await phone.getByText(SCRIPT).first().waitFor();
    await phone.getByTestId("tab-winkels").click();
    await phone.getByText(SCRIPT).first().waitFor();
    await till.getByTestId("tab-meer").click();
    await till.getByText(SCRIPT).first().waitFor();
    for (const page of [desk, till, phone]) {
      expect(await page.locator("img[src='x'], body script:not([src])").count()).to.equal(0);
    }
    expect(dialogs).to.deep.equal([]);
  });

  it("takes as much of a name of 300 characters as fits, and breaks no screen with it", async () => {
    const till = await openPhone(world());
    await till.goto("/till/");
    await till.getByTestId("sign-up").click();
    await till.getByTestId("field-name").focus();
    await till.keyboard.insertText("W".repeat(300));
    expect(await till.getByTestId("field-name").inputValue()).to.equal("W".repeat(100));
    await till.getByTestId("field-kvkNumber").fill("12345678");
    await till.getByTestId("field-category").selectOption("other");
    await till.getByTestId("field-address").fill("Hoofdstraat 1, 9801 AA Zuidhorn");
    await till.getByTestId("next-step").click();
    await till.getByTestId("field-iban").fill("NL91ABNA0417164300");
    await till.getByTestId("field-email").fill("lang@example.org");
    await till.getByTestId("send").click();
    await till.getByTestId("waiting").waitFor();
    const desk = await openDesk(world(), ["validator"]);
    await desk.getByTestId("nav-shops").click();
    await desk.getByTestId("waiting-shop").filter({ hasText: "WWWW" }).waitFor();
    for (const [page, width] of [
      [till, 360],
      [desk, 360],
      [desk, 768],
      [desk, 1280],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      const app = page === till ? "till" : "desk";
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, `${app} at ${width} px`).to.be.at.most(width);
    }
  });
});
