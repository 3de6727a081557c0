// A new release while the app is open, and what makes a phone keep the app and its keys.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { tillCode } from "../../scripts/demo/links.ts";
import { activate, balanceOf, showQr } from "./support/family.ts";
import { openPhone } from "./support/pages.ts";
import { readQr } from "./support/qr.ts";
import { buildRelease, openReleases, type Releases } from "./support/releases.ts";
import { familySays } from "./support/sentences.ts";
import { chargeByApi } from "./support/shop.ts";
import { soonCounts } from "./support/soon.ts";
import { until } from "./support/until.ts";
import { useWorld } from "./support/use-world.ts";

/** A build of all apps, beside what a browser does. */
const SLOW_LIMIT_MS = 120_000;

describe("An update", function () {
  this.timeout(SLOW_LIMIT_MS);
  const world = useWorld();
  let folder: string;
  let releases: Releases;

  before(async () => {
    folder = join(world().dataDir, "next-release");
    await buildRelease(folder, [
      { file: "/family/screens/more.tsx", from: 'class="help"', to: 'class="help next-release"' },
      { file: "/translations/tr/family.json", from: '"help.title"', to: '"help.gone"' },
    ]);
  });
  beforeEach(async () => {
    releases = await openReleases(world().port);
  });
  afterEach(() => releases.stop());

  const isNext = (page: Page) => page.locator(".next-release").count();
  const chunkOf = (part: string) => (name: string) => name.startsWith(`${part}-`);
  /** Asks for the new worker, as the browser does by itself within a day, and waits until it has all its files. */
  const takeUpdate = async (page: Page) => {
    const kept = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const before = (await caches.keys()).length;
      await registration.update();
      return before;
    });
    await until(() => page.evaluate(async (n) => (await caches.keys()).length > n || null, kept));
    await until(() =>
      page.evaluate(async () => {
        const { installing, waiting, active } = await navigator.serviceWorker.ready;
        return (!installing && !waiting && active?.state === "activated") || null;
      }),
    );
  };

  it("comes while the app is open: what runs goes on, and the next start is new with every key, also offline", async () => {
    const page = await openPhone(world(), { baseURL: releases.origin });
    await activate(page, world().takeLetter(2));
    await page.evaluate(() => navigator.serviceWorker.ready);
    const asked: string[] = [];
    page.on("response", (response) => asked.push(new URL(response.url()).pathname));

    releases.release(folder);
    await takeUpdate(page);

    // The part that was never opened is of the build that runs, which the server has no more.
    await page.getByTestId("tab-meer").click();
    await page.locator(".help").waitFor();
    expect(await isNext(page)).to.equal(0);
    const part = asked.find((path) => chunkOf("more")(path.replace("/assets/", "")));
    expect(part, "the part that came late").to.be.a("string");
    expect(readdirSync(join(folder, "assets"))).not.to.include(part?.replace("/assets/", ""));

    await page.reload();
    await page.locator(".next-release").waitFor();
    await page.getByTestId("tab-home").click();
    await soonCounts(page.getByTestId("balance"), 2);
    const qr = await readQr(await showQr(page));
    const shopName = (await world().newShop()).name;
    await chargeByApi(world().demo, { qr, shopName, amountCents: 1_250n });
    await page.getByTestId("paid-done").click();

    await page.context().setOffline(true);
    await page.reload();
    await balanceOf(page).waitFor();
    await page.getByTestId("tab-meer").click();
    await page.locator(".next-release").waitFor();
    await page.getByTestId("tab-home").click();
    await showQr(page);
  });

  it("that lacks a sentence in one language says that one in Dutch, and goes on", async () => {
    releases.release(folder);
    const page = await openPhone(world(), { baseURL: releases.origin, locale: "tr-TR" });
    const [turkish, dutch] = [familySays("tr"), familySays("nl")];
    await activate(page, world().takeLetter(1));

    await page.getByTestId("tab-meer").click();

    await page.getByRole("heading", { name: dutch("help.title"), exact: true }).waitFor();
    await page.getByText(turkish("help.pay.q")).waitFor();
    await page.getByTestId("tab-home").click();
    await showQr(page);
  });

  it("leaves no dead end in a browser that keeps no files: it says so, and starts the new build", async () => {
    const page = await openPhone(world(), { baseURL: releases.origin, serviceWorkers: "block" });
    await activate(page, world().takeLetter(1));
    releases.release(folder);

    await page.getByTestId("tab-meer").click();
    await page.getByText("Dit scherm kon niet openen").waitFor();
    await page.getByRole("button", { name: "Opnieuw proberen" }).click();

    await page.locator(".next-release").waitFor();
    await page.getByTestId("tab-home").click();
    await balanceOf(page).waitFor();
  });
});

