// npm run screens: pictures of the apps' screens for the documentation, made with the demonstration municipality.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { closePages, DESK, openDesktop, PHONE } from "../test/e2e/support/pages.ts";
import { openWorld, type World } from "../test/e2e/support/world.ts";
import { tourDesk } from "../test/e2e/tour/desk.ts";
import { tourFamily } from "../test/e2e/tour/family.ts";
import { tourTill } from "../test/e2e/tour/till.ts";
import { settle, type Visit } from "../test/e2e/tour/visit.ts";

const FOLDER = "docs/screens";

const TABLET = { width: 768, height: 1024 } as const;
/** Phones carry the family app and the till; staff sit at a desk, or have a tablet. */
const HAND_HELD = [PHONE] as const;
const AT_A_DESK = [DESK, TABLET] as const;
/** What is most often looked at also on a wide screen: some families and shops have a tablet or a laptop. */
const ALSO_WIDE =
  /^(family-(welcome|activate|home|qr|paid|history|shops)|till-(start|amount|scanned|paid|list|money))$/;
/** What a council sees is looked at as a whole; of other pages the first screen tells what they are. */
const WHOLE = /^desk-insight-grown$/;
const ON_BOTH = [PHONE, DESK] as const;
const sizesOf = (name: string) => {
  if (ALSO_WIDE.test(name)) return ON_BOTH;
  return /^(family|till)-/.test(name) ? HAND_HELD : AT_A_DESK;
};

async function main(): Promise<void> {
  const [folder = FOLDER] = process.argv.slice(2);
  mkdirSync(folder, { recursive: true });
  const names: string[] = [];
  const photograph: Visit = async (name, page) => {
    const sizes = sizesOf(name);
    for (const size of sizes) {
      await page.setViewportSize(size);
      await atRest(page);
      await page.screenshot({
        path: join(folder, `${name}-${size.width}.png`),
        fullPage: WHOLE.test(name),
      });
    }
    await page.setViewportSize(sizes[0]);
    names.push(name);
    console.log(name);
  };
  const world = await openWorld();
  try {
    await tourFamily(world, photograph);
    await tourFamily(world, photograph, "ar");
    await tourTill(world, photograph);
    await tourDesk(world, photograph);
    await tourOpen(world, photograph);
    await closePages();
    await compose(world.browser, folder);
    writeFileSync(join(folder, "README.md"), index(names));
  } finally {
    await world.close();
  }
}

/** What anyone may see. */
async function tourOpen(world: World, visit: Visit): Promise<void> {
  const page = await openDesktop(world);
  await page.goto("/");
  await page.getByRole("link").first().waitFor();
  await visit("start", page);
  await page.goto(`/openbaar/${world.demo.people.schemeId}`);
  await page.getByTestId("open-funded").waitFor();
  await visit("open", page);
  await page.goto("/toegankelijkheid");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await visit("statement", page);
}

const CHAPTERS = [
  { title: "Family, in Dutch", of: /^family-.*(?<!-ar)$/ },
  { title: "Family, in Arabic", of: /^family-.*-ar$/ },
  { title: "Till", of: /^till-/ },
  { title: "Desk", of: /^desk-/ },
  { title: "For anyone", of: /^(start|open|statement)$/ },
] as const;

/** The page that shows all pictures beside each other. */
function index(names: readonly string[]): string {
  const picture = (name: string, { width }: { width: number }) =>
    `<img src="${name}-${width}.png" alt="${name} at ${width} pixels" width="${width === PHONE.width ? 180 : 400}">`;
  const chapter = ({ title, of }: (typeof CHAPTERS)[number]) => {
    const pictures = names
      .filter((name) => of.test(name))
      .flatMap((name) => sizesOf(name).map((size) => picture(name, size)));
    return `## ${title}\n\n${pictures.join("\n")}\n`;
  };
  const heading = "# Screens\n\nMade by `npm run screens` with the demonstration municipality.\n";
  return [heading, ...CHAPTERS.map(chapter)].join("\n");
}

/** Fonts are there, nothing moves, no message passes, no key looks touched. */
async function atRest(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    while (document.querySelector(".toast")) await new Promise(requestAnimationFrame);
  });
  await settle(page);
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
