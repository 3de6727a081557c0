// A device that isn't as it should be: its clock, its room, its camera. Each is said in its own words, or doesn't matter.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { writeCameraVideo } from "../helpers/chromium.ts";
import { activate, openFamily, showQr } from "./support/family.ts";
import { openPhone } from "./support/pages.ts";
import { readQr } from "./support/qr.ts";
import { chargeByApi } from "./support/shop.ts";
import { plain } from "./support/text.ts";
import { charge, openTill } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

const HOUR_MS = 3_600_000;
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

describe("A device in trouble", function () {
  this.timeout(60_000);
  const world = useWorld();

  /** From the next page on. */
  const setClockAhead = (page: Page, ms: number) =>
    page.addInitScript((ahead) => {
      const real = Date.now.bind(Date);
      Date.now = () => real() + ahead;
    }, ms);
  /** As a disk that is full answers. */
  const fill = () => {
    for (const way of ["put", "add"] as const) {
      IDBObjectStore.prototype[way] = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    }
  };

  it("whose clock is hours wrong pays all the same: the server's time is taken", async () => {
    const shopName = (await world().newShop()).name;
    const page = await openPhone(world());
    await setClockAhead(page, 5 * HOUR_MS);
    await activate(page, world().takeLetter(1));
    const qr = await readQr(await showQr(page));
    await chargeByApi(world().demo, { qr, shopName, amountCents: 500n });
    await page.getByTestId("paid").waitFor();
  });

  for (const [what, hours] of [
    ["ahead", 5],
    ["behind", -5],
  ] as const) {
    it(`whose clock went ${what} without internet: the till says that nothing was paid, and to look at the clock`, async () => {
      const till = await openTill(world(), (await world().newShop()).name);
      const { page } = await openFamily(world());
      await page.evaluate(() => navigator.serviceWorker.ready);
      await page.context().setOffline(true);
      await setClockAhead(page, hours * HOUR_MS);
      await page.reload();
      await charge(world(), till, { amount: "5,00", qr: await readQr(await showQr(page)) });
      const refused = till.locator(
        '[data-testid="refused"][data-code="authorisation-not-in-time"]',
      );
      await refused.waitFor();
      expect(plain(await refused.textContent()))
        .to.contain("Er is niet betaald")
        .and.to.contain("kijk dan of de klok van de telefoon goed staat");
    });
  }

  it("that is full says so before anything is put on it", async () => {
    const page = await openPhone(world());
    await page.goto(`/family/#code=${world().takeLetter(1).code}`);
    await page.getByTestId("activate").waitFor();
    await page.evaluate(fill);
    await page.getByTestId("activate").click();
    const problem = page.getByTestId("problem");
    expect(plain(await problem.textContent()))
      .to.contain("Er is geen ruimte meer op dit apparaat")
      .and.to.contain("Verwijder foto’s")
      .and.to.contain("bel dan de gemeente");
  });

  it("that is full and a till: says so, and charges nothing", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    const { page } = await openFamily(world());
    const qr = await readQr(await showQr(page));
    await till.evaluate(fill);
    await charge(world(), till, { amount: "5,00", qr });
    const refused = till.getByTestId("refused");
    expect(plain(await refused.textContent())).to.contain("Er is geen ruimte meer op dit apparaat");
    expect(await page.getByTestId("paid").count()).to.equal(0);
  });

  it("that is a family's phone without a camera says why, and keeps the way by a typed code", async () => {
    const { page } = await openFamily(world());
    writeCameraVideo({ text: "8712345678906", file: world().cameraFile });
    const said = new Set<string>();
    for (const failure of ["NotAllowedError", "NotFoundError", "NotReadableError", null]) {
      await page.evaluate((name) => {
        // Without a name: a page that isn't secure, or an old browser, has no such thing at all.
        const getUserMedia = async () => {
          throw new DOMException("", name ?? "");
        };
        const value = name === null ? undefined : { getUserMedia };
        Object.defineProperty(navigator, "mediaDevices", { value, configurable: true });
      }, failure);
      await page.getByTestId("scan").click();
      const trouble = page.getByTestId("camera-trouble");
      said.add(plain(await trouble.textContent()));
      await page.getByTestId("shop-code").waitFor();
      await page.getByTestId("back").click();
    }
    expect(said.size).to.equal(4);
    for (const text of said) expect(text).to.contain("bel dan de gemeente");
  });

  it("that is an iPhone is told to begin on its home screen, before anything is kept on it", async () => {
    const onIphone = await openPhone(world(), { userAgent: IPHONE });
    for (const path of ["/family/", `/family/#code=${world().takeLetter(1).code}`, "/till/"]) {
      await onIphone.goto("about:blank");
      await onIphone.goto(path);
      await onIphone.getByTestId("install-first").waitFor();
    }
    const onAnother = await openPhone(world());
    await onAnother.goto("/family/");
    await onAnother.getByTestId("scan-letter").waitFor();
    expect(await onAnother.getByTestId("install-first").count()).to.equal(0);
  });
});