describe("An app on a phone", () => {
  const world = useWorld();

  /** How often the page asked its browser to keep what it stores. */
  const countAsking = async (page: Page) => {
    let count = 0;
    await page.exposeFunction("noteAsking", () => {
      count += 1;
    });
    await page.addInitScript(() => {
      StorageManager.prototype.persist = async () => {
        await (globalThis as unknown as { noteAsking: () => Promise<void> }).noteAsking();
        return true;
      };
    });
    return () => count;
  };

  it("asks the browser to keep its keys when it gets them: a first phone, a second one, a till", async () => {
    const first = await openPhone(world());
    const askedByFirst = await countAsking(first);
    await first.goto("/family/");
    await first.getByTestId("type-code").waitFor();
    expect(askedByFirst()).to.equal(0);
    await activate(first, world().takeLetter(1));
    expect(askedByFirst()).to.be.at.least(1);

    const second = await openPhone(world());
    const askedBySecond = await countAsking(second);
    await second.goto("/family/#/telefoon-erbij");
    await second.getByTestId("phone-code").waitFor();
    expect(askedBySecond()).to.be.at.least(1);

    const till = await openPhone(world());
    const askedByTill = await countAsking(till);
    await till.goto(`/till/#code=${await tillCode(world().demo, (await world().newShop()).name)}`);
    await till.getByTestId("enrol").click();
    await till.getByTestId("key-1").waitFor();
    expect(askedByTill()).to.be.at.least(1);
  });

  for (const app of ["family", "till"] as const) {
    it(`can be installed: the ${app} has all that Chromium wants`, async () => {
      const page = await openPhone(world());
      await page.goto(`/${app}/`);
      await page.evaluate(() => navigator.serviceWorker.ready);
      const debug = await page.context().newCDPSession(page);
      const { installabilityErrors } = await debug.send("Page.getInstallabilityErrors");
      // The test's own window is a private one; a person's isn't.
      const errors = installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito");
      expect(errors).to.deep.equal([]);
      const { data = "", errors: faults } = await debug.send("Page.getAppManifest");
      expect(faults).to.deep.equal([]);
      const manifest = JSON.parse(data);
      expect(manifest).to.include({
        id: `/${app}/`,
        start_url: `/${app}/`,
        scope: `/${app}/`,
        display: "standalone",
        lang: "nl",
      });
      expect(manifest.name).to.match(/^Kindpakket/);
      const purposes = manifest.icons.map((icon: { purpose: string }) => icon.purpose);
      expect(purposes).to.include("maskable");
      for (const { src, sizes, type } of manifest.icons) {
        const picture = await page.request.get(src);
        expect(picture.headers()["content-type"], src).to.equal(type);
        if (type === "image/png") expect(pngSize(await picture.body()), src).to.equal(sizes);
      }
    });
  }
});

/** Width and height stand in a PNG's first block. Source: PNG (Third Edition), 11.2.1. */
function pngSize(file: Buffer): string {
  return `${file.readUInt32BE(16)}x${file.readUInt32BE(20)}`;
}
