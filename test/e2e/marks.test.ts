// A mark from 1 to 10: asked after a payment, on the phone and on the till's day, and never in anyone's way.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { readSentences } from "../../scripts/translations/language-files.ts";
import { activate, openFamily, showQr } from "./support/family.ts";
import { openPhone } from "./support/pages.ts";
import { chargeByApi } from "./support/shop.ts";
import { openTill } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

const SLOW_LIMIT_MS = 120_000;
const SMALLEST_TARGET = 44;

describe("A mark", function () {
  this.timeout(SLOW_LIMIT_MS);
  const world = useWorld();

  /** A family whose phone just said "Betaald". */
  const paidPhone = async (shopName: string) => {
    const { page } = await openFamily(world());
    return pay(page, shopName);
  };
  const pay = async (page: Page, shopName: string) => {
    const qr = await (await showQr(page)).getAttribute("data-qr");
    await chargeByApi(world().demo, { qr: qr ?? "", shopName, amountCents: 1_250n });
    await page.getByTestId("paid").waitFor();
    return page;
  };
  const sentMarks = (page: Page) => {
    const sent: unknown[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/api/v1/marks")) sent.push(request.postDataJSON());
    });
    return sent;
  };

  it("is asked under the receipt, chosen by keyboard, sent once and thanked for", async () => {
    const page = await paidPhone((await world().newShop()).name);
    const sent = sentMarks(page);
    await page.getByTestId("ask-mark").waitFor();
    for (const label of await page.locator(".mark-one").all()) {
      const box = await label.boundingBox();
      expect(box?.width).to.be.at.least(SMALLEST_TARGET);
      expect(box?.height).to.be.at.least(SMALLEST_TARGET);
    }
    expect(await page.getByTestId("mark-send").count()).to.equal(0);
    await page.getByTestId("mark-1").focus();
    for (let step = 0; step < 7; step++) await page.keyboard.press("ArrowRight");
    expect(await page.getByTestId("mark-8").isChecked()).to.equal(true);
    expect(sent).to.deep.equal([]);
    await page.getByTestId("mark-send").dblclick();
    await page.getByTestId("mark-thanks").waitFor();
    const { schemeId } = world().demo.people;
    expect(sent).to.deep.equal([{ schemeId, kind: "family", mark: 8 }]);
    const asked = page.waitForResponse(/\/mark-chances$/);
    await page.getByTestId("paid-done").click();
    expect(await (await asked).json()).to.deep.equal({ chances: [] });
    expect(await page.getByTestId("ask-mark").count()).to.equal(0);
  });

  it("can be left alone, and then isn't asked at home; paying goes on", async () => {
    const page = await paidPhone((await world().newShop()).name);
    const sent = sentMarks(page);
    await page.getByTestId("paid-done").click();
    await page.getByTestId("ask-mark").waitFor();
    await page.getByTestId("mark-skip").click();
    await page.getByTestId("ask-mark").waitFor({ state: "detached" });
    await page.reload();
    await page.getByTestId("pay").click();
    await page.getByTestId("pay-qr").waitFor();
    expect(sent).to.deep.equal([]);
  });

  it("is asked in the language that the family reads, also when it is changed", async () => {
    const page = await openPhone(world(), { locale: "ar-SY" });
    await activate(page, world().takeLetter(1));
    await pay(page, (await world().newShop()).name);
    const card = page.getByTestId("ask-mark");
    await card.getByText(readSentences("ar", "mark")["mark.why"] ?? "").waitFor();
    await page.getByTestId("paid-done").click();
    await page.getByTestId("tab-meer").click();
    await page.getByTestId("more-language").click();
    await page.getByTestId("language-nl").click();
    await page.getByTestId("tab-home").click();
    await card.getByText("Hoe vindt u dit?").waitFor();
  });

  it("is asked of a shop on its day, not over the counter", async () => {
    const { name } = await world().newShop();
    await paidPhone(name);
    const till = await openTill(world(), name);
    const sent = sentMarks(till);
    const asked: string[] = [];
    till.on("request", (request) => asked.push(new URL(request.url()).pathname));
    for (const place of ["geld", "meer", "charge"]) {
      await till.getByTestId(`tab-${place}`).click();
      expect(await till.getByTestId("ask-mark").count()).to.equal(0);
    }
    expect(asked).to.not.include("/api/v1/mark-chances");
    await till.getByTestId("tab-vandaag").click();
    await till.getByText("Geef als winkel een cijfer").waitFor();
    await till.getByTestId("mark-9").check();
    await till.getByTestId("mark-send").click();
    await till.getByTestId("mark-thanks").waitFor();
    expect(sent).to.have.lengthOf(1);
  });
});
