// Lays chain, database and the bank's own books beside each other, when everything has come to rest and nothing runs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pino from "pino";
import { z } from "zod";
import { auditAll, type BankSide, type IndexSide } from "../../server/audit/audit.ts";
import { addUp, type LedgerBooks } from "../../server/audit/ledger-books.ts";
import { readIndex, sideOf } from "../../server/audit/sides.ts";
import { systemClock } from "../../server/bank/clock.ts";
import type { LedgerEvent } from "../../server/chain/events.ts";
import { readEvents } from "../../server/chain/read-chain.ts";
import { readConfig } from "../../server/config.ts";
import { openDatabase } from "../../server/store/database.ts";
import { payoutOrders } from "../../server/store/schema/index.ts";
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

/** @param dataDir The server's folder; nothing else may be using it. */
export async function compare(
  dataDir: string,
  acknowledged: readonly Acknowledged[],
): Promise<Comparison> {
  const config = readConfig({ DATA_DIR: dataDir });
  const { database, close } = await openDatabase(config.database);
  try {
    const log = pino({ level: "error" });
    const events = await readEvents({ config, database, clock: systemClock(), log, fetch });
    const index = await readIndex(database);
    const bank = sideOf(readBank(join(dataDir, "bank", "books.jsonl")));
    const orders = await database.select().from(payoutOrders);
    return judge({ events, index, bank, orders, acknowledged });
  } finally {
    await close();
  }
}

const booksLine = z.object({
  events: z.array(
    z.looseObject({
      type: z.string(),
      payment: z
        .looseObject({
          id: z.number(),
          amountCents: z.string().transform(BigInt),
          description: z.string(),
          merchantReference: z.string().nullable(),
        })
        .optional(),
    }),
  ),
});

/** Every movement in the bank's own file; no shop of the run has its account there. */
function readBank(file: string): Parameters<typeof sideOf>[0] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines
    .filter((line) => line !== "")
    .flatMap((line) => booksLine.parse(JSON.parse(line)).events)
    .flatMap(({ type, payment }) => (type === "payment-made" && payment ? [payment] : []))
    .map(({ id, amountCents, description, merchantReference: reference }) => ({
      id: String(id),
      amountCents,
      description,
      reference,
    }));
}

const ENDED = new Set(["BOOKED", "RETURNED", "REJECTED"]);

function judge(given: {
  events: readonly LedgerEvent[];
  index: IndexSide;
  bank: BankSide;
  orders: readonly (typeof payoutOrders.$inferSelect)[];
  acknowledged: readonly Acknowledged[];
}): Comparison {
  const { bank, orders } = given;
  const report = auditAll(given);
  const books = addUp(given.events);
  const problems = [...report.differences];
  // A payment that came back is owed again under a new payout: no id is ever paid a second time.
  const twice = [...bank.payouts.values()].filter(({ out }) => out.length > 1);
  const lost = [...lostPayments(books, given.acknowledged), ...stillOwed(books)];
  const unclear = orders.filter(({ state }) => !ENDED.has(state));
  problems.push(...lost);
  for (const { payoutId, state, reason } of unclear) {
    problems.push(`payout ${payoutId} is not at rest: ${state} ${reason ?? ""}`);
  }
  let net = 0n;
  for (const { out, back } of bank.payouts.values()) net += sum(out) - sum(back);
  let paidOut = 0n;
  for (const scheme of books.schemes.values()) paidOut += scheme.paidOut;
  const cents = net > paidOut ? net - paidOut : paidOut - net;
  return {
    payouts: report.payouts,
    paidTwice: twice.length,
    lost: lost.length,
    unknown: unclear.length,
    // What the audit finds counts even when the sums happen to agree.
    differenceCents: cents > 0n ? cents : BigInt(report.differences.length),
    problems,
  };
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((one, other) => one + other, 0n);

/** Payments that somebody was told were made, and that the chain doesn't have. */
function lostPayments(books: LedgerBooks, acknowledged: readonly Acknowledged[]): string[] {
  return acknowledged
    .filter(({ paymentId, amountCents, shopId }) => {
      const payment = books.payments.get(paymentId);
      return payment?.amount !== amountCents || payment.shopId !== shopId;
    })
    .map(({ paymentId }) => `the acknowledged payment ${paymentId} is gone`);
}

function stillOwed(books: LedgerBooks): string[] {
  return [...books.shops]
    .filter(([, { owed, inPayout }]) => owed > 0n || inPayout !== 0n)
    .map(([shop, { owed, inPayout }]) => `at rest ${shop} is owed ${owed}, in payout ${inPayout}`);
}
