import { expect } from "chai";
import type { Page } from "playwright-core";
import { openFamily, showQr } from "./support/family.ts";
import { openPhone } from "./support/pages.ts";
import { readQr } from "./support/qr.ts";
import { plain } from "./support/text.ts";
import { charge, openOwnersTill } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

describe("A shop's owner and its tills", () => {
  const world = useWorld();

  /** The owner shows a code, and another phone's own camera opens it. */
  const join = async (owner: Page, name: string): Promise<Page> => {
    await owner.getByTestId("tab-meer").click();
    await owner.getByTestId("tills").click();
    await owner.getByTestId("add-till").click();
    await owner.getByTestId("till-name").fill(name);
    await owner.getByTestId("till-ok").click();
    const link = await readQr(owner.getByTestId("till-qr"));
    const phone = await openPhone(world());
    await phone.goto(link);
    await phone.getByTestId("enrol").click();
    await phone.getByTestId("key-1").waitFor();
    await owner.getByTestId("till-joined").waitFor();
    await owner.getByTestId("till-done").click();
    return phone;
  };

  it("opens a till by QR that charges and gives back, and sees no money of the shop", async () => {
    const owner = await openOwnersTill(world(), "Winkel met balie");
    const till = await join(owner, "Balie");
    const { page: family } = await openFamily(world());
    await charge(world(), till, { amount: "4,50", qr: await readQr(await showQr(family)) });
    await till.getByTestId("next").click();

    expect(await till.getByTestId("tab-geld").count()).to.equal(0);
    await till.getByTestId("tab-meer").click();
    expect(await till.getByTestId("tills").count()).to.equal(0);
    await till.getByTestId("tab-vandaag").click();
    await till.getByTestId("payment-row").click();
    await till.getByTestId("refund").waitFor();
    expect(plain(await till.locator("main").textContent())).to.contain("KassaBalie");
    await till.getByTestId("refund").click();
    await till.getByTestId("refund-ok").click();
    await till.getByTestId("correction").waitFor();

    await owner.getByTestId("back").click();
    await owner.getByTestId("tab-vandaag").click();
    await owner.getByTestId("payment-row").click();
    await owner.getByTestId("correction").waitFor();
    const seen = plain(await owner.locator("main").textContent());
    expect(seen)
      .to.contain("KassaBalie")
      .and.to.match(/Teruggegeven .*, Balie/);
  });

  it("takes a till away after a question: it says so at once and keeps nothing", async () => {
    const owner = await openOwnersTill(world(), "Winkel die sluit");
    const till = await join(owner, "Kraam");

    await owner.locator('[data-testid="till-row"]', { hasText: "Kraam" }).click();
    await owner.getByTestId("close-till").click();
    expect(plain(await owner.getByTestId("close-dialog").textContent()))
      .to.contain("Kraam afsluiten?")
      .and.to.contain("Nam die kassa iets aan zonder internet?");
    await owner.getByTestId("close-till-ok").click();

    await till.getByTestId("till-removed").waitFor();
    await owner.locator('[data-testid="till-row"]', { hasText: "Kraam" }).waitFor({
      state: "detached",
    });
    const kept = await till.evaluate(async () => {
      const opened = indexedDB.open("kindpakket-till");
      await new Promise((resolve) => {
        opened.onsuccess = resolve;
      });
      const stores = [...opened.result.objectStoreNames];
      const counts = await Promise.all(
        stores.map(
          (name) =>
            new Promise<number>((resolve) => {
              const count = opened.result.transaction(name).objectStore(name).count();
              count.onsuccess = () => resolve(count.result);
            }),
        ),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    });
    expect(kept).to.equal(0);
    await till.getByTestId("start-again").click();
    await till.getByTestId("join").waitFor();
  });

  it("takes back a code that nobody used: it opens nothing any more", async () => {
    const owner = await openOwnersTill(world(), "Winkel met spijt");
    await owner.getByTestId("tab-meer").click();
    await owner.getByTestId("tills").click();
    await owner.getByTestId("add-till").click();
    await owner.getByTestId("till-ok").click();
    await owner.getByText("Vul een naam in").waitFor();
    await owner.getByTestId("till-name").fill("Nooit gekomen");
    await owner.getByTestId("till-ok").click();
    const link = await readQr(owner.getByTestId("till-qr"));
    await owner.getByTestId("till-done").click();
    await owner.getByText("Wacht op een apparaat").click();
    await owner.getByTestId("close-till").click();
    await owner.getByTestId("close-till-ok").click();
    await owner.getByText("De code voor Nooit gekomen is ingetrokken").waitFor();

    const phone = await openPhone(world());
    await phone.goto(link);

    await phone.getByText("Deze code werkt niet (meer)").waitFor();
  });
});
