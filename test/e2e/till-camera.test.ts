import { expect } from "chai";
import { writeCameraVideo } from "../helpers/chromium.ts";
import { failCameraOnce } from "./support/camera.ts";
import { plain } from "./support/text.ts";
import { openTill } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

describe("A till whose camera fails", () => {
  const world = useWorld();

  const failures = [
    ["NotAllowedError", "De camera mag niet aan."],
    ["NotFoundError", "Dit apparaat heeft geen camera."],
    ["NotReadableError", "De camera doet het nu niet."],
  ] as const;

  it("says what it is and what to do, each in its own words, and tries again", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    writeCameraVideo({ text: "8712345678906", file: world().cameraFile });
    const said = new Set<string>();
    for (const [name, sentence] of failures) {
      await failCameraOnce(till, name);
      await till.getByTestId("scan").click();
      const trouble = till.getByTestId("camera-trouble");
      await trouble.waitFor();
      const text = plain(await trouble.textContent());
      expect(text).to.contain(sentence);
      expect(text.length, "what to do").to.be.greaterThan(sentence.length + 30);
      said.add(text);
      await till.getByTestId("camera-again").click();
      await till.locator('[data-testid="scanner"][data-state="looking"]').waitFor();
      await till.getByTestId("back").click();
    }
    expect(said.size).to.equal(failures.length);
  });
});
