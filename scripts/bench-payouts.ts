// npm run bench:payouts: how soon after a sale the shop's money is booked at the bank, with 1,000 payments a minute and bunq's limits on.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { Hex } from "../wallet-web/shared/protocol/bytes.ts";
import { type Acknowledged, startPayers } from "./crash/payers.ts";
import { createChance } from "./crash/random.ts";
import { waitForPayouts } from "./demo/books.ts";
import { loadMunicipality } from "./demo/municipality.ts";
import { freePort, type Running } from "./demo/processes.ts";
import { createProgress } from "./demo/progress.ts";
import { readShops } from "./demo/shops.ts";
import { type Started, start } from "./demo/start.ts";

const USAGE = "Usage: npm run bench:payouts -- [--seconds N]   (default 60)";
const HOLD_SECONDS = 2;
const LIMIT_SECONDS = HOLD_SECONDS + 10;
const PHONES = 40;
/** Forty phones with this pause, and the time that a payment takes, make about 1,000 a minute. */
const PAUSE_MS = 2_300;

const print = (line: string) => console.log(line);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "60" },
      help: { type: "boolean", default: false },
    },
  });
  const seconds = Number(values.seconds);
  if (values.help || !Number.isInteger(seconds) || seconds < 5 || seconds > 600) {
    print(USAGE);
    return values.help ? 0 : 2;
  }
  const dataDir = mkdtempSync(join(tmpdir(), "kindpakket-bench-"));
  const running: Running[] = [];
  // What was started stands in groups of its own: it ends with us only by our own "exit".
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(130));
  }
  try {
    const progress = createProgress({ print, now: () => performance.now() });
    const settings = {
      dataDir,
      reset: false,
      port: await freePort(),
      payoutHoldSeconds: HOLD_SECONDS,
    };
    const started = await start(settings, progress, running);
    await loadMunicipality(started.demo);
    const paid = await progress.step(`payments for ${seconds} s`, () => payFor(started, seconds));
    await progress.step("payouts reached the bank", () => waitForPayouts(started.demo));
    await started.stop();
    return report({ paid, seconds, started, dataDir });
  } finally {
    for (const one of running.splice(0)) one.child.kill("SIGKILL");
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function payFor({ demo }: Started, seconds: number): Promise<readonly Acknowledged[]> {
  const chance = createChance("bench");
  const payers = await startPayers(demo, { phones: PHONES, pauseMs: PAUSE_MS, chance, refunds: 0 });
  await delay(seconds * 1_000);
  await payers.stop();
  return payers.paid;
}

const booksLine = z.object({
  events: z.array(
    z.looseObject({
      payment: z
        .object({
          createdAt: z.number(),
          amountCents: z.string().transform(BigInt),
          counterpartyIban: z.string().nullable(),
        })
        .optional(),
    }),
  ),
});
type Booked = { at: number; amountCents: bigint };

/** The bank's own file: when each amount was booked, by the shop's IBAN. */
function readBooked(file: string): Map<string, Booked[]> {
  const byIban = new Map<string, Booked[]>();
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    for (const { payment } of booksLine.parse(JSON.parse(line)).events) {
      if (!payment?.counterpartyIban || payment.amountCents >= 0n) continue;
      const booked = byIban.get(payment.counterpartyIban) ?? [];
      booked.push({ at: payment.createdAt, amountCents: -payment.amountCents });
      byIban.set(payment.counterpartyIban, booked);
    }
  }
  return byIban;
}

/** A payout pays the oldest sales first: each sale's wait is until the sums of what was booked reach it. In ms. */
function waits(sales: readonly Acknowledged[], booked: readonly Booked[]): number[] {
  let sold = 0n;
  let paid = 0n;
  let next = 0;
  return sales.map(({ amountCents, at }) => {
    sold += amountCents;
    while (paid < sold && next < booked.length) paid += booked[next++]?.amountCents ?? 0n;
    if (paid < sold) throw new Error("a sale was not paid out");
    return (booked[next - 1]?.at ?? 0) - at;
  });
}

function report(given: {
  paid: readonly Acknowledged[];
  seconds: number;
  started: Started;
  dataDir: string;
}): number {
  const { paid, seconds, started, dataDir } = given;
  const booked = readBooked(join(dataDir, "bank", "books.jsonl"));
  const byShop = new Map<Hex, Acknowledged[]>();
  for (const sale of paid) byShop.set(sale.shopId, [...(byShop.get(sale.shopId) ?? []), sale]);
  const all = readShops().flatMap(({ name, iban }) => {
    const sales = byShop.get(started.demo.people.shop(name).shopId) ?? [];
    return waits(
      sales.toSorted((one, other) => one.at - other.at),
      booked.get(iban) ?? [],
    );
  });
  const sorted = all.toSorted((one, other) => one - other);
  const at = (share: number) =>
    ((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) / 1000).toFixed(
      1,
    );
  const payouts = [...booked.values()].reduce((count, list) => count + list.length, 0);
  print(
    `${paid.length} payments (${Math.round((paid.length * 60) / seconds)} a minute), ${payouts} payouts`,
  );
  print(
    `sale → booked at the bank: p50 ${at(0.5)} s, p95 ${at(0.95)} s, longest ${at(1)} s (hold ${HOLD_SECONDS} s, limit of the median ${LIMIT_SECONDS} s)`,
  );
  return Number(at(0.5)) <= LIMIT_SECONDS ? 0 : 1;
}

try {
  process.exit(await main());
} catch (cause) {
  console.error(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  process.exit(1);
}
