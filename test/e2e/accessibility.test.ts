import axe from "axe-core";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { showAsOfCity } from "./support/city.ts";
import { DESK, openPhone, PHONE } from "./support/pages.ts";
import { useWorld } from "./support/use-world.ts";
import { tourDesk } from "./tour/desk.ts";
import { tourFamily } from "./tour/family.ts";
import { tourTill } from "./tour/till.ts";
import { settle, type Visit } from "./tour/visit.ts";

/** What is left of a screen of 1280 pixels at 400 %. Source: WCAG 2.2, 1.4.10. */
const ZOOMED = { width: 320, height: 640 } as const;
/** CSS pixels of whatever a finger presses, in width and in height. */
const SMALLEST_TARGET = 44;

/** A tour stops up to a hundred times, each time at two widths. */
const TOUR_LIMIT_MS = 480_000;

describe("Every screen is accessible, wide and narrow, with large text and by touch", () => {
  const world = useWorld();
  let found: string[];

  const check: Visit = async (name, page) => {
    await settle(page);
    const note = (where: string, faults: readonly string[]) => {
      found.push(...faults.map((one) => `${name} at ${where}: ${one}`));
    };
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size);
      note(String(size.width), await violationsIn(page));
      note(String(size.width), await overflowIn(page));
    }
    await page.setViewportSize(ZOOMED);
    note("400 %", await overflowIn(page));
    await page.setViewportSize(PHONE);
    if (!name.startsWith("desk")) {
      note("360", await smallTargetsIn(page));
      await setTextSize(page, "200%");
      note("200 % text", await overflowIn(page));
      await setTextSize(page, "");
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

  it("of the accessibility statement", async () => {
    const page = await openPhone(world());
    await page.goto("/toegankelijkheid");
    await page.getByText("Hoe ver wij zijn").waitFor();
    await check("statement", page);
    expect(found).to.deep.equal([]);
  });

  it("of the public page", async () => {
    const page = await openPhone(world());
    await page.goto(`/openbaar/${world().demo.people.schemeId}`);
    await page.getByTestId("open-funded").waitFor();
    await check("open", page);
    await showAsOfCity(page);
    await check("open-city", page);
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
    await page.evaluate(() => {
      const wide = document.createElement("p");
      wide.textContent = "Breed";
      wide.style.minWidth = "340px";
      const small = document.createElement("button");
      small.textContent = "Klein";
      small.style.cssText = "width: 40px; height: 20px; align-self: flex-start";
      document.querySelector("main")?.append(wide, small);
    });
    await check("start", page);
    expect(found.filter((one) => one.startsWith("start at 360: label:"))).to.have.lengthOf(1);
    expect(found.filter((one) => one.startsWith("start at 1280: label:"))).to.have.lengthOf(1);
    expect(found.filter((one) => /^start at 360: \d+ by \d+: <button/.test(one))).to.have.lengthOf(
      1,
    );
    expect(
      found.filter((one) => /^start at 400 %: \d+ pixels too wide/.test(one)),
    ).to.have.lengthOf(1);
  });

  it("of the family app", async () => {
    await tourFamily(world(), check);
    expect(found).to.deep.equal([]);
  }).timeout(TOUR_LIMIT_MS);

  it("of the family app from right to left", async () => {
    await tourFamily(world(), check, "ar");
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
  return await page.evaluate(async () => {
    // The page answers to its new size at the next frame.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    // The innermost that reach over an edge are the cause.
    const wide = [...document.body.querySelectorAll("*")].filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return right > clientWidth + 0.5 || left < -0.5;
    });
    const causes = wide
      .filter((one) => !wide.some((other) => other !== one && one.contains(other)))
      .map((one) => one.outerHTML.slice(0, 120));
    return [`${scrollWidth - clientWidth} pixels too wide: ${causes.slice(0, 4).join(" | ")}`];
  });
}

/** What a person set in the browser: every size is relative to it. Source: WCAG 2.2, 1.4.4. */
async function setTextSize(page: Page, size: string): Promise<void> {
  await page.evaluate((given) => {
    document.documentElement.style.fontSize = given;
  }, size);
}

/** What can be pressed and is smaller than a finger. A link in a sentence is as high as its line. Source: WCAG 2.2, 2.5.5. */
async function smallTargetsIn(page: Page): Promise<string[]> {
  return await page.evaluate((smallest) => {
    const pressed = document.querySelectorAll<HTMLElement>(
      "a[href], button, input, select, textarea, summary, [role=radio], [role=tab]",
    );
    const targetOf = (one: HTMLElement) =>
      one.matches("input[type=radio], input[type=checkbox], input[type=file]")
        ? (one.closest("label") ?? one)
        : one;
    return [...pressed].flatMap((one) => {
      const target = targetOf(one);
      const { width, height } = target.getBoundingClientRect();
      const isHidden = width <= 1 || height <= 1 || !target.checkVisibility({ checkOpacity: true });
      const isInSentence = one.matches("p > a, dd > a, li > a:not([class])");
      if (isHidden || isInSentence || one.matches(".skip-link")) return [];
      if (width >= smallest - 0.5 && height >= smallest - 0.5) return [];
      return [`${Math.round(width)} by ${Math.round(height)}: ${one.outerHTML.slice(0, 120)}`];
    });
  }, SMALLEST_TARGET);
}
