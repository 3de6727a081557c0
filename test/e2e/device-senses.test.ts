// What an app does with the device that it runs on: a finger's swipe, the clock, the loudspeaker, the camera and its light.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { decodeAuthorisationQr } from "../../wallet-web/shared/protocol/qr-payload.ts";
import { writeCameraVideo } from "../helpers/chromium.ts";
import { openFamily, showQr } from "./support/family.ts";
import { activateByApi, chequeQr } from "./support/phone-keys.ts";
import { readQr } from "./support/qr.ts";
import { charge, openTill } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

/** Less is left of the code that the screen shows than the app lets it have, and it is still good. */
const NEARLY_OVER_MS = 250_000;
const VALID_SECONDS = 300;

describe("A device's senses", function () {
  this.timeout(60_000);
  const world = useWorld();

  const read = async (page: Page) => {
    const qr = await readQr(page.getByTestId("pay-qr"));
    const answer = decodeAuthorisationQr(world().demo.deployment, qr);
    if (!answer.ok) throw new Error(`the QR is ${answer.problem}`);
    return answer.value.authorisation;
  };

  it("a swipe over the cards chooses the child that then pays", async () => {
    const { page, letter } = await openFamily(world(), { children: 2 });
    const chips = page.locator(".chip");
    const chosen = (index: number) =>
      chips.nth(index).and(page.locator('[aria-pressed="true"]')).waitFor();
    await chosen(0);
    const { x = 0, y = 0, width = 0 } = (await page.locator(".cards").boundingBox()) ?? {};
    const browser = await page.context().newCDPSession(page);
    /** A finger that comes down at the edge, goes over most of the screen, and lets go. */
    const swipe = async (way: "on" | "back") => {
      const at = (step: number) => {
        const part = way === "on" ? 0.9 - step * 0.08 : 0.1 + step * 0.08;
        return [{ x: x + width * part, y: y + 80 }];
      };
      const touch = (type: "touchStart" | "touchMove", step: number) =>
        browser.send("Input.dispatchTouchEvent", { type, touchPoints: at(step) });
      await touch("touchStart", 0);
      for (let step = 1; step <= 10; step++) await touch("touchMove", step);
      await browser.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    };

    await swipe("on");
    await chosen(1);
    await swipe("back");
    await chosen(0);
    await swipe("on");
    await chosen(1);

    await showQr(page);
    const { beneficiaryId } = await read(page);
    expect(letter.beneficiaryIds).to.include(beneficiaryId);
    await page.getByTestId("back").click();
    await chips.first().click();
    await chosen(0);
    await showQr(page);
    expect((await read(page)).beneficiaryId).not.to.equal(beneficiaryId);
  });

  it("a QR is made anew before it ends, and the one before it was good until then", async () => {
    const { page } = await openFamily(world());
    const shown = await showQr(page);
    const before = await read(page);
    const old = await shown.getAttribute("data-qr");

    const now = await page.evaluate((ahead) => {
      const real = Date.now.bind(Date);
      Date.now = () => real() + ahead;
      return Math.floor(Date.now() / 1000);
    }, NEARLY_OVER_MS);
    await page.locator(`[data-testid="pay-qr"]:not([data-qr="${old}"])`).waitFor();

    const after = await read(page);
    expect(before.validBefore, "the old one when it went").to.be.greaterThan(now);
    expect(after.validBefore).to.be.at.least(now + VALID_SECONDS - 1);
    expect(after).to.include({
      beneficiaryId: before.beneficiaryId,
      maximumAmountCents: before.maximumAmountCents,
    });
    expect(after.nonce).to.be.greaterThan(before.nonce);
  });

  it("a till sounds once for what is paid, and otherwise for what is refused", async () => {
    const { demo } = world();
    const till = await openTill(world(), (await world().newShop()).name);
    const keys = await activateByApi(demo, world().takeLetter(2));
    const qr = await chequeQr(demo.deployment, keys);
    await till.evaluate(listenToTones);

    await charge(world(), till, { amount: "12,50", qr });
    await till.getByTestId("paid").waitFor();
    const ofPaid = await tonesOf(till);
    await till.getByTestId("next").click();
    await charge(world(), till, { amount: "12,50", qr });
    await till.getByTestId("refused").waitFor();
    const ofBoth = await tonesOf(till);

    expect(ofPaid).to.deep.equal([784, 1175]);
    expect(ofBoth).to.deep.equal([784, 1175, 220, 175]);
  });

  it("a scanner asks for the rear camera, and switches its light where it has one", async () => {
    writeCameraVideo({ text: "8712345678906", file: world().cameraFile });
    const { page } = await openFamily(world());
    const scanner = page.locator('[data-testid="scanner"][data-state="looking"]');
    const torch = page.getByRole("button", { name: "Lampje aan of uit" });
    await page.evaluate(watchCamera);
    await page.getByTestId("scan").click();
    await scanner.waitFor();
    expect(await torch.count(), "no light, no button").to.equal(0);
    await page.getByTestId("back").click();

    await page.evaluate(giveTorch);
    await page.getByTestId("scan").click();
    await scanner.waitFor();
    for (const isOn of ["true", "false"]) {
      await torch.click();
      await torch.and(page.locator(`[aria-pressed="${isOn}"]`)).waitFor();
    }

    const watched = await page.evaluate(() => (globalThis as Watching).watched);
    expect(watched.facing).to.deep.equal(["environment", "environment"]);
    expect(watched.torch).to.deep.equal([true, false]);
    await page.evaluate(() => {
      (globalThis as Watching).watched.isTorchHeld = true;
    });
    await torch.click();
    await page.waitForFunction(() => (globalThis as Watching).watched.torch.length === 3);
    expect(await torch.getAttribute("aria-pressed"), "another app holds it").to.equal("false");
  });
});

type Sounding = typeof globalThis & { tones: number[] };

const tonesOf = (page: Page) => page.evaluate(() => (globalThis as Sounding).tones);

/** In the page: a loudspeaker that only notes which tones it was given. */
function listenToTones(): void {
  const tones: number[] = [];
  const ramp = { setValueAtTime: () => ramp, exponentialRampToValueAtTime: () => ramp };
  class NotedAudio {
    state = "running";
    currentTime = 0;
    destination = {};
    async resume() {}
    createGain = () => ({ gain: ramp, connect: (to: object) => to });
    createOscillator() {
      const frequency = { value: 0 };
      const start = () => tones.push(frequency.value);
      return { type: "", frequency, start, stop: () => {}, connect: (to: object) => to };
    }
  }
  Object.assign(globalThis, { tones, AudioContext: NotedAudio });
}

type Watching = typeof globalThis & {
  watched: { facing: unknown[]; torch: unknown[]; isTorchHeld: boolean };
};

/** In the page: notes which camera is asked for. */
function watchCamera(): void {
  const watched: Watching["watched"] = { facing: [], torch: [], isTorchHeld: false };
  Object.assign(globalThis, { watched });
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (wanted) => {
    const video = wanted?.video as MediaTrackConstraints;
    watched.facing.push((video.facingMode as ConstrainDOMStringParameters).ideal);
    return ask(wanted);
  };
}

/** In the page: as if its camera had a light. */
function giveTorch(): void {
  const { watched } = globalThis as Watching;
  MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true }) as MediaTrackCapabilities;
  MediaStreamTrack.prototype.applyConstraints = async (wanted) => {
    const [first] = (wanted?.advanced ?? []) as { torch?: boolean }[];
    watched.torch.push(first?.torch);
    if (watched.isTorchHeld) throw new DOMException("", "NotReadableError");
  };
}
