// What a guardian does at the desk: stops the scheme with a reason, reverses a payment, and reads what happened.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { sign } from "../../scripts/demo/context.ts";
import type { PaymentAnswer } from "../../wallet-web/shared/api-types.ts";
import { commands } from "../../wallet-web/shared/protocol/commands.ts";
import { shortCode } from "../../wallet-web/shared/short-code.ts";
import { openDesk } from "./support/desk.ts";
import { activateByApi, chequeQr } from "./support/phone-keys.ts";
import { chargeByApi } from "./support/shop.ts";
import { mandateOf } from "./support/treasury.ts";
import { useWorld } from "./support/use-world.ts";

/** Sale, chain and several screens, one after the other. */
const SLOW_LIMIT_MS = 60_000;

describe("The guardian's page", function () {
  this.timeout(SLOW_LIMIT_MS);
  const world = useWorld();

  const sell = async (shopName: string, amountCents: bigint): Promise<PaymentAnswer> => {
    const { demo } = world();
    const keys = await activateByApi(demo, world().takeLetter(2));
    const qr = await chequeQr(demo.deployment, keys);
    return chargeByApi(demo, { qr, shopName, amountCents });
  };
  const find = async (page: Page, code: string) => {
    await page.getByTestId("nav-guardian").click();
    await page.getByTestId("payment-code").fill(code);
    await page.getByTestId("find-payment-go").click();
  };

  it("stops the scheme with a reason, says what stops, and lets it go on", async () => {
    const page = await openDesk(world(), ["guardian"]);
    await page.getByTestId("nav-guardian").click();
    await page.getByTestId("pause-scheme").click();
    const dialog = page.getByTestId("pause-dialog");
    await dialog.getByText("Gezinnen kunnen nergens meer betalen.").waitFor();
    await page.getByTestId("pause-dialog-confirm").click();
    await dialog.getByText("Kies een reden").last().waitFor();
    await dialog.getByText("Schrijf een toelichting.").waitFor();
    await page.getByTestId("reason").selectOption("malfunction");
    await page.getByTestId("stop-note").fill("Vreemde betalingen");
    await page.getByTestId("pause-dialog-confirm").click();
    await page.getByTestId("resume-scheme").click();
    await page.getByTestId("reason").selectOption("resolved");
    await page.getByTestId("stop-note").fill("Uitgezocht, alles klopt");
    await page.getByTestId("pause-dialog-confirm").click();
    await page.getByTestId("pause-scheme").waitFor();

    await page.getByTestId("timeline-scheme").click();
    const list = page.getByTestId("timeline-list");
    await list.getByText("De regeling is stilgezet", { exact: true }).first().waitFor();
    const paused = list.locator('[data-event="SchemePaused"]').first();
    await paused.getByText("Reden: Storing").waitFor();
    await paused.getByText("Toelichting: Vreemde betalingen").waitFor();
    const resumed = list.locator('[data-event="SchemeResumed"]').first();
    await resumed.getByText("Reden: Nagekeken en in orde").waitFor();
    await resumed.getByText("Toelichting: Uitgezocht, alles klopt").waitFor();
    expect(await list.locator("li").first().textContent()).to.contain("Toezichthouder · apparaat");
  });

  it("reverses a payment by its code while the shop has no money of it, and never twice", async () => {
    const shop = await world().newShop();
    // So low that the payout waits for the treasurer.
    await mandateOf(world(), { perPayoutCents: 100n });
    const { paymentId } = await sell(shop.name, 1_850n);
    const page = await openDesk(world(), ["guardian"]);

    await find(page, "geen");
    await page.getByText("Een code heeft 6 tekens").waitFor();
    await find(page, "000000");
    await page.getByTestId("payment-none").waitFor();
    await find(page, shortCode(paymentId).toLowerCase());
    await page.getByTestId("reverse").click();
    const dialog = page.getByTestId("reverse-dialog");
    await dialog.getByText("Het gezin krijgt € 18,50 terug").waitFor();
    await page.getByTestId("reverse-dialog-confirm").click();
    await dialog.getByText("Kies een reden").last().waitFor();
    await page.getByTestId("reason").selectOption("dispute");
    await page.getByTestId("reverse-amount").fill("18,51");
    await page.getByTestId("reverse-dialog-confirm").click();
    await dialog.getByText("Vul een bedrag in van hoogstens € 18,50").waitFor();
    // First a part, then the rest.
    await page.getByTestId("reverse-amount").fill("3,50");
    await dialog.getByText("Het gezin krijgt € 3,50 terug").waitFor();
    await page.getByTestId("reverse-dialog-confirm").click();
    await dialog.waitFor({ state: "detached" });
    await page.getByTestId("found-payment").getByText("€ 15,00", { exact: true }).waitFor();
    await page.getByTestId("reverse").click();
    await page.getByTestId("reason").selectOption("dispute");
    await page.getByTestId("reverse-dialog-confirm").click();
    await dialog.waitFor({ state: "detached" });
    await page.locator('[data-verdict="corrected"]').waitFor();
    expect(await page.getByTestId("reverse").count()).to.equal(0);

    await page.getByTestId("timeline-payment").click();
    const list = page.getByTestId("timeline-list");
    await list.getByText(`€ 3,50 teruggedraaid bij ${shop.name}`).waitFor();
    await list.getByText(`€ 15,00 teruggedraaid bij ${shop.name}`).waitFor();
    await list.getByText("Reden: Onenigheid over een betaling").first().waitFor();
    await page.getByTestId("timeline-payout").getByText("Nog niet in een uitbetaling").waitFor();
    await list.getByTestId("way-child").first().click();
    await page.getByTestId("look-reason").selectOption("called");
    await page.getByTestId("look-confirm").click();
    await list.locator('[data-event="BeneficiaryRegistered"]').waitFor();
    await list.getByText("Het gezin, met de code uit de brief").waitFor();
    await mandateOf(world(), {});
  });

  it("says in plain words that the shop has its money already", async () => {
    const shop = await world().newShop();
    const { paymentId } = await sell(shop.name, 950n);
    const page = await openDesk(world(), ["guardian"]);
    await page.getByTestId("nav-guardian").click();
    await find(page, shortCode(paymentId));
    await page.locator("[data-verdict]").waitFor();
    await page.locator('[data-verdict="paid-out"]').waitFor();
    await page.getByText("De winkel heeft dit geld al gekregen").waitFor();
    expect(await page.getByTestId("reverse").count()).to.equal(0);
    await page.getByTestId("timeline-payment").click();
    const payout = page.getByTestId("timeline-payout");
    await payout.getByText("In een uitbetaling:").waitFor();
    await payout.getByText(/^Kenmerk [0-9a-f]{32}\.$/).waitFor();
  });

  it("lists what stands still, with its history", async () => {
    const shop = await world().newShop();
    const { demo } = world();
    const { schemeId } = demo.people;
    const { shopId } = demo.people.shop(shop.name);
    const guardian = await demo.people.staff("guardian");
    const suspend = commands.suspendShop({ schemeId, shopId, reason: "suspected-misuse" });
    await demo.api.post("/requests", await sign(demo, guardian, suspend));
    const page = await openDesk(world(), ["guardian"]);
    await page.getByTestId("nav-guardian").click();
    const row = page.getByTestId("stops-table-row").filter({ hasText: shop.name });
    await row.getByText("Mogelijk misbruik").waitFor();
    await row.getByText("Toezichthouder · apparaat").waitFor();
    await row.getByTestId("stop-history").click();
    await page.getByText("De winkel is stilgezet", { exact: true }).waitFor();
    await page.getByTestId("timeline-back").click();
    await row.waitFor();
  });

  it("is for looking only to a validator, and not at all to a treasurer", async () => {
    const { paymentId } = await sell((await world().newShop()).name, 500n);
    const validator = await openDesk(world(), ["validator"]);
    await find(validator, shortCode(paymentId));
    await validator.getByTestId("found-payment").waitFor();
    expect(await validator.getByTestId("pause-scheme").count()).to.equal(0);
    expect(await validator.getByTestId("reverse").count()).to.equal(0);
    const treasurer = await openDesk(world(), ["treasurer"]);
    await treasurer.getByTestId("nav-guardian").click();
    await treasurer.getByTestId("guardian").getByText("Deze gegevens ziet alleen").waitFor();
    expect(await treasurer.getByTestId("find-payment").count()).to.equal(0);
    await treasurer.goto(`/desk/#/timeline/payment/${paymentId}`);
    await treasurer.getByTestId("timeline").getByText("Deze gegevens ziet alleen").waitFor();
  });

  it("leads to what happened from the family's and the shop's dialog", async () => {
    const page = await openDesk(world(), ["validator"]);
    await page.getByTestId("nav-households").click();
    await page.getByTestId("open-household").first().click();
    await page.getByTestId("look-reason").selectOption("called");
    await page.getByTestId("look-confirm").click();
    await page.getByTestId("timeline-child").first().click();
    await page.locator('[data-event="BeneficiaryRegistered"]').waitFor();
    await page.getByTestId("nav-shops").click();
    await page.getByTestId("open-shop").first().click();
    await page.getByTestId("timeline-shop").click();
    await page.locator("[data-event]").first().waitFor();
  });
});
