// A shop's owner whose browser forgot its key: the validator's link makes another device the owner's, and the old one is out.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { openDesk } from "./support/desk.ts";
import { openFamily, showQr } from "./support/family.ts";
import { openPhone } from "./support/pages.ts";
import { readQr } from "./support/qr.ts";
import { plain } from "./support/text.ts";
import { charge, openOwnersTill } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

describe("A shop's owner without the old device", () => {
  const world = useWorld();

  const openShop = async (desk: Page, name: string) => {
    await desk.getByTestId("nav-shops").click();
    await desk.getByRole("row", { name }).getByTestId("open-shop").click();
    await desk.getByTestId("shop-till").first().waitFor();
  };
  /** The validator's last step; the link stays on the screen. */
  const makeLink = async (desk: Page) => {
    await desk.getByTestId("replace-owner").click();
    await desk.getByTestId("owner-dialog-confirm").click();
    await desk.getByTestId("owner-link").waitFor();
  };

  it("calls, opens the validator's link on another device, charges, and sees the money", async () => {
    const name = "Winkel zonder sleutel";
    const old = await openOwnersTill(world(), name);
    await forgetAll(old);
    await old.goto("/till/");
    await old.getByText("Bent u zelf de eigenaar? Bel de gemeente").waitFor();
    const desk = await openDesk(world(), ["validator"]);
    await openShop(desk, name);

    await makeLink(desk);
    const link = await readQr(desk.getByTestId("owner-qr"));
    expect(await desk.getByTestId("owner-link").textContent()).to.equal(link);
    await desk.getByTestId("owner-done").click();
    await desk.getByText("Wacht op het nieuwe apparaat").waitFor();
    const device = await openPhone(world());
    await device.goto(link);
    await device.getByTestId("found").waitFor();
    expect(plain(await device.getByTestId("found").textContent())).to.contain(
      `Dit wordt het apparaat van de eigenaar van ${name}`,
    );
    await device.getByTestId("enrol").click();
    await device.getByTestId("key-1").waitFor();
    const { page: family } = await openFamily(world());
    await charge(world(), device, { amount: "4,50", qr: await readQr(await showQr(family)) });
    await device.getByTestId("next").click();
    await device.getByTestId("tab-geld").click();

    await device.getByTestId("iban-open").waitFor();
    expect(plain(await device.locator("main").textContent())).to.contain("4,50");
    await device.getByTestId("tab-meer").click();
    await device.getByTestId("tills").waitFor();
    const late = await openPhone(world());
    await late.goto(link);
    await late.getByText("Deze code werkt niet (meer)").waitFor();
  });

  it("is told on the old one, if that still has its key, what happened and whom to call", async () => {
    const name = "Winkel met oud apparaat";
    const old = await openOwnersTill(world(), name);
    const desk = await openDesk(world(), ["validator"]);
    await openShop(desk, name);

    await makeLink(desk);

    await old.getByTestId("till-removed").waitFor();
    const said = plain(await old.locator("main").textContent());
    expect(said).to.contain("De eigenaar heeft een ander apparaat");
    expect(said).to.contain("Bel de gemeente meteen.");
    await old.reload();
    await old.getByTestId("join").waitFor();
  });

  it("types the code that was read out", async () => {
    const name = "Winkel aan de lijn";
    await openOwnersTill(world(), name);
    const desk = await openDesk(world(), ["validator"]);
    await openShop(desk, name);
    await makeLink(desk);
    const code = plain(await desk.getByTestId("owner-code").textContent());

    const device = await openPhone(world());
    await device.goto("/till/");
    await device.getByTestId("join").click();
    await device.getByTestId("code").fill(code);
    await device.getByTestId("code-ok").click();
    await device.getByTestId("enrol").click();

    await device.getByTestId("key-1").waitFor();
    await device.getByTestId("tab-geld").waitFor();
  });

  it("is a validator's to help: a guardian sees the tills and has no button", async () => {
    const name = "Winkel onder toezicht";
    await openOwnersTill(world(), name);
    const desk = await openDesk(world(), ["guardian"]);
    await openShop(desk, name);
    expect(plain(await desk.getByTestId("shop-till").textContent())).to.contain("Eigenaar");
    expect(await desk.getByTestId("replace-owner").count()).to.equal(0);
  });
});

/** As a browser does that clears a site's data. */
async function forgetAll(page: Page): Promise<void> {
  const { origin } = new URL(page.url());
  await page.goto("about:blank");
  const browser = await page.context().newCDPSession(page);
  await browser.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  await browser.detach();
}
