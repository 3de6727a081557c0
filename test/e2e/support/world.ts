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
import { admitShop, type DemoShop, readShops, signUpShop } from "../../../scripts/demo/shops.ts";
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
  /** A shop of the demonstration that no tour used. */
  takeShop: () => DemoShop;
  /** A shop that signs up and is admitted now: its list is empty. */
  newShop: () => Promise<DemoShop>;
  /** Ends the server as a power cut would. */
  killServer: () => Promise<void>;
  startServerAgain: () => Promise<void>;
  close: () => Promise<void>;
};

/** Short, so that payouts come within a test; long enough that a refund can come first. */
const PAYOUT_HOLD_SECONDS = 1;

/** As short as the sandbox bank's list allows, so that a payment which stays hidden comes to a person within a test. */
const BANK_QUIET_SECONDS = 3;

/**
 * Starts everything; on failure what was started is ended.
 * @param given.serverEnv More settings of the server.
 */
export async function openWorld({
  serverEnv = {},
}: {
  serverEnv?: Record<string, string>;
} = {}): Promise<World> {
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
    const settings = {
      dataDir,
      reset: false,
      port,
      payoutHoldSeconds: PAYOUT_HOLD_SECONDS,
      serverEnv: { BANK_QUIET_SECONDS: String(BANK_QUIET_SECONDS), ...serverEnv },
    };
    const progress = createProgress({ print: () => undefined, now: () => performance.now() });
    const { demo, bankUrl, startServerAgain } = await start(settings, progress, running);
    await loadMunicipality(demo, { ibanDelaySeconds: 0 });
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

function takers(demo: Demo): Pick<World, "takeLetter" | "takeShop" | "newShop"> {
  const letters = [...demo.people.allLetters()];
  const shops = readShops();
  let made = 0;
  return {
    async newShop() {
      const shop = shopNumber(++made);
      await signUpShop(demo, shop);
      const validator = await demo.people.staff("validator");
      const token = await demo.api.openSession(demo.deployment, [validator]);
      await admitShop(demo, shop, token);
      return shop;
    },
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

function shopNumber(number: number): DemoShop {
  const account = String(number).padStart(10, "0");
  // Check digits as of ISO 7064, mod 97-10: letters count from A = 10, the country goes last.
  const digits = BigInt(`${lettersAsDigits("RABO")}${account}${lettersAsDigits("NL")}00`);
  const check = String(98n - (digits % 97n)).padStart(2, "0");
  return {
    name: `Winkel ${number}`,
    kvkNumber: String(10_000_000 + number),
    iban: `NL${check}RABO${account}`,
    category: "other",
    address: `Winkelstraat ${number}, 9801 AA Zuidhorn`,
    email: `winkel${number}@example.org`,
  };
}

const lettersAsDigits = (letters: string) =>
  [...letters].map((letter) => Number.parseInt(letter, 36)).join("");

async function killServer(running: Running[]): Promise<void> {
  const index = running.findIndex(({ name }) => name === SERVER_NAME);
  const [server] = running.splice(index, 1);
  if (!server) throw new Error("the server does not run");
  const ended = new Promise((resolve) => server.child.once("exit", resolve));
  server.child.kill("SIGKILL");
  await ended;
}
