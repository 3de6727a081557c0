// npm run screens: pictures of the apps' screens for the documentation, made with the demonstration municipality.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { closePages, DESK, PHONE } from "../test/e2e/support/pages.ts";
import { openWorld } from "../test/e2e/support/world.ts";
import { tourDesk } from "../test/e2e/tour/desk.ts";
import { tourFamily } from "../test/e2e/tour/family.ts";
import { tourTill } from "../test/e2e/tour/till.ts";
import type { Visit } from "../test/e2e/tour/visit.ts";

const FOLDER = "docs/screens";

/** The screens that the documentation shows; `--all FOLDER` gives every one, to look at while designing. */
const SHOWN = new Set([
  "family-activate",
  "family-home",
  "family-qr",
  "family-paid",
  "family-history",
  "family-activate-ar",
  "family-home-ar",
  "family-qr-ar",
  "family-paid-ar",
  "till-amount",
  "till-request",
  "till-paid",
  "till-refused-less",
  "till-list",
  "desk-start",
  "desk-overview",
  "desk-import-preview",
  "desk-letters",
  "desk-shops",
  "desk-payouts",
  "desk-payout",
]);

async function main(): Promise<void> {
  const [flag, all] = process.argv.slice(2);
  const folder = flag === "--all" && all ? all : FOLDER;
  mkdirSync(folder, { recursive: true });
  const photograph: Visit = async (name, page) => {
    if (folder === FOLDER && !SHOWN.has(name)) return;
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size);
      await atRest(page);
      await page.screenshot({ path: join(folder, `${name}-${size.width}.png`) });
    }
    await page.setViewportSize(name.startsWith("desk") ? DESK : PHONE);
    console.log(name);
  };
  const world = await openWorld();
  try {
    await tourFamily(world, photograph);
    await tourFamily(world, photograph, "ar");
    await tourTill(world, photograph);
    await tourDesk(world, photograph);
    await closePages();
    await compose(world.browser, folder);
  } finally {
    await world.close();
  }
}

/** Fonts are there, nothing moves, no message passes, no key looks touched. */
async function atRest(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    while (document.querySelector(".toast")) await new Promise(requestAnimationFrame);
    await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => null)));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}

/** One picture for the README: the desk, and before it a family's phone and a till. */
async function compose(browser: Browser, folder: string): Promise<void> {
  const picture = (name: string) =>
    `data:image/png;base64,${readFileSync(join(folder, `${name}.png`)).toString("base64")}`;
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  await page.setContent(`<!doctype html><style>
    body { margin: 0; height: 900px; background: linear-gradient(160deg, #e9f3f1, #cfe3e0); position: relative; }
    img { position: absolute; display: block; box-shadow: 0 20px 50px #0b3b3633, 0 2px 6px #0b3b3633; }
    .desk { left: 560px; top: 70px; width: 990px; border-radius: 12px; }
    .phone { height: 610px; border-radius: 30px; border: 9px solid #14201f; }
    .family { left: 46px; top: 130px; }
    .till { left: 384px; top: 190px; }
  </style>
  <img class="desk" alt="" src="${picture("desk-overview-1280")}">
  <img class="phone family" alt="" src="${picture("family-qr-360")}">
  <img class="phone till" alt="" src="${picture("till-paid-360")}">`);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await page.screenshot({ path: join(folder, "overview.png") });
  await page.close();
}

await main();
