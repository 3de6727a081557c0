// The steps of each page: there the first time, out of the way afterwards, back on request, all by keyboard.
import { expect } from "chai";
import { openDesk } from "./support/desk.ts";
import { useWorld } from "./support/use-world.ts";

const SLOW_LIMIT_MS = 60_000;

describe("The steps of a page", function () {
  this.timeout(SLOW_LIMIT_MS);
  const world = useWorld();

  it("show the first time on a device, then only when asked for", async () => {
    const page = await openDesk(world(), ["guardian"]);
    await page.getByTestId("nav-guardian").click();
    const steps = page.getByTestId("guide");
    await steps.getByText("Geef altijd een reden.").waitFor();
    const button = page.getByTestId("guide-open");
    expect(await button.getAttribute("aria-expanded")).to.equal("true");

    await page.getByTestId("guide-close").focus();
    await page.keyboard.press("Enter");
    await steps.waitFor({ state: "hidden" });
    expect(await button.evaluate((one) => one === document.activeElement)).to.equal(true);

    await page.getByTestId("nav-shops").click();
    await page.getByTestId("shops").getByTestId("guide").getByText("Bel bij twijfel.").waitFor();
    await page.reload();
    await page.getByTestId("nav-guardian").click();
    await page.getByTestId("guardian").getByTestId("stops").waitFor();
    // A page that opens puts the focus on its heading; only then is the focus the test's to move.
    await page.getByTestId("guardian").locator("h1:focus").waitFor();
    expect(await steps.isVisible()).to.equal(false);

    await button.focus();
    await page.keyboard.press("Enter");
    await steps.waitFor();
    await page.keyboard.press("Enter");
    await steps.waitFor({ state: "hidden" });
  });
});
