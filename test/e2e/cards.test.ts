// A family without a phone: the desk prints a card and a PIN, tills take them, three wrong PINs block it, the desk unblocks it.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { tillCode } from "../../scripts/demo/links.ts";
import { writeCameraVideo } from "../helpers/chromium.ts";
import {
  clientNumberOf,
  finishPrint,
  oldestAfterReload,
  openHousehold,
  printCard,
  secretsIn,
  sizeOnPaper,
  typePin,
  wrongPin,
} from "./support/cards.ts";
import { openDesk } from "./support/desk.ts";
import { activate } from "./support/family.ts";
import { openPhone } from "./support/pages.ts";
import { plain } from "./support/text.ts";
import { pressAmount, scan } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";
import { openWiretap, type Wiretap } from "./support/wiretap.ts";

describe("A printed card", function () {
  this.timeout(90_000);
  const world = useWorld();
  let wiretap: Wiretap;
  let asked: string[];

  before(async () => {
    wiretap = await openWiretap(world().port);
  });
  beforeEach(() => {
    asked = [];
  });
  after(async () => {
    await wiretap?.stop();
  });

  const listen = (page: Page) =>
    page.context().on("request", (request) => {
      asked.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData()}`);
    });

  const openTapped = async (shopName: string, { seesMoney = true } = {}): Promise<Page> => {
    const page = await openPhone(world(), { baseURL: wiretap.origin });
    listen(page);
    await page.goto(`/till/#code=${await tillCode(world().demo, shopName, { seesMoney })}`);
    await page.getByTestId("enrol").click();
    await page.getByTestId("key-1").waitFor();
    return page;
  };
  it("is made at the desk, pays at the till by camera and typed, and its secrets never leave a browser", async () => {
    const shopName = (await world().newShop()).name;
    const desk = await openDesk(world(), ["validator"], { baseURL: wiretap.origin });
    listen(desk);
    const card = await printCard(desk, clientNumberOf(world().takeLetter(1)));

    expect(card.qr).to.match(/^KPC1:[0-9A-Z]{24}$/);
    const [cardSheet = "", pinSheet = ""] = await desk
      .getByTestId("card-to-print")
      .locator(".sheet")
      .allTextContents();
    expect(cardSheet).to.contain("Werkt alleen met pincode").and.to.not.contain(card.pin);
    expect(pinSheet.replace(/\W/g, "")).to.contain(card.pin).and.to.not.contain(card.code);
    expect(await desk.locator(".sheets").getByTestId("card-qr").count()).to.equal(1);
    await desk.emulateMedia({ media: "print" });
    const size = await sizeOnPaper(desk);
    expect(size[0]).to.be.closeTo(85.6, 0.3);
    expect(size[1]).to.be.closeTo(54, 0.3);
    const pdf = (await desk.pdf({ preferCSSPageSize: true })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page\b/g), "two sheets").to.have.lengthOf(2);
    await desk.emulateMedia({ media: "screen" });
    await finishPrint(desk);

    const till = await openTapped(shopName, { seesMoney: false });
    await pressAmount(till, "12,50");
    await scan(world(), till, card.qr);
    await till.getByTestId("pin-1").waitFor();
    const shown = plain(await till.getByTestId("pin-step").textContent());
    expect(shown).to.contain("Draai het scherm naar de klant").and.to.contain(shopName);
    expect(plain(await till.getByTestId("pin-amount").textContent())).to.equal("€ 12,50");
    const { width = 0, height = 0 } = (await till.getByTestId("pin-5").boundingBox()) ?? {};
    expect(Math.min(width, height)).to.be.at.least(44);
    await typePin(till, card.pin);
    await till.getByTestId("paid").waitFor();
    expect(plain(await till.getByTestId("paid-amount").textContent())).to.equal("€ 12,50");
    await till.getByTestId("next").click();

    // The card first, typed as it stands there; then the amount; then the PIN on a keyboard.
    writeCameraVideo({ text: "8712345678906", file: world().cameraFile });
    await till.getByTestId("scan").click();
    await till.getByTestId("customer-code").fill(card.code.toLowerCase());
    await till.getByTestId("customer-code-ok").click();
    await till.getByTestId("scanned-card").waitFor();
    await pressAmount(till, "3,00");
    await till.getByTestId("charge").click();
    await till.getByTestId("pin-1").waitFor();
    await till.keyboard.type(`${card.pin}`);
    expect(await till.getByTestId("pin-dots").getAttribute("data-count")).to.equal("4");
    await till.keyboard.press("Enter");
    await till.getByTestId("paid").waitFor();
    const own = /€ 12,50.*ManierBetaalpas.*KassaKassa 1.*Geef geld terug/;
    expect(await oldestAfterReload(till)).to.match(own);

    expect(await secretsIn(card, [wiretap.sent(), Buffer.from(asked.join("\n"))])).to.deep.equal(
      [],
    );
    expect(asked.join("\n")).to.contain("card-attempts").and.to.contain("card-preparations");

    await openHousehold(desk, card.clientNumber);
    await desk.locator('[data-testid="card"][data-state="active"]').waitFor();
    expect(plain(await desk.getByTestId("card-today").textContent())).to.equal(
      "vandaag betaald € 15,50 van € 100,00",
    );
  });

  it("is blocked after three wrong PINs, and pays again once the desk unblocked it", async () => {
    const shopName = (await world().newShop()).name;
    const desk = await openDesk(world(), ["validator"]);
    const card = await printCard(desk, clientNumberOf(world().takeLetter(1)));
    await finishPrint(desk);
    const till = await openTapped(shopName);

    await pressAmount(till, "5,00");
    await scan(world(), till, card.qr);
    for (const left of ["2", "1"]) {
      await typePin(till, wrongPin(card));
      await till.getByTestId("pin-wrong").getByText(`nog ${left} keer`).waitFor();
      expect(await till.getByTestId("pin-dots").getAttribute("data-count")).to.equal("0");
    }
    await till.getByTestId("pin-language").selectOption("tr");
    const step = till.locator('[data-testid="pin-step"][lang="tr"]');
    await step.getByText("PIN kodunuzu girin").waitFor();
    const wrong = plain(await till.getByTestId("pin-wrong").textContent());
    expect(wrong).to.contain("PIN kodu doğru değil").and.to.contain("1 kez daha");
    expect(plain(await till.getByTestId("pin-ok").textContent())).to.contain("5,00");
    expect(plain(await step.textContent())).to.contain("Draai het scherm naar de klant");
    await typePin(till, wrongPin(card));
    const refused = till.locator('[data-testid="refused"][data-code="card-pin-blocked"]');
    await refused.waitFor();
    expect(plain(await refused.textContent()))
      .to.contain("Bel de gemeente")
      .and.to.contain("Belediyeyi arayın");
    await till.getByTestId("stop").click();

    await openHousehold(desk, card.clientNumber);
    await desk.locator('[data-testid="card"][data-state="pin-blocked"]').waitFor();
    await desk.getByTestId("card-unblock").click();
    await desk.getByTestId("card-unblock-dialog-confirm").click();
    await desk.getByText("Kies een reden", { exact: true }).last().waitFor();
    await desk.getByTestId("reason").selectOption("at-own-request");
    await desk.getByTestId("card-unblock-dialog-confirm").click();
    await desk.locator('[data-testid="card"][data-state="active"]').waitFor();

    await pressAmount(till, "5,00");
    await scan(world(), till, card.qr);
    await till
      .locator('[data-testid="pin-step"][lang="nl"]')
      .getByText("Toets uw pincode")
      .waitFor();
    await typePin(till, card.pin);
    await till.getByTestId("paid").waitFor();

    await desk.getByTestId("card-remove").click();
    await desk.getByTestId("reason").selectOption("lost-device");
    await desk.getByTestId("card-remove-dialog-confirm").click();
    await desk.locator('[data-testid="card"][data-state="none"]').waitFor();
    await till.getByTestId("next").click();
    await pressAmount(till, "5,00");
    await scan(world(), till, card.qr);
    await till.locator('[data-testid="refused"][data-code="card-unknown"]').waitFor();
  });

  it("pays what its limits leave, shows the family so, and is let go of when nobody pays", async () => {
    const shopName = (await world().newShop()).name;
    const letter = world().takeLetter(1);
    const desk = await openDesk(world(), ["validator"]);
    const family = await openPhone(world());
    await activate(family, letter);
    const card = await printCard(desk, clientNumberOf(letter));
    await finishPrint(desk);
    const till = await openTapped(shopName);

    await pressAmount(till, "60,00");
    await scan(world(), till, card.qr);
    await till.locator('[data-testid="refused"][data-code="card-payment-limit"]').waitFor();
    expect(plain(await till.getByTestId("payable").textContent())).to.equal("€ 50,00");
    expect(plain(await till.getByTestId("refused").textContent())).to.contain("De andere € 10,00");
    await till.getByTestId("charge-less").click();
    await Promise.all([
      family.getByText("Er is betaald met de betaalpas.").waitFor(),
      typePin(till, card.pin),
    ]);
    await till.getByTestId("paid").waitFor();
    expect(plain(await till.getByTestId("paid-rest").textContent())).to.contain("€ 10,00");
    await till.getByTestId("next").click();

    for (const amount of ["45,00", "20,00"]) {
      await pressAmount(till, amount);
      await scan(world(), till, card.qr);
      if (amount === "20,00") {
        await till.locator('[data-testid="refused"][data-code="card-day-limit"]').waitFor();
        expect(plain(await till.getByTestId("payable").textContent())).to.equal("€ 5,00");
        await till.getByTestId("charge-less").click();
      }
      await typePin(till, card.pin);
      await till.getByTestId("paid").waitFor();
      await till.getByTestId("next").click();
    }
    await pressAmount(till, "1,00");
    await scan(world(), till, card.qr);
    const over = till.locator('[data-testid="refused"][data-code="card-day-limit"]');
    await over.waitFor();
    expect(plain(await over.textContent())).to.contain("vandaag niets meer");
    await till.getByTestId("stop").click();

    await family.reload();
    await family.getByTestId("tab-meer").click();
    const line = family.getByTestId("pay-card");
    await line.getByText("Vandaag betaald: € 100,00").waitFor();
    expect(plain(await line.textContent())).to.contain("hoogstens € 50,00 per keer");

    const other = await printCard(desk, clientNumberOf(world().takeLetter(1)));
    await pressAmount(till, "1,00");
    await scan(world(), till, other.qr);
    await till.getByTestId("pin-1").waitFor();
    await till.context().setOffline(true);
    await till.getByTestId("pin-1").click();
    await typePin(till, other.pin.slice(1));
    const offline = till.locator('[data-testid="refused"]');
    await offline.getByText("er is geen internet").waitFor();
    await till.context().setOffline(false);
    await till.getByTestId("scan-again").click();
    await till.getByTestId("pin-1").waitFor();
    await till.keyboard.press("1");
    await till.evaluate(() => dispatchEvent(new Event("pagehide")));
    await till.getByTestId("amount").waitFor();
    expect(await till.getByTestId("scanned-card").count(), "the card is gone").to.equal(0);
  });

  it("gives a slow customer all the time that a touch asks for, and says so before it lets go", async () => {
    const desk = await openDesk(world(), ["validator"]);
    const card = await printCard(desk, clientNumberOf(world().takeLetter(1)));
    await finishPrint(desk);
    const till = await openTapped((await world().newShop()).name);
    await till.clock.install();
    await pressAmount(till, "5,00");
    await scan(world(), till, card.qr);
    await till.getByTestId("pin-1").waitFor();
    const soon = till.getByTestId("pin-soon");

    for (const digit of card.pin.slice(0, 3)) {
      await till.clock.fastForward(121_000);
      await soon.waitFor();
      await till.getByTestId(`pin-${digit}`).click();
      await soon.waitFor({ state: "detached" });
    }
    expect(await till.getByTestId("pin-dots").getAttribute("data-count")).to.equal("3");
    await till.clock.fastForward(121_000);
    await soon.waitFor();
    await till.clock.fastForward(61_000);
    const ended = till.locator('[data-testid="refused"][data-code="card-attempt-ended"]');
    await ended.waitFor();
    expect(plain(await ended.textContent()))
      .to.contain("Er is niets betaald")
      .and.to.contain("bel dan de gemeente");
  });

  it("has limits that the sponsor sets, and pays nothing where there are none", async () => {
    const shopName = (await world().newShop()).name;
    const desk = await openDesk(world(), ["validator", "sponsor"]);
    const card = await printCard(desk, clientNumberOf(world().takeLetter(1)));
    await finishPrint(desk);
    const setLimits = async (perPayment: string, perDay: string) => {
      await desk.getByTestId("nav-scheme").click();
      await desk.getByTestId("card-limit-perPayment").fill(perPayment);
      await desk.getByTestId("card-limit-perDay").fill(perDay);
      await desk.getByTestId("set-card-limits").click();
    };
    await setLimits("50", "49");
    await desk.getByText("Per dag moet ten minste zoveel zijn").waitFor();
    await setLimits("0", "");
    await desk.getByTestId("card-limits-dialog").getByText("geen passen meer").waitFor();
    await desk.getByTestId("card-limits-dialog-confirm").click();
    await desk.getByTestId("card-limits-none").waitFor();

    const till = await openTapped(shopName);
    await pressAmount(till, "1,00");
    await scan(world(), till, card.qr);
    const refused = till.locator('[data-testid="refused"][data-code="cards-not-allowed"]');
    await refused.waitFor();
    expect(plain(await refused.textContent())).to.contain("niet in deze regeling");

    await setLimits("50", "100");
    await desk.getByTestId("card-limits-dialog-confirm").click();
    await desk.getByTestId("card-limits").getByText("€ 100,00").waitFor();
  });
});
