// Finds Chromium and starts it for tests, with a camera that shows a QR; never downloads a browser.
import { closeSync, existsSync, openSync, writeSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import encodeQR from "qr";

export const CHROMIUM_MISSING =
  "Chromium is not here: install Debian's `chromium` or set CHROME_PATH to a Chromium or Chrome.";

const CANDIDATES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Nothing of what a browser does by itself: tests ask for what they need, and the network may be closed. */
const QUIET_FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--no-default-browser-check",
];

/** What the camera gives: pictures of this size, one second of them over and over. */
export const CAMERA = { width: 640, height: 480, framesPerSecond: 10, frames: 10 };

/** The browser to use, or undefined when this machine has none. */
export function findChromium(): string | undefined {
  const given = process.env.CHROME_PATH;
  if (given) return existsSync(given) ? given : undefined;
  return CANDIDATES.find((path) => existsSync(path));
}

/**
 * Starts a headless browser.
 * @param cameraFile a video by `writeCameraVideo`: what the camera shows. It is read when a page opens the
 *   camera, so it may be written after the browser has started, and differ at the next opening.
 */
export async function launchBrowser({
  cameraFile,
}: {
  cameraFile?: string;
} = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(CHROMIUM_MISSING);
  const cameraFlags =
    cameraFile === undefined
      ? []
      : [
          "--use-fake-ui-for-media-stream", // gives permission without asking
          "--use-fake-device-for-media-stream",
          `--use-file-for-fake-video-capture=${cameraFile}`,
        ];
  return await chromium.launch({
    executablePath,
    headless: true,
    // Root can't use the sandbox, nor can most containers; these tests open our own pages only.
    chromiumSandbox: false,
    args: [...QUIET_FLAGS, ...cameraFlags],
  });
}

/**
 * Writes one second of camera video that shows a QR with this text (a loop in the browser): raw YUV 4:2:0, about
 * 5 MB. The QR moves a little from frame to frame, as it does in a hand.
 */
export function writeCameraVideo({ text, file }: { text: string; file: string }): void {
  const modules = encodeQR(text, "raw", { ecc: "medium", border: 4 });
  writeFrames(file, (frame) => drawFrame({ modules, shift: frame % 5 }));
}

/**
 * Writes such a video of pictures of one's own.
 * @param draw The brightness of each point of a frame, row by row.
 */
export function writeFrames(file: string, draw: (frame: number) => Uint8Array): void {
  const { width, height, framesPerSecond, frames } = CAMERA;
  const output = openSync(file, "w");
  try {
    writeSync(output, `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
    const colour = Buffer.alloc((width / 2) * (height / 2) * 2, 128); // no colour: grey
    for (let frame = 0; frame < frames; frame++) {
      writeSync(output, "FRAME\n");
      writeSync(output, draw(frame));
      writeSync(output, colour);
    }
  } finally {
    closeSync(output);
  }
}

/** The brightness of one frame: the QR on a light background, `shift` pixels off its place. */
function drawFrame({ modules, shift }: { modules: boolean[][]; shift: number }): Buffer {
  const { width, height } = CAMERA;
  const scale = Math.floor((height - 20) / modules.length);
  const side = scale * modules.length;
  const left = Math.floor((width - side) / 2) + shift;
  const top = Math.floor((height - side) / 2) + shift;
  const luma = Buffer.alloc(width * height, 215);
  for (let y = 0; y < side; y++) {
    const row = modules[Math.floor(y / scale)] ?? [];
    for (let x = 0; x < side; x++) {
      luma[(top + y) * width + left + x] = row[Math.floor(x / scale)] ? 25 : 235;
    }
  }
  return luma;
}
