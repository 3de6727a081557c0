// A caller's question and what comes of it, between the desk, the family's phone and the shop: found and answered in a few steps, and
// every change read on the phone with its reason.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { shortCode } from "../../wallet-web/shared/short-code.ts";
import { clientNumberOf, findHousehold, fund, openDesk } from "./support/desk.ts";
import { openFamily, showQr } from "./support/family.ts";
import { chargeByApi, refusedByApi } from "./support/shop.ts";
import { plain } from "./support/text.ts";
import { mandateOf } from "./support/treasury.ts";
import { until } from "./support/until.ts";
import { useWorld } from "./support/use-world.ts";

const WALK_LIMIT_MS = 120_000;
/** What a person does from the desk's first page to the answer: the list, the number, the reason, and a button. */
const MOST_STEPS = 5;

describe("A caller at the desk", function () {
  this.timeout(WALK_LIMIT_MS);
  const world = useWorld();

  /** Counts what is clicked, and each field that is filled or chosen from. */
  const countSteps = (page: Page) =>
    page.evaluate(() => {
      const counted = { steps: 0 };
      Object.assign(window, { counted });
      const count = () => {
        counted.steps += 1;
      };
      addEventListener("click", count, true);
      addEventListener("change", count, true);
    });
  const stepsOf = (page: Page) =>
    page.evaluate(() => (window as unknown as { counted: { steps: number } }).counted.steps);
  const letterNumberOf = async (desk: Page, clientNumber: string) => {
    await findHousehold(desk, clientNumber);
    await desk.getByTestId("look-reason").selectOption("called");
    await desk.getByTestId("look-confirm").click();
    const facts = await desk.getByTestId("household-open").locator("dl dd").first().textContent();
    await desk.keyboard.press("Escape");
    return plain(facts).trim();
  };

  it("hears by letter number in a few steps what is left, where was paid, and why the last payment was refused", async () => {
    const { demo } = world();
    const shop = await world().newShop();
    const { page: phone, letter } = await openFamily(world());
    const qr = (await (await showQr(phone)).getAttribute("data-qr")) ?? "";
    await chargeByApi(demo, { qr, shopName: shop.name, amountCents: 1_250n });
    await phone.getByTestId("paid-done").click();
    const desk = await openDesk(world(), ["validator"]);
    await desk.getByTestId("nav-shops").click();
    const row = desk.getByTestId("shops-table-row").filter({ hasText: shop.name });
    await row.getByTestId("open-shop").click();
    await desk.getByTestId("suspend-shop").click();
    await desk.getByTestId("suspend-dialog-confirm").click();
    const suspending = desk.getByTestId("suspend-dialog");
    await suspending.getByText("Kies een reden").last().waitFor();
    await desk.getByTestId("reason").selectOption("dispute");
    await desk.getByTestId("suspend-dialog-confirm").click();
    await suspending.waitFor({ state: "detached" });
    await desk.keyboard.press("Escape");
    const again = (await (await showQr(phone)).getAttribute("data-qr")) ?? "";
    const code = await refusedByApi(demo, {
      ...{ qr: again, shopName: shop.name, amountCents: 500n },
    });
    expect(code).to.equal("shop-not-admitted");
    const number = await letterNumberOf(desk, clientNumberOf(letter));

    const caller = await openDesk(world(), ["validator"]);
    await countSteps(caller);
    await findHousehold(caller, number);
    await caller.getByTestId("look-reason").selectOption("called");
    await caller.getByTestId("look-confirm").click();
    const open = caller.getByTestId("household-open");
    await open.getByTestId("refusal").getByText(shop.name).waitFor();
    expect(await stepsOf(caller)).to.be.at.most(MOST_STEPS);
    const answer = plain(await open.textContent());
    for (const part of ["In gebruik", "287,50", "12,50", "€ 5,00", "Telefoon gekoppeld op"]) {
      expect(answer.toLowerCase()).to.contain(part.toLowerCase());
    }

    await desk.getByTestId("nav-shops").click();
    await row.getByTestId("open-shop").click();
    await desk.getByTestId("resume-shop").click();
    await desk.getByTestId("resume-shop-dialog-confirm").click();
    await desk.getByTestId("resume-shop-dialog").getByText("Kies een reden").last().waitFor();
    await desk.getByTestId("reason").selectOption("resolved");
    await desk.getByTestId("resume-shop-dialog-confirm").click();
    await desk.getByTestId("suspend-shop").waitFor();
  });

  it("reads on the phone what was added and what was stopped, each with its reason", async () => {
    const { page: phone, letter } = await openFamily(world());
    const desk = await openDesk(world(), ["sponsor", "validator"]);
    await fund(desk, "50", "Aanvulling voor een gezin");
    await letterNumberOf(desk, clientNumberOf(letter));
    await desk.getByTestId("find-household").press("Enter");
    await desk.getByTestId("top-up").click();
    await desk.getByTestId("top-up-amount").fill("25");
    await desk.getByTestId("reason").selectOption("hardship");
    await desk.getByTestId("top-up-dialog-confirm").click();
    const news = phone.getByTestId("budget-news");
    await news.getByText("een bijzondere situatie").waitFor();
    await desk.getByTestId("close-child").click();
    const closing = desk.getByTestId("close-dialog");
    await closing.getByText("Dit kunt u niet terugdraaien.").waitFor();
    await desk.getByTestId("reason").selectOption("moved-away");
    await desk.getByTestId("close-dialog-confirm").click();
    await phone.getByTestId("stop-reason").getByText("u bent verhuisd uit de gemeente").waitFor();
    expect(await phone.getByTestId("pay").count()).to.equal(0);
  });

  it("is stopped and let go by the guardian from what happened to a payment, without a word of whose it is", async () => {
    const { demo } = world();
    const shop = await world().newShop();
    // So low that the payout waits for the treasurer.
    await mandateOf(world(), { perPayoutCents: 100n });
    const { page: phone, letter } = await openFamily(world());
    const qr = (await (await showQr(phone)).getAttribute("data-qr")) ?? "";
    const payment = await chargeByApi(demo, { qr, shopName: shop.name, amountCents: 900n });
    await phone.getByTestId("paid-done").click();
    const guardian = await openDesk(world(), ["guardian"]);
    await guardian.getByTestId("nav-guardian").click();
    await guardian.getByTestId("payment-code").fill(shortCode(payment.paymentId));
    await guardian.getByTestId("find-payment-go").click();
    await guardian.getByTestId("timeline-payment").click();
    await guardian.getByTestId("way-child").first().click();
    await guardian.getByTestId("look-reason").selectOption("check");
    await guardian.getByTestId("look-confirm").click();
    const card = guardian.getByTestId("child-card");
    await card.getByTestId("freeze").click();
    await guardian.getByTestId("freeze-dialog-confirm").click();
    const dialog = guardian.getByTestId("freeze-dialog");
    await dialog.getByText("Kies een reden").last().waitFor();
    await guardian.getByTestId("reason").selectOption("suspected-misuse");
    await guardian.getByTestId("freeze-dialog-confirm").click();
    await phone.getByTestId("stop-reason").getByText("we willen iets met u nakijken").waitFor();
    await card.getByText("Mogelijk misbruik").waitFor();
    await guardian.locator('[data-event="BeneficiaryFrozen"]').waitFor();
    const shown = plain(await guardian.getByTestId("timeline").textContent());
    expect(shown).not.to.contain(clientNumberOf(letter));

    await card.getByTestId("unfreeze").click();
    await guardian.getByTestId("reason").selectOption("resolved");
    await guardian.getByTestId("unfreeze-dialog-confirm").click();
    await card.getByTestId("freeze").waitFor();
    await until(async () => (await phone.getByTestId("pay").count()) || null);
    await phone.getByTestId("budget-news").getByText("het is nagekeken en in orde").waitFor();
    const lifted = guardian.locator('[data-event="BeneficiaryUnfrozen"]');
    await lifted.getByText("Reden: Nagekeken en in orde").waitFor();
    await mandateOf(world(), {});
  });
});
