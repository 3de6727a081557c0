// Lays chain, database and the bank's own books beside each other, when everything has come to rest and nothing runs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pino from "pino";
import { z } from "zod";
import { systemClock } from "../../server/bank/clock.ts";
import { openChain } from "../../server/chain/open-chain.ts";
import { type Config, readConfig } from "../../server/config.ts";
import { readOrMakeKey } from "../../server/keys.ts";
import { type Database, openDatabase } from "../../server/store/database.ts";
import {
  payeeBlocks,
  payments,
  payoutOrders,
  payouts,
  schemes,
  shopAccounts,
} from "../../server/store/schema/index.ts";
import { cryptoRandomBytes, type Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Acknowledged } from "./payers.ts";

/** Counts that must all be zero but the first; `problems` says which ones are not. */
export type Comparison = {
  payouts: number;
  paidTwice: number;
  lost: number;
  unknown: number;
  differenceCents: bigint;
  problems: string[];
};

/** Lets shops be paid again whose money came back, as a treasurer would after a look. Only while no server runs. */
export async function unblockPayees(dataDir: string): Promise<number> {
  const { database, close } = await openDatabase({ folder: join(dataDir, "db") });
  const gone = await database.delete(payeeBlocks).returning({ shopId: payeeBlocks.shopId });
  await close();
  return gone.length;
}

/** @param dataDir The server's folder; nothing else may be using it. */
export async function compare(
  dataDir: string,
  acknowledged: readonly Acknowledged[],
): Promise<Comparison> {
  const config = readConfig({ DATA_DIR: dataDir });
  const { database, close } = await openDatabase(config.database);
  try {
    const before = await snapshot(database);
    await rebuildFromChain(config, database);
    const chain = await snapshot(database);
    const bank = readBank(join(dataDir, "bank", "books.jsonl"));
    return judge({ before, chain, bank, acknowledged });
  } finally {
    await close();
  }
}

type Snapshot = Awaited<ReturnType<typeof snapshot>>;

async function snapshot(database: Database) {
  return {
    payments: await database.select().from(payments).orderBy(payments.paymentId),
    payouts: await database.select().from(payouts).orderBy(payouts.payoutId),
    schemes: await database.select().from(schemes),
    shopAccounts: await database.select().from(shopAccounts).orderBy(shopAccounts.shopId),
    orders: await database.select().from(payoutOrders),
  };
}

/** The chain is replayed from its journal, and the index made anew from its events alone. */
async function rebuildFromChain(config: Config, database: Database): Promise<void> {
  const chain = await openChain({
    config,
    database,
    operatorKey: readOrMakeKey(join(config.dataDir, "keys", "operator.key"), cryptoRandomBytes),
    clock: systemClock(),
    log: pino({ level: "error" }),
    fetch,
    rebuildIndex: true,
  });
  await chain.stop();
}

const booksLine = z.object({
  events: z.array(
    z.looseObject({
      type: z.string(),
      payment: z
        .looseObject({
          id: z.number(),
          accountId: z.number(),
          amountCents: z.string(),
          description: z.string(),
          merchantReference: z.string().nullable(),
        })
        .optional(),
    }),
  ),
});

type BankSide = { out: bigint[]; back: bigint[] };

/** Per payout what left the municipality's account and came back, read from the bank's own file. */
function readBank(file: string): Map<Hex, BankSide> {
  const sides = new Map<Hex, BankSide>();
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  for (const line of lines) {
    for (const { type, payment } of booksLine.parse(JSON.parse(line)).events) {
      if (type !== "payment-made" || !payment) continue;
      const text = `${payment.merchantReference ?? ""} ${payment.description}`.toLowerCase();
      const token = /[0-9a-f]{32}/.exec(text)?.[0];
      if (!token) throw new Error(`the bank's payment ${payment.id} names no payout`);
      const side = sides.get(`0x${token}`) ?? { out: [], back: [] };
      const cents = BigInt(payment.amountCents);
      if (cents < 0n) side.out.push(-cents);
      else side.back.push(cents);
      sides.set(`0x${token}`, side);
    }
  }
  return sides;
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((one, other) => one + other, 0n);
const text = (value: unknown): string =>
  JSON.stringify(value, (_key, one) => (typeof one === "bigint" ? String(one) : one));

function judge(given: {
  before: Snapshot;
  chain: Snapshot;
  bank: ReadonlyMap<Hex, BankSide>;
  acknowledged: readonly Acknowledged[];
}): Comparison {
  const { before, chain, bank } = given;
  const problems: string[] = [];
  const note = (kind: string, what: string) => problems.push(`${kind}: ${what}`);
  let differenceCents = 0n;
  let paidTwice = 0;
  let lost = 0;

  const onChain = new Map(chain.payouts.map((payout) => [payout.payoutId, payout]));
  for (const [payoutId, { out, back }] of bank) {
    const net = sum(out) - sum(back);
    if (out.length - back.length > 1) {
      paidTwice += 1;
      note("paid twice", payoutId);
    }
    const payout = onChain.get(payoutId);
    const expected = payout?.state === "settled" ? payout.amountCents : 0n;
    if (net !== expected) {
      differenceCents += net > expected ? net - expected : expected - net;
      note(
        "bank and chain differ",
        `${payoutId} bank ${net}, chain ${expected} (${payout?.state})`,
      );
    }
  }
  for (const { payoutId, state } of chain.payouts) {
    if (state !== "settled" || (bank.get(payoutId)?.out.length ?? 0) > 0) continue;
    lost += 1;
    note("settled on the chain, never paid", payoutId);
  }
  const paymentsById = new Map(chain.payments.map((payment) => [payment.paymentId, payment]));
  for (const { paymentId, amountCents, shopId } of given.acknowledged) {
    const payment = paymentsById.get(paymentId);
    if (payment?.amountCents === amountCents && payment.shopId === shopId) continue;
    lost += 1;
    note("acknowledged payment is gone", paymentId);
  }
  for (const { shopId, owedCents, inPayoutCents } of chain.shopAccounts) {
    if (owedCents <= 0n && inPayoutCents === 0n) continue;
    lost += 1;
    note("still owed at rest", `${shopId} owed ${owedCents}, in payout ${inPayoutCents}`);
  }
  differenceCents += conservation(chain, note);
  for (const table of ["payments", "payouts", "schemes", "shopAccounts"] as const) {
    if (text(before[table]) === text(chain[table])) continue;
    differenceCents += 1n;
    note("the index was not what the chain says", table);
  }
  const ended = new Set(["BOOKED", "RETURNED", "REJECTED"]);
  const unclear = before.orders.filter(({ state }) => !ended.has(state));
  for (const { payoutId, state, reason } of unclear)
    note("not at rest", `${payoutId} ${state} ${reason}`);
  const unknown = unclear.length;
  return { payouts: chain.payouts.length, paidTwice, lost, unknown, differenceCents, problems };
}

/** @returns By how many cents the schemes don't add up. */
function conservation(chain: Snapshot, note: (kind: string, what: string) => void): bigint {
  let off = 0n;
  for (const scheme of chain.schemes) {
    const parts = [
      scheme.unallocatedCents,
      scheme.outstandingCents,
      scheme.owedCents,
      scheme.inPayoutCents,
      scheme.paidOutCents,
      scheme.withdrawnCents,
    ];
    const difference = scheme.fundedCents - sum(parts);
    if (difference === 0n) continue;
    off += difference > 0n ? difference : -difference;
    note("the ledger doesn't add up", `${scheme.schemeId} by ${difference}`);
  }
  return off;
}
