// A family calls: found, looked at with a reason, helped, and erased; and who looked can be seen.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import { clientNumberOf, findHousehold, fund, openDesk } from "./support/desk.ts";
import { addFamily, invite, openOtherScheme } from "./support/other-scheme.ts";
import { openDesktop } from "./support/pages.ts";
import { activateByApi, chequeQr } from "./support/phone-keys.ts";
import { chargeByApi } from "./support/shop.ts";
import { soon } from "./support/soon.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

describe("A family at the desk", () => {
  const world = useWorld();

  const find = async (page: Page, number: string) => {
    await findHousehold(page, number);
    return page.getByTestId("household");
  };
  const sayWhy = async (page: Page) => {
    await page.getByTestId("look-reason").selectOption("called");
    await page.getByTestId("look-note").fill("vraag over de laatste betaling");
    await page.getByTestId("look-confirm").click();
    await page.getByTestId("household-open").waitFor();
  };

  it("stands in a list that is sorted as a whole, not page by page", async () => {
    const page = await openDesk(world(), ["validator"]);
    await page.getByTestId("nav-households").click();
    const rows = page.getByTestId("households-table-row");
    const letterOf = async (row: Locator) => Number(await row.locator("td.number").textContent());
    await rows.nth(49).waitFor();
    const sort = page.getByRole("button", { name: "Briefnummer" });
    await sort.click();
    await sort.click();
    await page.locator('th[aria-sort="descending"]').waitFor();
    await soon(async () => (await letterOf(rows.first())) > 50, true);
    await page.getByRole("button", { name: "Volgende" }).click();
    await soon(async () => (await letterOf(rows.last())) < 50, true);
  });

  it("answers a caller after a reason, and helps", async function () {
    this.timeout(40_000);
    const { demo } = world();
    const shopName = (await world().newShop()).name;
    const letter = world().takeLetter(2);
    const keys = await activateByApi(demo, letter);
    await chargeByApi(demo, {
      qr: await chequeQr(demo.deployment, keys),
      shopName,
      amountCents: 1_234n,
    });
    const page = await openDesk(world(), ["validator", "sponsor"]);
    // The demonstration gave all its money to children.
    await fund(page, "100", "Storting voor een gezin");

    const dialog = await find(page, clientNumberOf(letter));
    await page.getByTestId("look-form").waitFor();
    expect(await dialog.getByTestId("child").count()).to.equal(0);
    await page.getByTestId("look-confirm").click();
    await dialog.getByText("Kies een reden", { exact: true }).last().waitFor();
    await sayWhy(page);
    const payment = plain(await dialog.getByTestId("household-payments-row").textContent());
    expect(payment).to.contain(shopName).and.to.contain("12,34");
    await dialog.getByText("Telefoon gekoppeld op").first().waitFor();

    await page.getByTestId("top-up").last().click();
    await page.getByTestId("top-up-amount").fill("25");
    await page.getByTestId("reason").selectOption("hardship");
    const reads = plain(await page.getByTestId("family-reads").textContent());
    expect(reads).to.contain("Er is € 25,00 bijgekomen. Reden: een bijzondere situatie.");
    await page.getByTestId("top-up-dialog-confirm").click();
    await page.getByTestId("household-open").getByText("325,00").waitFor();

    // The same call is asked once.
    await page.keyboard.press("Escape");
    await find(page, clientNumberOf(letter));
    await page.getByTestId("household-open").waitFor();
  });

  it("erases a family whose budgets were stopped, and says who looked", async () => {
    const letter = world().takeLetter(1);
    const page = await openDesk(world(), ["validator"]);
    const dialog = await find(page, clientNumberOf(letter));
    await sayWhy(page);
    expect(await dialog.getByTestId("erase-household").count()).to.equal(0);
    await page.getByTestId("close-child").click();
    await page.getByTestId("reason").selectOption("moved-away");
    await page.getByTestId("close-dialog-confirm").click();
    await page.getByTestId("erase-household").click();
    await page.getByTestId("erase-reason").selectOption("at-own-request");
    await page.getByText("kunt u het niet meer vinden").waitFor();
    await page.getByTestId("erase-dialog-confirm").click();
    await page.getByTestId("erase-dialog").waitFor({ state: "detached" });
    await find(page, clientNumberOf(letter));
    await page.getByText("Dit nummer vinden we niet").waitFor();
    await page.getByTestId("nav-access").click();
    await page.getByTestId("access-closed").waitFor();

    const guardian = await openDesk(world(), ["guardian"]);
    await guardian.getByTestId("nav-access").click();
    const row = guardian.getByTestId("access-table-row").filter({ hasText: "gewist" }).first();
    expect(plain(await row.textContent())).to.contain("Gezin belde");
    const download = guardian.waitForEvent("download");
    await guardian.getByTestId("access-csv").click();
    const file = readFileSync(await (await download).path(), "utf8");
    expect(file).to.contain("Briefnummer").and.not.to.contain(clientNumberOf(letter));
  });

  it("asks which family is meant when one's client number is another's letter number", async () => {
    const { demo } = world();
    const scheme = await openOtherScheme(demo, { name: "Twee nummers" });
    await addFamily(demo, scheme, "TW-1");
    const page = await openDesktop(world());
    await invite(world(), page, { schemeId: scheme.schemeId, role: "validator" });
    await page.getByTestId("nav-households").click();
    const row = page.getByTestId("households-table-row").filter({ hasText: "TW-1" });
    const letter = plain(await row.locator("td.number").textContent());
    await addFamily(demo, scheme, letter);

    await findHousehold(page, letter);
    const matches = page.getByTestId("find-matches");
    await matches.getByText(`Cliëntnummer ${letter} (briefnummer`).waitFor();
    expect(await page.getByTestId("household").count()).to.equal(0);
    await matches.getByText(`Briefnummer ${letter} (cliëntnummer TW-1)`).click();
    await page.getByTestId("household").getByText("TW-1").first().waitFor();
    await page.getByTestId("look-form").waitFor();
  });

  it("offers families to help that did not begin", async () => {
    const page = await openDesk(world(), ["validator"]);
    await page.getByTestId("nav-households").click();
    await page.getByTestId("choice-not-started").click();
    await page.getByText("een brief die niet is gebruikt").waitFor();
    const rows = page.getByTestId("households-table-row");
    // The list before stays until the next one is there.
    const others = rows.filter({ hasNotText: "nog niet begonnen" });
    await others.first().waitFor({ state: "detached" });
    await rows.first().waitFor();
    expect(await others.count()).to.equal(0);
    await page.getByTestId("choice-unused").click();
    await page.getByText("Alle gezinnen met budget betaalden").waitFor();
  });
});
