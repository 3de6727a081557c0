import { expect } from "chai";
import { openFamily, showQr } from "./support/family.ts";
import { plain } from "./support/text.ts";
import { openTill, pressAmount } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

describe("Paying without a camera", () => {
  const world = useWorld();

  it("works by the code that the family reads out and the till types", async () => {
    const shopName = (await world().newShop()).name;
    const till = await openTill(world(), shopName);
    const { page: family } = await openFamily(world());
    await showQr(family);
    await family.getByTestId("spell").click();
    await family.getByTestId("pay-code").filter({ hasText: "-" }).waitFor();
    const code = plain(await family.getByTestId("pay-code").textContent());

    await pressAmount(till, "12,50");
    await till.getByTestId("scan").click();
    await till.getByTestId("customer-code").fill("ZZZZ ZZZZ");
    await till.getByTestId("customer-code-ok").click();
    await till.getByText("We kennen deze code niet").waitFor();
    await till.getByTestId("customer-code").fill(code.toLowerCase().replace("-", " "));
    await till.getByTestId("customer-code-ok").click();

    await till.getByTestId("paid").waitFor();
    await family.getByTestId("paid").waitFor();
    for (const page of [till, family]) {
      expect(plain(await page.getByTestId("paid").textContent())).to.match(/Betaald.*€ 12,50/);
    }
  });

  it("works by the code that the till shows and the family types", async () => {
    const shopName = (await world().newShop()).name;
    const till = await openTill(world(), shopName);
    const { page: family } = await openFamily(world());
    await pressAmount(till, "7,25");
    await till.getByTestId("show-qr").click();
    const code = plain(await till.getByTestId("request-code").textContent());

    await family.getByTestId("scan").click();
    await family.getByTestId("shop-code").fill(code);
    await family.getByTestId("shop-code-ok").click();
    await family.getByText(`${shopName} vraagt`).waitFor();
    await family.getByTestId("confirm").click();

    await family.getByTestId("paid").waitFor();
    await till.getByTestId("paid").waitFor();
  });

  it("asks for internet where it needs it", async () => {
    const { page } = await openFamily(world());
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.context().setOffline(true);
    await page.reload();
    await showQr(page);
    await page.getByTestId("spell").click();
    await page.getByText("werkt alleen met internet").waitFor();
  });
});
