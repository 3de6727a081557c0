// A till in a dim shop, and phones that have been dropped: what can be read is read, and what can't is never taken for something else.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { openFamily, showQr } from "./support/family.ts";
import {
  blurred,
  crack,
  dim,
  isReadable,
  pictureOf,
  type Sight,
  showPoorly,
  splinter,
} from "./support/poor-sight.ts";
import { plain } from "./support/text.ts";
import { openTill, pressAmount } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

const CRACKS = [
  [
    { x: 0.3, y: 1 },
    { x: 0.42, y: 0.62 },
    { x: 1, y: 0.34 },
  ],
  [
    { x: 0.42, y: 0.62 },
    { x: 0.36, y: 0.3 },
    { x: 0.55, y: 0 },
  ],
];

const SIGHTS: Record<string, Sight> = {
  "in hardly any light": { lens: dim({ darkest: 20, lightest: 70, grain: 9 }) },
  "on a cracked screen": {
    glass: (screen) => {
      for (const spots of CRACKS) crack(screen, spots);
      splinter(screen, { at: { x: 0.42, y: 0.62 }, reach: 0.03 });
    },
  },
  "held askew before a lens that isn't sharp": { turnDegrees: 8, lens: blurred(2) },
  "in poor light, cracked and askew at once": {
    glass: (screen) => crack(screen, CRACKS[0] ?? []),
    turnDegrees: -6,
    lens: (frame, random) =>
      dim({ darkest: 35, lightest: 110, grain: 6 })(blurred(1)(frame), random),
  },
};

describe("A till that sees a customer's code poorly", function () {
  this.timeout(60_000);
  const world = useWorld();

  /** A family that shows its code for at most 12,30, and a till beside it. */
  const meet = async (): Promise<{ family: Page; till: Page }> => {
    const till = await openTill(world(), (await world().newShop()).name);
    const { page: family } = await openFamily(world(), { children: 3 });
    await showQr(family, "12,30");
    return { family, till };
  };
  /** @returns what the till's camera sees from now on. */
  const point = async (family: Page, sight: Sight) =>
    showPoorly(world().cameraFile, await pictureOf(family.getByTestId("pay-qr")), sight);

  for (const [name, sight] of Object.entries(SIGHTS)) {
    it(`reads it ${name}`, async () => {
      const { family, till } = await meet();
      await point(family, sight);

      await till.getByTestId("scan").click();

      await till.getByTestId("scanned").getByText("Code gescand").waitFor();
      expect(plain(await till.getByTestId("take-maximum").textContent())).to.equal(
        "Vul € 12,30 in",
      );
      await till.getByTestId("take-maximum").click();
      await till.getByTestId("charge").click();
      for (const page of [till, family]) {
        await page.getByTestId("paid").waitFor();
        expect(plain(await page.getByTestId("paid").textContent())).to.match(/Betaald.*€ 12,30/);
      }
    });
  }

  it("takes what is broken too much for nothing at all, says how to hold it, and takes the typed code", async () => {
    const { family, till } = await meet();
    const frame = await point(family, {
      glass: (screen) => splinter(screen, { at: { x: 0.52, y: 0.52 }, reach: 0.22 }),
    });
    expect(isReadable(frame), "the code is beyond repair").to.equal(false);
    await pressAmount(till, "12,30");
    await till.getByTestId("scan").click();
    await till.getByText("Houd de code dichterbij, recht en in het licht").waitFor();

    await till.locator('[data-testid="scanner"][data-state="looking"]').waitFor();
    expect(await till.getByTestId("qr-problem").count(), "nothing was read").to.equal(0);
    await till.getByText("Vraag de klant om op ‘Lukt scannen niet?’ te tikken").waitFor();
    await family.getByTestId("spell").click();
    const code = family.getByTestId("pay-code").filter({ hasText: "-" });
    await code.waitFor();
    await till.getByTestId("customer-code").fill(plain(await code.textContent()));
    await till.getByTestId("customer-code-ok").click();

    await till.getByTestId("paid").waitFor();
    await family.getByTestId("paid").waitFor();
  });

  it("says that it is too dark where there is no light to read anything by", async () => {
    const { family, till } = await meet();
    await point(family, { lens: dim({ darkest: 8, lightest: 14, grain: 5 }) });
    await till.getByTestId("scan").click();
    await till.getByText("Het is te donker. Doe een lamp aan of ga naar het licht").waitFor();
    expect(await till.getByTestId("scanned").count()).to.equal(0);
    expect(await till.getByTestId("qr-problem").count()).to.equal(0);
  });
});
