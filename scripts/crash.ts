// npm run crash -- --kills N --seed S: real processes, payments flowing, every fault of the bank, `kill -9` at random moments; then
// chain, database and the bank's own books must agree to the cent.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Comparison, compare } from "./crash/compare.ts";
import { readCoverage } from "./crash/coverage.ts";
import { endFaults, playFaults } from "./crash/faults.ts";
import { type Payers, startPayers } from "./crash/payers.ts";
import { createChance } from "./crash/random.ts";
import { createTargets, type Targets } from "./crash/targets.ts";
import { startTreasurer } from "./crash/treasurer.ts";
import { loadMunicipality } from "./demo/municipality.ts";
import { freePort, type Running } from "./demo/processes.ts";
import { createProgress } from "./demo/progress.ts";
import { type Started, start } from "./demo/start.ts";

const USAGE = `Usage: npm run crash -- [--kills N] [--seed S]
  --kills N   how often to kill a process (default 20)
  --seed S    what chance is drawn from (default 1)`;
const HIGHEST_KILLS = 10_000;
const REST_LIMIT_MS = 120_000;
const ASK_EVERY_MS = 500;
/** Longer than any fault of the run holds a payment, hides it, or waits with its return. */
const STAYS_AT_REST_MS = 5_000;
const LEAST_PAYING = 20;
const PAYING_LIMIT_MS = 120_000;

type ShopBooks = { owedCents: string; inPayoutCents: string };

const print = (line: string) => console.log(line);

async function main(): Promise<number> {
  const { kills, seed } = readOptions();
  const dataDir = mkdtempSync(join(tmpdir(), "kindpakket-crash-"));
  const running: Running[] = [];
  // Each start adds a listener that ends the process with us.
  process.setMaxListeners(0);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(130));
  }
  const begun = performance.now();
  try {
    const started = await startAll(dataDir, running);
    const payers = await startPayers(started.demo, {
      phones: 12,
      pauseMs: 500,
      refunds: 0.05,
      chance: createChance(`${seed}/payers`),
    });
    const treasurer = startTreasurer(started.demo, started.bankUrl);
    await playFaults(started.bankUrl, seed);
    const targets = createTargets({ started, running });
    await killOften({ kills, targets, payers, seed, begun });
    const books = join(dataDir, "bank", "books.jsonl");
    await waitForPaying(books);
    await endFaults(started.bankUrl);
    await payers.stop();
    if (!(await isAtRest(started))) print("  It did not come to rest in time.");
    await treasurer.stop();
    await started.stop();
    const result = await compare(dataDir, payers.paid);
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    print(
      `${payers.paid.length} payments and ${payers.refunds()} refunds acknowledged; the treasurer let shops go on ${treasurer.unblocked()} times, gave up ${treasurer.notPaid()} payouts that the bank never made; ${seconds} s`,
    );
    const { paying, played, never } = readCoverage(books);
    const missing = never.length > 0 ? `; never: ${never.join(", ")}` : "";
    print(`the bank got ${paying} requests that pay and played ${played} faults${missing}`);
    return report({ kills, seed, dataDir, result });
  } finally {
    for (const one of running.splice(0)) one.child.kill("SIGKILL");
  }
}

function readOptions(): { kills: number; seed: string } {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "20" },
      seed: { type: "string", default: "1" },
      help: { type: "boolean", default: false },
    },
  });
  const kills = Number(values.kills);
  if (values.help || !Number.isInteger(kills) || kills < 0 || kills > HIGHEST_KILLS) {
    print(USAGE);
    process.exit(values.help ? 0 : 2);
  }
  return { kills, seed: values.seed };
}

async function startAll(dataDir: string, running: Running[]): Promise<Started> {
  const progress = createProgress({ print, now: () => performance.now() });
  const settings = {
    dataDir,
    reset: false,
    port: await freePort(),
    payoutHoldSeconds: 0,
    serverEnv: {
      PAYOUT_INTERVAL_MS: "200",
      BANK_QUIET_SECONDS: "1",
      BANK_RATE_LIMITS: "none",
      LOG_LEVEL: "warn",
    },
    bankArgs: ["--no-rate-limits", "--session-seconds", "120"],
  };
  const started = await start(settings, progress, running);
  await loadMunicipality(started.demo);
  return started;
}

async function killOften(given: {
  kills: number;
  targets: Targets;
  payers: Payers;
  seed: string;
  begun: number;
}): Promise<void> {
  const { kills, targets, payers, seed } = given;
  const chance = createChance(`${seed}/kills`);
  for (let kill = 0; kill < kills; ) {
    await delay(chance.between(50, 900));
    const drawn = chance.next();
    // A chain that is just starting may not be there yet: only what was killed counts.
    if (!(await targets.kill(drawn < 0.25 ? "server" : drawn < 0.7 ? "bank" : "chain"))) continue;
    kill += 1;
    // Now and then the next blow falls while things are still starting.
    if (chance.next() < 0.8) await targets.ready();
    if (kill % 10 === 0 || kill === kills) {
      const seconds = ((performance.now() - given.begun) / 1000).toFixed(0);
      print(`  ${kill} kills, ${payers.paid.length} payments, ${seconds} s`);
    }
  }
  await targets.ready();
}

/** Few kills leave the bank few payments to spoil: its faults go on until it had enough of them. */
async function waitForPaying(books: string): Promise<void> {
  const deadline = Date.now() + PAYING_LIMIT_MS;
  while (readCoverage(books).paying < LEAST_PAYING && Date.now() < deadline) {
    await delay(ASK_EVERY_MS);
  }
}

/**
 * Waits until no shop is owed anything and nothing is under way, and stays so: a return that the bank has still to book would
 * open a debt again. Shop by shop, because one below zero would hide another that is owed.
 */
async function isAtRest({ demo }: Started): Promise<boolean> {
  const deadline = Date.now() + REST_LIMIT_MS;
  const validator = await demo.people.staff("validator");
  const token = await demo.api.openSession(demo.deployment, [validator]);
  const path = `/schemes/${demo.people.schemeId}/shops`;
  let restsSince = Number.POSITIVE_INFINITY;
  while (Date.now() < deadline) {
    const { shops } = await demo.api.get<{ shops: ShopBooks[] }>(path, token);
    const rests = shops.every((shop) => BigInt(shop.owedCents) <= 0n && shop.inPayoutCents === "0");
    restsSince = rests ? Math.min(restsSince, Date.now()) : Number.POSITIVE_INFINITY;
    if (Date.now() - restsSince >= STAYS_AT_REST_MS) return true;
    await delay(ASK_EVERY_MS);
  }
  return false;
}

function report(given: {
  kills: number;
  seed: string;
  dataDir: string;
  result: Comparison;
}): number {
  const { kills, seed, dataDir, result } = given;
  const { payouts, paidTwice, lost, unknown, differenceCents } = result;
  const failed = paidTwice + lost + unknown > 0 || differenceCents !== 0n;
  if (failed) {
    for (const problem of result.problems) print(`  ${problem}`);
    print(`  Seed ${seed}; everything is kept in ${dataDir}`);
    print(
      readFileSync(join(dataDir, "logs", "server.log"), "utf8")
        .split("\n")
        .slice(-20)
        .join("\n"),
    );
  } else rmSync(dataDir, { recursive: true, force: true });
  print(
    `kills ${kills}, payouts ${payouts}, paid twice ${paidTwice}, lost ${lost}, unknown ${unknown}, difference ${differenceCents}`,
  );
  return failed ? 1 : 0;
}

try {
  process.exit(await main());
} catch (cause) {
  console.error(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  process.exit(1);
}
