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

  it("says where the camera is allowed again: by the address, in the app's settings, or in those of iOS", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    const said: string[] = [];
    for (const [standalone, userAgent, where] of [
      [false, "(Linux; Chrome)", "Tik op het slotje naast het adres"],
      [true, "(Linux; Chrome)", "zoek deze app"],
      [false, "(iPhone; Safari)", "zoek uw browser (meestal Safari)"],
      [true, "(iPhone; Safari)", "zoek uw browser (meestal Safari)"],
    ] as const) {
      await till.evaluate(
        (device) => {
          for (const [name, value] of Object.entries(device)) {
            Object.defineProperty(navigator, name, { value, configurable: true });
          }
        },
        { standalone, userAgent },
      );
      await failCameraOnce(till, "NotAllowedError");
      await till.getByTestId("scan").click();
      said.push(plain(await till.getByTestId("camera-trouble").textContent()));
      expect(said.at(-1)).to.contain("De camera mag niet aan.").and.to.contain(where);
      await till.getByTestId("back").click();
    }
    expect(new Set(said).size).to.equal(3);
  });

  it("asks for no camera when what reads a code can't be fetched, and says that internet is needed", async () => {
    const till = await openTill(world(), (await world().newShop()).name, {
      serviceWorkers: "block",
    });
    writeCameraVideo({ text: "8712345678906", file: world().cameraFile });
    await till.route("**/assets/decode-*.js", (route) => route.abort());
    await till.evaluate(() => {
      const { mediaDevices } = navigator;
      mediaDevices.getUserMedia = async () => {
        document.title = "asked";
        throw new DOMException("", "NotReadableError");
      };
    });
    await till.getByTestId("scan").click();
    const trouble = till.getByTestId("camera-trouble");
    expect(plain(await trouble.textContent()))
      .to.contain("De scanner kon niet openen.")
      .and.to.contain("Zet internet aan");
    expect(await till.title()).not.to.equal("asked");

    await till.unroute("**/assets/decode-*.js");
    await till.getByTestId("camera-again").click();
    await till.getByTestId("scan").click();
    await till.locator('[data-testid="scanner"][data-state="looking"]').waitFor();
  });

  it("says so when the camera is taken away while it looks, lets go of it, and tries again", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    writeCameraVideo({ text: "8712345678906", file: world().cameraFile });
    await till.getByTestId("scan").click();
    await till.locator('[data-testid="scanner"][data-state="looking"]').waitFor();
    const track = await till.evaluateHandle(() => {
      const stream = document.querySelector("video")?.srcObject as MediaStream;
      return stream.getVideoTracks()[0] as MediaStreamTrack;
    });
    await track.evaluate((one) => one.dispatchEvent(new Event("ended")));

    const trouble = till.getByTestId("camera-trouble");
    expect(plain(await trouble.textContent())).to.contain("De camera doet het nu niet.");
    expect(await track.evaluate(({ readyState }) => readyState)).to.equal("ended");
    await till.getByTestId("camera-again").click();
    await till.locator('[data-testid="scanner"][data-state="looking"]').waitFor();
  });
});
