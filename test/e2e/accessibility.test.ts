import axe from "axe-core";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { DESK, openPhone, PHONE } from "./support/pages.ts";
import { useWorld } from "./support/use-world.ts";
import { tourDesk } from "./tour/desk.ts";
import { tourFamily } from "./tour/family.ts";
import { tourTill } from "./tour/till.ts";
import type { Visit } from "./tour/visit.ts";

/** A tour stops some thirty times, each time at two widths. */
const TOUR_LIMIT_MS = 120_000;

describe("Every screen is accessible at 360 and 1280 pixels", () => {
  const world = useWorld();
  let found: string[];

  const check: Visit = async (name, page) => {
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size);
      found.push(...(await violationsIn(page)).map((one) => `${name} at ${size.width}: ${one}`));
      found.push(...(await overflowIn(page)).map((one) => `${name} at ${size.width}: ${one}`));
    }
    await page.setViewportSize(name.startsWith("desk") ? DESK : PHONE);
  };

  beforeEach(() => {
    found = [];
  });

  it("of the start page", async () => {
    const page = await openPhone(world());
    await page.goto("/");
    await page.getByRole("link").first().waitFor();
    await check("start", page);
    expect(found).to.deep.equal([]);
  });

  it("of the public page", async () => {
    const page = await openPhone(world());
    await page.goto(`/openbaar/${world().demo.people.schemeId}`);
    await page.getByTestId("open-funded").waitFor();
    await check("open", page);
    await page.goto("/openbaar/0x12");
    await page.getByTestId("open-unknown").waitFor();
    await check("open-unknown", page);
    expect(found).to.deep.equal([]);
  });

  it("or this test says which is not", async () => {
    const page = await openPhone(world());
    await page.goto("/");
    await page.getByRole("link").first().waitFor();
    await page.evaluate(() =>
      document.querySelector("main")?.append(document.createElement("input")),
    );
    await check("start", page);
    expect(found.filter((one) => one.startsWith("start at 360: label:"))).to.have.lengthOf(1);
    expect(found.filter((one) => one.startsWith("start at 1280: label:"))).to.have.lengthOf(1);
  });

  it("of the family app", async () => {
    await tourFamily(world(), check);
    expect(found).to.deep.equal([]);
  }).timeout(TOUR_LIMIT_MS);

  it("of the till", async () => {
    await tourTill(world(), check);
    expect(found).to.deep.equal([]);
  }).timeout(TOUR_LIMIT_MS);

  it("of the desk", async () => {
    await tourDesk(world(), check);
    expect(found).to.deep.equal([]);
  }).timeout(TOUR_LIMIT_MS);
});

/** What axe has against the page as it is now. It comes in by the debugger: the page's own policy stays in force. */
async function violationsIn(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const results = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ["violations"],
    });
    return results.violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
    }));
  });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node}`));
}

/** A page that has to be scrolled sideways is lost on a phone. Source: WCAG 2.2, 1.4.10. */
async function overflowIn(page: Page): Promise<string[]> {
  const { content, width } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
  }));
  return content > width ? [`${content - width} pixels too wide`] : [];
}
