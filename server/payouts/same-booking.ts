// Finds what two kinds of files tell of one booking, so that it stands in the books once. Two lines of one kind are never one.
import { and, asc, eq, inArray, isNotNull, isNull, ne, or } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Transaction } from "../store/database.ts";
import { bankEntries } from "../store/schema/index.ts";
import { dutchDay } from "./banking-days.ts";
import {
  accountAgrees,
  type NamedPayout,
  payoutNamed,
  type StatementLine,
} from "./statement-line.ts";

type Row = Pick<
  typeof bankEntries.$inferSelect,
  | "entryId"
  | "payoutId"
  | "amountCents"
  | "bookedAt"
  | "returnReason"
  | "statementName"
  | "noticeName"
  | "entryReference"
  | "paymentReference"
  | "accountAgrees"
>;

/** What a line of a file is called in it, for its row. */
export function namesIn({ entryId, report }: StatementLine) {
  if (report === null) return {};
  const { kind, entryReference, paymentReference } = report;
  const name = kind === "statement" ? { statementName: entryId } : { noticeName: entryId };
  return { ...name, entryReference, paymentReference } as Partial<Row>;
}

/**
 * Notes on known bookings that a file of the other kind tells of them too.
 *
 * One is the other when payout, amount and direction are the same (without a payout: amount, direction and day), their accounts
 * don't differ, and the bank's references don't, where both give them. Each booking is taken once: two lines on a statement
 * and one notification are two bookings.
 * @returns The lines that are bookings of their own.
 */
export async function joinBookings(
  tx: Transaction,
  lines: readonly StatementLine[],
  named: ReadonlyMap<Hex, NamedPayout>,
): Promise<StatementLine[]> {
  const told = lines.filter(({ report }) => report !== null);
  if (told.length === 0) return [...lines];
  const rows = await candidates(tx, told, [...named.keys()]);
  const fresh: StatementLine[] = [];
  for (const line of lines) {
    const place = placeOf(rows, line, payoutNamed(line, named));
    const [row] = place === -1 ? [] : rows.splice(place, 1);
    if (!row) {
      fresh.push(line);
      continue;
    }
    const names = namesIn(line);
    await tx
      .update(bankEntries)
      .set({
        ...names,
        entryReference: row.entryReference ?? names.entryReference ?? null,
        paymentReference: row.paymentReference ?? names.paymentReference ?? null,
        accountAgrees: row.accountAgrees ?? accountAgrees(line, payoutNamed(line, named)),
        returnReason: row.returnReason ?? line.returnReason,
      })
      .where(eq(bankEntries.entryId, row.entryId));
  }
  return fresh;
}

/** Bookings that one kind of file told of, oldest first. */
async function candidates(
  tx: Transaction,
  lines: readonly StatementLine[],
  payoutIds: readonly Hex[],
): Promise<Row[]> {
  const { statementName, noticeName, payoutId, amountCents } = bankEntries;
  const amounts = [...new Set(lines.map((line) => line.amountCents))];
  return tx
    .select()
    .from(bankEntries)
    .where(
      and(
        or(
          and(isNull(statementName), isNotNull(noticeName)),
          and(isNotNull(statementName), isNull(noticeName)),
        ),
        inArray(amountCents, amounts),
        or(isNull(payoutId), inArray(payoutId, [...payoutIds])),
        ne(bankEntries.status, "pending"),
      ),
    )
    .orderBy(asc(bankEntries.seenAt), asc(bankEntries.bookedAt), asc(bankEntries.entryId));
}

function placeOf(rows: readonly Row[], line: StatementLine, payout: NamedPayout | null): number {
  const { report } = line;
  if (report === null) return -1;
  const agrees = accountAgrees(line, payout);
  const day = dayOf(line.bookedAt);
  const isSame = (row: Row) =>
    (report.kind === "statement" ? row.statementName : row.noticeName) === null &&
    row.payoutId === (payout?.payoutId ?? null) &&
    row.amountCents === line.amountCents &&
    (payout !== null || dayOf(row.bookedAt) === day) &&
    !differ(row.entryReference, report.entryReference) &&
    !differ(row.paymentReference, report.paymentReference) &&
    // Another account than ordered is never taken for the ordered one, nor for one that no file named.
    (agrees === false
      ? row.accountAgrees === false
      : agrees === null || row.accountAgrees !== false);
  const sameDay = rows.findIndex((row) => isSame(row) && dayOf(row.bookedAt) === day);
  return sameDay === -1 ? rows.findIndex(isSame) : sameDay;
}

const differ = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one !== other;

/** The Dutch day of a booking; banks give the day or the moment. */
const dayOf = (bookedAt: string): string =>
  bookedAt.length === 10 ? bookedAt : dutchDay(Date.parse(bookedAt));
