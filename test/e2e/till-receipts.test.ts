import { expect } from "chai";
import { openFamily, showQr } from "./support/family.ts";
import { readQr } from "./support/qr.ts";
import { soonCounts, soonSays } from "./support/soon.ts";
import { plain } from "./support/text.ts";
import { charge, openTill } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

describe("A till's receipts", () => {
  const world = useWorld();

  it("state both amounts of a payment that was only possible in part", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    const { page: family } = await openFamily(world());
    const qr = await readQr(await showQr(family, "12,30"));
    await charge(world(), till, { amount: "19,95", qr });
    const said = plain(await till.getByTestId("refused").textContent());
    expect(said).to.contain("€ 12,30").and.to.contain("De andere € 7,65");

    await till.getByTestId("charge-less").click();

    await till.getByTestId("paid").waitFor();
    await till.getByTestId("paid-rest").waitFor();
    const paid = plain(await till.getByTestId("paid").textContent());
    expect(paid)
      .to.match(/Betaald.*€ 12,30/)
      .and.to.contain("Nog € 7,65 op een andere manier");
    await till.getByTestId("receipt").click();
    await till.getByTestId("asked").waitFor();
    const receipt = plain(await till.locator(".receipt").textContent());
    expect(receipt).to.contain("Hele bedrag€ 19,95");
    expect(receipt).to.contain("Op een andere manier betaald€ 7,65");
  });

  it("print without what stands around them, and are copied where nothing can be shared", async () => {
    const shop = await world().newShop();
    const till = await openTill(world(), shop.name);
    const { page: family } = await openFamily(world());
    await charge(world(), till, { amount: "3,15", qr: await readQr(await showQr(family)) });
    await till.getByTestId("receipt").click();
    await till.getByTestId("print-receipt").waitFor();

    await till.emulateMedia({ media: "print" });
    expect(await till.getByTestId("print-receipt").isVisible()).to.equal(false);
    expect(await till.getByTestId("back").isVisible()).to.equal(false);
    expect(await till.locator(".only-print").isVisible()).to.equal(true);
    const printed = plain(await till.locator(".receipt").textContent());
    expect(printed).to.contain(shop.name).and.to.contain(shop.address).and.to.contain("€ 3,15");

    await till.emulateMedia({ media: "screen" });
    await till.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await till.evaluate(() => Reflect.deleteProperty(Navigator.prototype, "share"));
    await till.getByTestId("share-receipt").click();
    await till.getByText("De bon is gekopieerd").waitFor();
    const copied = plain(await till.evaluate(() => navigator.clipboard.readText()));
    expect(copied).to.contain(shop.name).and.to.contain("Betaald: € 3,15");

    await till.evaluate(() => Reflect.deleteProperty(Navigator.prototype, "clipboard"));
    await till.getByTestId("share-receipt").click();
    const failed = till.locator(".toast-stays");
    await failed.getByText("Delen lukt niet in deze browser. Print de bon.").waitFor();
    await failed.getByRole("button", { name: "Sluiten" }).click();
    await failed.waitFor({ state: "detached" });
  });

  it("are found again by amount, by code and by day, with what the day adds up to", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    const { page: family } = await openFamily(world());
    for (const amount of ["3,10", "4,20"]) {
      await charge(world(), till, { amount, qr: await readQr(await showQr(family)) });
      await till.getByTestId("next").click();
      await family.getByTestId("paid-done").click();
    }
    await till.getByTestId("tab-vandaag").click();
    const code = plain(await till.getByTestId("payment-row").last().locator(".soft").textContent());
    await till.getByTestId("search").click();
    const rows = till.getByTestId("payment-row");
    const only = (amount: string) =>
      till.locator('[data-testid="payments"]:has(li:only-child)', { hasText: amount });

    await till.getByTestId("search-text").fill("4,20");
    await till.getByTestId("search-ok").click();
    await only("€ 4,20").waitFor();
    await till.getByTestId("search-text").fill(code);
    await till.getByTestId("search-ok").click();
    await only("€ 3,10").waitFor();
    await till.getByTestId("search-text").fill("gisteren");
    await till.getByTestId("search-ok").click();
    await till.getByText("Vul een bedrag in (12,50), een tijd").waitFor();
    await till.getByTestId("search-text").fill("");
    const today = await till.getByTestId("search-day").getAttribute("max");
    await till.getByTestId("search-day").fill(today ?? "");
    await till.getByTestId("search-ok").click();
    await till.getByTestId("day-total").waitFor();
    await soonSays(till.getByTestId("day-net"), ["€ 7,30"]);
    await soonCounts(rows, 2);
  });
});
