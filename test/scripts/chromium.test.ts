// Checks the browser and the camera that the browser tests stand on.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { findChromium, launchBrowser, writeCameraVideo } from "../helpers/chromium.ts";

/** A page that reads the camera until it sees a QR, with the decoder the till uses. */
const PAGE = `<!doctype html><title>camera</title><video autoplay muted playsinline></video>
<script type="module">
  import decodeQR from "/qr/decode.js";
  window.scan = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
    const video = document.querySelector("video");
    video.srcObject = stream;
    await video.play();
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    try {
      for (;;) {
        context.drawImage(video, 0, 0);
        try {
          return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    } finally {
      for (const track of stream.getTracks()) track.stop();
    }
  };
</script>`;

const QR_PACKAGE = dirname(fileURLToPath(import.meta.resolve("qr")));

async function servePage(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const module = /^\/qr\/([a-z]+\.js)$/.exec(request.url ?? "")?.[1];
    response.setHeader("content-type", module === undefined ? "text/html" : "text/javascript");
    response.end(module === undefined ? PAGE : readFileSync(join(QR_PACKAGE, module)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, url: `http://localhost:${address.port}/` };
}

async function scan(page: Page): Promise<string> {
  return await page.evaluate<string>("scan()");
}

describe("test helper: Chromium", function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: Server;
  let page: Page;
  let cameraFile: string;

  before(async function () {
    if (findChromium() === undefined) this.skip();
    cameraFile = join(mkdtempSync(join(tmpdir(), "kindpakket-camera-")), "camera.y4m");
    writeCameraVideo({ text: "EERSTE", file: cameraFile });
    browser = await launchBrowser({ cameraFile });
    const served = await servePage();
    server = served.server;
    page = await browser.newPage();
    await page.goto(served.url);
  });

  after(async () => {
    await browser?.close();
    server?.close();
    if (cameraFile !== undefined) rmSync(dirname(cameraFile), { recursive: true });
  });

  it("gives a page a camera that shows the QR", async () => {
    writeCameraVideo({ text: "KINDPAKKET", file: cameraFile });
    expect(await scan(page)).to.equal("KINDPAKKET");
  });

  it("shows another QR when the camera is opened again", async () => {
    writeCameraVideo({ text: "TWEEDE", file: cameraFile });
    expect(await scan(page)).to.equal("TWEEDE");
  });

  it("shows a QR as large as a signed payment", async () => {
    const text = `kindpakket:1:${"A1b2C3d4".repeat(50)}`;
    writeCameraVideo({ text, file: cameraFile });
    expect(await scan(page)).to.equal(text);
  });
});
