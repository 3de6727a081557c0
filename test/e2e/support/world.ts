// The world of the browser tests: the demonstration's own bank, chain and server with its whole municipality, in a temporary
// folder, and one Chromium. Tests share it; each takes letters and shops of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import type { Demo } from "../../../scripts/demo/context.ts";
import { loadMunicipality } from "../../../scripts/demo/municipality.ts";
import type { Letter } from "../../../scripts/demo/people.ts";
import { freePort, type Running } from "../../../scripts/demo/processes.ts";
import { createProgress } from "../../../scripts/demo/progress.ts";
import { type DemoShop, readShops } from "../../../scripts/demo/shops.ts";
import { SERVER_NAME, start } from "../../../scripts/demo/start.ts";
import { launchBrowser } from "../../helpers/chromium.ts";

export type World = {
  demo: Demo;
  browser: Browser;
  /** What people's browsers open. */
  origin: string;
  port: number;
  bankUrl: string;
  /** All that server and bank keep on disk. */
  dataDir: string;
  /** What the browser's camera shows; written before a page opens the camera. */
  cameraFile: string;
  /** A letter that no test used, of a family of that size, with a code that fits. */
  takeLetter: (children: number, code?: RegExp) => Letter;
  /** An admitted shop that no test used. */
  takeShop: () => DemoShop;
  /** Ends the server as a power cut would. */
  killServer: () => Promise<void>;
  startServerAgain: () => Promise<void>;
  close: () => Promise<void>;
};

/** Short, so that payouts come within a test; long enough that a refund can come first. */
const PAYOUT_HOLD_SECONDS = 1;

/** Starts everything; on failure what was started is ended. */
export async function openWorld(): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), "kindpakket-e2e-"));
  const running: Running[] = [];
  const browsers: Browser[] = [];
  const close = async () => {
    for (const browser of browsers) await browser.close();
    for (const one of running.splice(0).reverse()) await one.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const settings = { dataDir, reset: false, port, payoutHoldSeconds: PAYOUT_HOLD_SECONDS };
    const progress = createProgress({ print: () => undefined, now: () => performance.now() });
    const { demo, bankUrl, startServerAgain } = await start(settings, progress, running);
    await loadMunicipality(demo);
    const cameraFile = join(dataDir, "camera.y4m");
    const browser = await launchBrowser({ cameraFile });
    browsers.push(browser);
    return {
      demo,
      browser,
      origin: `http://localhost:${port}`,
      port,
      bankUrl,
      dataDir,
      cameraFile,
      ...takers(demo),
      killServer: () => killServer(running),
      startServerAgain,
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

function takers(demo: Demo): Pick<World, "takeLetter" | "takeShop"> {
  const letters = [...demo.people.allLetters()];
  const shops = readShops();
  return {
    takeLetter(children, code = /./) {
      const index = letters.findIndex(
        (letter) => letter.beneficiaryIds.length === children && code.test(letter.code),
      );
      const [letter] = index < 0 ? [] : letters.splice(index, 1);
      if (!letter) throw new Error(`no letter is left of a family with ${children} children`);
      return letter;
    },
    takeShop() {
      const shop = shops.shift();
      if (!shop) throw new Error("every shop of the demonstration was used");
      return shop;
    },
  };
}

async function killServer(running: Running[]): Promise<void> {
  const index = running.findIndex(({ name }) => name === SERVER_NAME);
  const [server] = running.splice(index, 1);
  if (!server) throw new Error("the server does not run");
  const ended = new Promise((resolve) => server.child.once("exit", resolve));
  server.child.kill("SIGKILL");
  await ended;
}
