// npm run demo: the demonstration municipality, with screens, or once from end to end without them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { formatLoginCode } from "../wallet-web/shared/protocol/login-code.ts";
import { compareWithBank, showIdentity, waitForPayouts } from "./demo/books.ts";
import { enrolmentCode, tillCode, unusedLetter } from "./demo/links.ts";
import { giveMarks } from "./demo/marks.ts";
import { loadMunicipality } from "./demo/municipality.ts";
import { allowOffline } from "./demo/offline.ts";
import { freePort, type Running } from "./demo/processes.ts";
import { createProgress, type Progress } from "./demo/progress.ts";
import { playScenario } from "./demo/scenario.ts";
import { readShops, signUpWaitingShop } from "./demo/shops.ts";
import { type Started, start } from "./demo/start.ts";

const USAGE = `Usage: npm run demo -- [options]
  --once     walk the main job without screens and end by itself
  --reset    begin anew: forget what .data holds
  --port N   port on 127.0.0.1 (default 8080)
  --help`;
const HOLD_SECONDS = 20;
const HOLD_SECONDS_ONCE = 2;

const ECHO_MS = 1_500;

const print = (line: string) => console.log(line);

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return print(USAGE);
  const progress = createProgress({ print, now: () => performance.now() });
  const running: Running[] = [];
  const ended = endOnSignal(running);
  try {
    if (options.once) await runOnce(progress, running);
    else {
      await runWithScreens({ port: options.port, reset: options.reset, progress, running });
      await ended;
    }
  } finally {
    for (const one of running.splice(0).reverse()) await one.stop();
  }
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      once: { type: "boolean", default: false },
      reset: { type: "boolean", default: false },
      port: { type: "string", default: "8080" },
      help: { type: "boolean", default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`--port: ${values.port} is not a port; give a number from 1 to 65535`);
  }
  return { ...values, port };
}

/** In a folder of its own that is gone afterwards: the same every time, whatever .data holds. */
async function runOnce(progress: Progress, running: Running[]): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "kindpakket-once-"));
  const begun = performance.now();
  let succeeded = false;
  try {
    const settings = {
      dataDir,
      reset: false,
      port: await freePort(),
      payoutHoldSeconds: HOLD_SECONDS_ONCE,
    };
    const started = await start(settings, progress, running);
    await loadMunicipality(started.demo);
    await playScenario(started.demo);
    const books = await progress.step("payouts reached the bank", () =>
      waitForPayouts(started.demo),
    );
    showIdentity(started.demo, books);
    await compareWithBank(started.demo, started.bankUrl, books);
    await started.stop();
    print(
      `Done in ${((performance.now() - begun) / 1000).toFixed(1)} s: every cent accounted for.`,
    );
    succeeded = true;
  } finally {
    if (succeeded) rmSync(dataDir, { recursive: true, force: true });
    else print(`What it did is kept in ${dataDir}`);
  }
}

async function runWithScreens(given: {
  port: number;
  reset: boolean;
  progress: Progress;
  running: Running[];
}): Promise<void> {
  const settings = { dataDir: ".data", payoutHoldSeconds: HOLD_SECONDS, ...given };
  const started = await start(settings, given.progress, given.running);
  await loadMunicipality(started.demo);
  await allowOffline(started.demo);
  await giveMarks(started.demo);
  await signUpWaitingShop(started.demo);
  await showTable(started, given.port);
}

async function showTable({ demo, bankUrl }: Started, port: number): Promise<void> {
  const origin = `http://localhost:${port}`;
  const shop = readShops()[0]?.name ?? "";
  const letter = await unusedLetter(demo);
  print("");
  print(`  Zuidhorn is open at ${origin}`);
  print("");
  print("  Desk (each link enrols one device, once)");
  for (const [role, word] of [
    ["sponsor", "sponsor"],
    ["validator", "validator"],
    ["treasurer", "treasurer"],
    ["guardian", "guardian"],
    ["admin", "framework-setter"],
  ] as const) {
    print(`    ${word.padEnd(17)} ${origin}/desk/#code=${await enrolmentCode(demo, role)}`);
  }
  print("");
  if (letter) {
    print(`  A family's letter   ${origin}/family/#code=${letter.code}`);
    print(
      `    or type           ${formatLoginCode(letter.code)}   (${letter.beneficiaryIds.length} children)`,
    );
  } else print("  Every letter has been used; npm run demo -- --reset makes new ones.");
  print(`  A shop's till       ${origin}/till/#code=${await tillCode(demo, shop)}`);
  print(`    of ${shop}`);
  print(`  A new shop signs up ${origin}/till/`);
  print(`  The bank's books    ${bankUrl}`);
  print("");
  print("  Ctrl-C ends it; npm run demo goes on where it was.");
}

/** Resolves on Ctrl-C, after ending what runs. A second Ctrl-C, not an echo of the first, ends at once. */
function endOnSignal(running: Running[]): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    const end = () => {
      if (askedAt !== undefined) {
        // npm and the terminal each pass the same Ctrl-C on.
        if (performance.now() - askedAt < ECHO_MS) return;
        // What still runs is ended on the way out.
        process.exit(130);
      }
      askedAt = performance.now();
      print("\n  Ending…");
      const all = running.splice(0).reverse();
      all
        .reduce((before, one) => before.then(() => one.stop()), Promise.resolve())
        .then(() => {
          resolve();
          process.exit(0);
        }, fail);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  });
}

function fail(cause: unknown): void {
  const full = cause instanceof Error && "code" in cause && cause.code === "ENOSPC";
  const sentence = cause instanceof Error ? cause.message : String(cause);
  console.error(
    `\n  ${full ? "The disk is full. Make room and start again; nothing is lost." : sentence}`,
  );
  process.exitCode = 1;
}

main().catch(fail);
