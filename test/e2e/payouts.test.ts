// A payment that comes back: the treasurer sees why and what to do, decides, and the shop is told on its own screen.
import { expect } from "chai";
import { openDesk } from "./support/desk.ts";
import { activateByApi, chequeQr } from "./support/phone-keys.ts";
import { chargeByApi } from "./support/shop.ts";
import { useWorld } from "./support/use-world.ts";

describe("Payouts at the desk", () => {
  const world = useWorld();

  async function play(...faults: object[]): Promise<void> {
    const response = await fetch(`${world().bankUrl}/_sandbox/faults`, {
      method: "POST",
      body: JSON.stringify({ seed: "1", faults }),
    });
    expect(response.ok).to.equal(true);
  }

  it("shows a returned payment, why, and what to do, and lets the treasurer go on", async () => {
    const shop = await world().newShop();
    const keys = await activateByApi(world().demo, world().takeLetter(2));
    await play({ kind: "returned-later", delayMs: 500, reason: "AC04" });
    const qr = await chequeQr(world().demo.deployment, keys);
    await chargeByApi(world().demo, { qr, shopName: shop.name, amountCents: 1_575n });
    const page = await openDesk(world(), ["treasurer"]);

    await page.getByTestId("payouts-attention").getByRole("link").click();
    const row = page.getByTestId("payout-table-row").filter({ hasText: shop.name });
    await row.getByText("Teruggekomen", { exact: true }).waitFor();
    await row.getByTestId("payout-open").click();
    const dialog = page.getByTestId("payout-dialog");
    await dialog.getByText("De rekening van de winkel is opgeheven (AC04).").waitFor();
    await dialog.getByText("Vraag de winkel om een nieuw rekeningnummer.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByTestId("blocks").getByText(shop.name).first().waitFor();

    await page.getByTestId("unblock").first().click();
    await page.getByTestId("unblock-dialog-confirm").click();

    await page.getByTestId("blocks").waitFor({ state: "detached" });
    await page.getByTestId("choice-all").click();
    const booked = page.getByTestId("payout-table-row").filter({ hasText: shop.name });
    await booked.getByText("Betaald", { exact: true }).waitFor();
  });

  it("gives the day's report as a file", async () => {
    const page = await openDesk(world(), ["treasurer"]);
    await page.getByTestId("nav-payouts").click();
    await page.getByTestId("report-totals").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByTestId("report-csv").click(),
    ]);
    expect(download.suggestedFilename()).to.match(/^uitbetalingen-\d{4}-\d\d-\d\d\.csv$/);
  });

  it("shows what belongs to no payout apart, and gives it as a file of its own", async () => {
    const page = await openDesk(world(), ["treasurer"]);
    await page.getByTestId("nav-payouts").click();
    const part = page.getByTestId("account-report");
    await part.getByText("Het zit niet in de bedragen hierboven.").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      part.getByTestId("account-report-csv").click(),
    ]);
    expect(download.suggestedFilename()).to.match(/^zonder-uitbetaling-\d{4}-\d\d-\d\d\.csv$/);
  });
});
