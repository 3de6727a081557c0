import { expect } from "chai";
import { closePages, openPhone, takeOffences } from "./support/pages.ts";
import { until } from "./support/until.ts";
import { useWorld } from "./support/use-world.ts";

// Every test of this folder fails when a page breaks these rules; these tests show that a breach would be seen.
describe("The watch over every page sees", () => {
  // Before the world's own hook, which would take these breaches for real ones.
  afterEach(async () => {
    await closePages();
    takeOffences();
  });
  const world = useWorld();
  const seen: string[] = [];
  const see = (what: RegExp) =>
    until(async () => {
      seen.push(...takeOffences());
      return seen.some((offence) => what.test(offence)) ? true : null;
    });

  beforeEach(() => {
    seen.length = 0;
  });

  for (const app of ["family", "till", "desk"]) {
    it(`in the ${app} what the content security policy forbids`, async () => {
      const page = await openPhone(world());
      await page.goto(`/${app}/`);
      await page.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "document.title = 'taken over'";
        document.head.append(script);
        return fetch("https://example.org/").catch(() => undefined);
      });
      await see(/script-src/);
      await see(/connect-src/);
      expect(await page.title()).not.to.equal("taken over");
    });
  }

  it("a request to another place", async () => {
    const page = await openPhone(world());
    await page.goto(`http://127.0.0.1:${world().port}/family/`);
    await see(/^asked elsewhere: http:\/\/127/);
  });

  it("an error that nobody caught", async () => {
    const page = await openPhone(world());
    await page.goto("/family/");
    await page.evaluate(() => setTimeout(() => Promise.reject(new Error("nobody minds me"))));
    await see(/nobody minds me/);
  });
});
