// Writes the bank's statement down, each line once, and says which payout a line is evidence for. It pays and settles nothing.
import { and, eq, inArray, or, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Transaction } from "../store/database.ts";
import { bankEntries, type PayoutState, payoutOrders, payouts } from "../store/schema/index.ts";
import type { PayoutContext } from "./context.ts";
import { joinBookings, namesIn } from "./same-booking.ts";
import {
  accountAgrees,
  kindOf,
  type NamedPayout,
  payoutNamed,
  type StatementLine,
  tokensIn,
} from "./statement-line.ts";

export type BankEntry = typeof bankEntries.$inferSelect;

export type IngestCounts = {
  entries: number;
  matched: number;
  returned: number;
  unmatched: number;
};

/** Any number that nothing else in this database uses as an advisory lock. */
const STATEMENT_LOCK = 7_205_703;
const LINES_PER_STATEMENT = 500;

/**
 * Adds the lines that are new, oldest first, and moves known ones from pending to booked. Two readers at once go one after the
 * other.
 * @param given.alongside Rows that belong to the reading, in the same transaction.
 */
export async function ingest(
  context: PayoutContext,
  given: {
    lines: readonly StatementLine[];
    source: string;
    alongside?: (tx: Transaction, counts: IngestCounts) => Promise<void>;
  },
): Promise<IngestCounts> {
  const counts: IngestCounts = { entries: 0, matched: 0, returned: 0, unmatched: 0 };
  const ibans = await readIbans(context, given.lines);
  await context.database.transaction(async (tx) => {
    await holdStatement(tx);
    for (let from = 0; from < given.lines.length; from += LINES_PER_STATEMENT) {
      const unread = await newLines(tx, given.lines.slice(from, from + LINES_PER_STATEMENT));
      if (unread.length === 0) continue;
      const named = await readNamed(tx, unread, ibans);
      const lines = await joinBookings(tx, unread, named);
      if (lines.length === 0) continue;
      const rows = lines.map((line) => rowOf(context, { line, named, source: given.source }));
      await tx.insert(bankEntries).values(rows);
      counts.entries += rows.length;
      for (const { kind } of rows) {
        if (kind === "payout") counts.matched += 1;
        else if (kind === "return") counts.returned += 1;
        else counts.unmatched += 1;
      }
    }
    await given.alongside?.(tx, counts);
  });
  return counts;
}

/** Until this transaction ends nobody adds a line. */
export async function holdStatement(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${STATEMENT_LOCK})`);
}

function rowOf(
  context: PayoutContext,
  given: { line: StatementLine; named: ReadonlyMap<Hex, NamedPayout>; source: string },
): typeof bankEntries.$inferInsert {
  const { line } = given;
  const payout = payoutNamed(line, given.named);
  const kind = kindOf(line, payout);
  if (payout && kind === "payout") payout.hasPayout = true;
  if (payout && kind === "return") payout.hasReturn = true;
  if (kind === "conflict") {
    const names = { entryId: line.entryId, payoutId: payout?.payoutId };
    context.log.error(names, "a line of the bank's statement contradicts a payout");
  }
  return {
    entryId: line.entryId,
    kind,
    amountCents: line.amountCents,
    payoutId: payout?.payoutId ?? null,
    status: line.status,
    returnReason: line.returnReason,
    bookedAt: line.bookedAt,
    details: context.sealDetails(line.entryId, line.details),
    source: given.source,
    seenAt: context.now(),
    accountAgrees: accountAgrees(line, payout),
    ...namesIn(line),
  };
}

/** Read before the transaction: PGlite has one connection, and inside it a question from elsewhere would wait for ever. */
async function readIbans(
  context: PayoutContext,
  lines: readonly StatementLine[],
): Promise<Map<Hex, string>> {
  const ids = lines.map((line) => line.entryId);
  const known = new Set<string>();
  for (let from = 0; from < ids.length; from += LINES_PER_STATEMENT) {
    const rows = await context.database
      .select({ entryId: bankEntries.entryId })
      .from(bankEntries)
      .where(inArray(bankEntries.entryId, ids.slice(from, from + LINES_PER_STATEMENT)));
    for (const { entryId } of rows) known.add(entryId);
  }
  const fresh = lines.filter((line) => !known.has(line.entryId));
  const ibans = new Map<Hex, string>();
  for (const token of new Set(fresh.flatMap((line) => tokensIn(line.details)))) {
    const creditor = await context.creditorOf(token);
    if (creditor) ibans.set(token, creditor.iban);
  }
  return ibans;
}

async function newLines(
  tx: Transaction,
  lines: readonly StatementLine[],
): Promise<StatementLine[]> {
  const byId = new Map(lines.map((line) => [line.entryId, line]));
  if (byId.size === 0) return [];
  const ids = [...byId.keys()];
  const { entryId, statementName, noticeName } = bankEntries;
  const known = await tx
    .select({ entryId, statementName, noticeName, status: bankEntries.status })
    .from(bankEntries)
    .where(or(inArray(entryId, ids), inArray(statementName, ids), inArray(noticeName, ids)));
  for (const row of known) {
    for (const name of [row.entryId, row.statementName, row.noticeName]) {
      const line = byId.get(name ?? "");
      if (!line) continue;
      byId.delete(line.entryId);
      const names = namesIn(line);
      const change = {
        ...(row.status === "pending" && line.status === "booked"
          ? { status: line.status, bookedAt: line.bookedAt }
          : {}),
        ...(names.statementName && !row.statementName ? names : {}),
        ...(names.noticeName && !row.noticeName ? names : {}),
      };
      if (Object.keys(change).length === 0) continue;
      await tx.update(bankEntries).set(change).where(eq(bankEntries.entryId, row.entryId));
    }
  }
  return [...byId.values()];
}

/** Payouts that lines name: by our orders, or by the chain alone when the orders were lost. */
async function readNamed(
  tx: Transaction,
  lines: readonly StatementLine[],
  ibans: ReadonlyMap<Hex, string>,
): Promise<Map<Hex, NamedPayout>> {
  const tokens = [...new Set(lines.flatMap((line) => tokensIn(line.details)))];
  if (tokens.length === 0) return new Map();
  const orders = await tx.select().from(payoutOrders).where(inArray(payoutOrders.payoutId, tokens));
  const onChain = await tx.select().from(payouts).where(inArray(payouts.payoutId, tokens));
  const evidence = await tx
    .select({ payoutId: bankEntries.payoutId, kind: bankEntries.kind })
    .from(bankEntries)
    .where(
      and(
        inArray(bankEntries.payoutId, tokens),
        or(eq(bankEntries.kind, "payout"), eq(bankEntries.kind, "return")),
      ),
    );
  const seen = new Set(evidence.map(({ payoutId, kind }) => `${payoutId} ${kind}`));
  const named = new Map<Hex, NamedPayout>();
  // Our own order, where there is one, knows more than the chain.
  const found = [
    ...onChain.map((row) => ({ ...row, state: STATE_BY_CHAIN[row.state] })),
    ...orders,
  ];
  for (const { payoutId, amountCents, state } of found) {
    named.set(payoutId, {
      payoutId,
      amountCents,
      state,
      iban: ibans.get(payoutId) ?? null,
      hasPayout: seen.has(`${payoutId} payout`),
      hasReturn: seen.has(`${payoutId} return`),
    });
  }
  return named;
}

const STATE_BY_CHAIN: Record<"opened" | "settled" | "returned", PayoutState> = {
  opened: "UNKNOWN",
  settled: "BOOKED",
  returned: "RETURNED",
};
