// Writes the bank's statement down, each line once, and says which payout a line is evidence for. It pays and settles nothing.
import { and, eq, inArray, or, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Transaction } from "../store/database.ts";
import {
  bankEntries,
  type EntryKind,
  type PayoutState,
  payoutOrders,
  payouts,
} from "../store/schema/index.ts";
import type { EntryDetails, PayoutContext } from "./context.ts";

export type BankEntry = typeof bankEntries.$inferSelect;

/** A line of the statement, whichever way it came. */
export type StatementLine = {
  /** The bank's own reference; one line, one id. */
  entryId: string;
  /** Negative leaves the account. */
  amountCents: bigint;
  status: "pending" | "booked";
  bookedAt: string;
  returnReason: string | null;
  details: EntryDetails;
};

export type IngestCounts = {
  entries: number;
  matched: number;
  returned: number;
  unmatched: number;
};

/** What is known of a payout that a line names. */
export type NamedPayout = {
  payoutId: Hex;
  amountCents: bigint;
  state: PayoutState;
  /** The IBAN it was to go to; null when that is no longer known. */
  iban: string | null;
  /** Evidence that is there already. */
  hasPayout: boolean;
  hasReturn: boolean;
};

/** A payout's id as banks carry it: 32 hexadecimal digits, in whatever case, somewhere in the reference or the text. */
export function tokensIn(details: Pick<EntryDetails, "reference" | "description">): Hex[] {
  const found = [details.reference ?? "", details.description]
    .flatMap((text) => text.toLowerCase().match(/[0-9a-f]{32}/g) ?? [])
    .map((token): Hex => `0x${token}`);
  return [...new Set(found)];
}

/** What a line is, given the payout that it names. */
export function kindOf(line: StatementLine, named: NamedPayout | null): EntryKind {
  if (named === null) return "other";
  if (line.amountCents < 0n) {
    const agrees =
      -line.amountCents === named.amountCents &&
      (named.iban === null || sameIban(line.details.iban, named.iban));
    // Refused, so owed again, and yet paid: the debt would be paid twice.
    const isOver = named.state === "REJECTED";
    return agrees && !named.hasPayout && !isOver ? "payout" : "conflict";
  }
  const wasPaid = named.hasPayout || ["ACCEPTED", "BOOKED"].includes(named.state);
  const agrees = line.amountCents === named.amountCents && wasPaid && !named.hasReturn;
  return agrees ? "return" : "conflict";
}

const sameIban = (one: string | null, other: string): boolean =>
  one !== null && one.replaceAll(" ", "").toUpperCase() === other;

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
    await tx.execute(sql`select pg_advisory_xact_lock(${STATEMENT_LOCK})`);
    for (let from = 0; from < given.lines.length; from += LINES_PER_STATEMENT) {
      const lines = await newLines(tx, given.lines.slice(from, from + LINES_PER_STATEMENT));
      if (lines.length === 0) continue;
      const named = await readNamed(tx, lines, ibans);
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

function rowOf(
  context: PayoutContext,
  given: { line: StatementLine; named: ReadonlyMap<Hex, NamedPayout>; source: string },
): typeof bankEntries.$inferInsert {
  const { line } = given;
  const payout = tokensIn(line.details).flatMap((token) => given.named.get(token) ?? [])[0] ?? null;
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
  const known = await tx
    .select({ entryId: bankEntries.entryId, status: bankEntries.status })
    .from(bankEntries)
    .where(inArray(bankEntries.entryId, [...byId.keys()]));
  for (const { entryId, status } of known) {
    if (status === "pending" && byId.get(entryId)?.status === "booked") {
      await tx
        .update(bankEntries)
        .set({ status: "booked", bookedAt: byId.get(entryId)?.bookedAt ?? "" })
        .where(eq(bankEntries.entryId, entryId));
    }
    byId.delete(entryId);
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
