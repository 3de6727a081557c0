// Lays the entries of a bank's statement file out as lines, one for each payment. Sums that don't agree refuse the whole file.
import { eq, inArray } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { StatementDetail, StatementEntry, StatementFile } from "../bank/sepa/bank-file.ts";
import { AppError } from "../errors/app-error.ts";
import type { Database } from "../store/database.ts";
import { payoutAttempts, payoutOrders } from "../store/schema/index.ts";
import { type FileContext, submissionIdOf } from "./payment-files.ts";
import type { PayoutOrder } from "./payout-orders.ts";
import { type FileReport, type StatementLine, tokensIn } from "./statement-line.ts";
import { submissionById } from "./submissions.ts";

/**
 * What was booked, as the file has it.
 * @throws {AppError} `bank-file-foreign`, `bank-file-unreadable` with the line
 */
export async function linesOf(context: FileContext, file: StatementFile): Promise<StatementLine[]> {
  const kind = file.message.startsWith("camt.054") ? "notice" : "statement";
  const lines: StatementLine[] = [];
  for (const { accountIban, accountLine, entries } of file.statements) {
    if (accountIban !== context.fileBank.iban) {
      throw new AppError("bank-file-foreign", { line: String(accountLine) });
    }
    const page: StatementLine[] = [];
    // What is only announced comes again when it is booked, often under another number.
    for (const entry of entries.filter(({ status }) => status === "booked")) {
      page.push(...(await entryLines(context, { entry, kind })));
    }
    lines.push(...toldApart(page));
  }
  return lines;
}

/** Two payments under one reference on one page are two: nothing that was booked may hide behind another. */
function toldApart(lines: readonly StatementLine[]): StatementLine[] {
  const times = new Map<string, number>();
  return lines.map((line) => {
    const time = (times.get(line.entryId) ?? 0) + 1;
    times.set(line.entryId, time);
    return time === 1 ? line : { ...line, entryId: `${line.entryId}#${time}` };
  });
}

type Told = { entry: StatementEntry; kind: FileReport["kind"] };

/** One line for each payment in an entry; a batch booked as one sum is laid out by the file that asked for it. */
async function entryLines(context: FileContext, told: Told): Promise<StatementLine[]> {
  const { entry, kind } = told;
  const submissionId = submissionIdOf(
    entry.batch?.paymentInformationId ?? entry.batch?.messageId ?? null,
  );
  const submission = submissionId ? await submissionById(context.database, submissionId) : null;
  const namesNone = entry.details.every((detail) => tokensIn(detailsOf(detail)).length === 0);
  if (submission && namesNone) {
    return batchLines(context, { ...told, submissionId: submission.submissionId });
  }
  const { status, bookedAt, reference, amountCents } = entry;
  const entryReference = entry.bankReference;
  const ours = await orderedIn(context, entry);
  const isSilent = entry.details.some((detail) => detail.amountCents === null);
  // A sum of other people's payments, salaries say: nobody here can tell its parts, and none of them is ours.
  if (entry.details.length === 0 || (isSilent && ours.size === 0)) {
    const details = { iban: null, name: null, reference: null, description: "" };
    const report = { kind, entryReference, paymentReference: null };
    return [
      { entryId: reference, amountCents, status, bookedAt, returnReason: null, details, report },
    ];
  }
  const amounts = amountsIn(entry, ours);
  const isAlone = entry.details.length === 1;
  return entry.details.map((detail, index) => ({
    entryId: isAlone ? reference : `${reference}/${detail.endToEndId?.toLowerCase() ?? index}`,
    amountCents: amounts[index] ?? amountCents,
    status,
    bookedAt,
    returnReason: detail.returnReason,
    details: detailsOf(detail),
    report: {
      kind,
      // An entry of several is named by its reference, no payment in it.
      entryReference: isAlone ? entryReference : null,
      paymentReference: detail.reference,
    },
  }));
}

const detailsOf = (detail: StatementDetail): StatementLine["details"] => ({
  iban: detail.counterpartyIban,
  name: detail.counterpartyName,
  reference: detail.endToEndId,
  description: detail.description,
});

/** What we ordered of the payments that an entry names, in cents. */
async function orderedIn(context: FileContext, entry: StatementEntry): Promise<Map<Hex, bigint>> {
  const ids = entry.details.flatMap(({ endToEndId }) => submissionIdOf(endToEndId) ?? []);
  if (ids.length === 0) return new Map();
  const { payoutId, amountCents } = payoutOrders;
  const rows = await context.database
    .select({ payoutId, amountCents })
    .from(payoutOrders)
    .where(inArray(payoutId, ids));
  return new Map(rows.map((row) => [row.payoutId, row.amountCents]));
}

/** What each payment in an entry is; where the bank says the sum alone, what we ordered, when that makes the sum to the cent. */
function amountsIn(entry: StatementEntry, ordered: ReadonlyMap<Hex, bigint>): bigint[] {
  const amounts = entry.details.map((detail) => {
    if (detail.amountCents !== null) return detail.amountCents;
    const payoutId = submissionIdOf(detail.endToEndId);
    const cents = payoutId ? ordered.get(payoutId) : undefined;
    if (cents === undefined) throw unreadable("missing-field", detail.line);
    return detail.isDebit ? -cents : cents;
  });
  if (sum(amounts) !== entry.amountCents) throw unreadable("bad-sum", entry.line);
  return amounts;
}

async function batchLines(
  context: FileContext,
  given: Told & { submissionId: Hex },
): Promise<StatementLine[]> {
  const { entry, kind, submissionId } = given;
  const orders = await ordersOfBatch(context, { entry, submissionId });
  const pairs = await laidBeside(context, { entry, orders });
  return pairs.map(({ order, detail, iban, name }) => ({
    entryId: `${entry.reference}/${order.payoutId.slice(2)}`,
    amountCents: detail?.amountCents ?? -order.amountCents,
    status: entry.status,
    bookedAt: entry.bookedAt,
    returnReason: null,
    details: { iban, name, reference: order.payoutId.slice(2), description: "" },
    report: { kind, entryReference: null, paymentReference: detail?.reference ?? null },
  }));
}

async function ordersOfBatch(
  context: FileContext,
  given: { entry: StatementEntry; submissionId: Hex },
): Promise<PayoutOrder[]> {
  const { entry } = given;
  const orders = await ordersMakingSum(context.database, given);
  if (orders === null) throw unreadable("bad-sum", entry.line);
  const counts = [entry.batch?.count ?? null, entry.details.length || null];
  const isCounted = counts.every((count) => count === null || count === orders.length);
  if (!isCounted) throw unreadable("bad-count", entry.line);
  return orders;
}

/** The payouts that make up an entry's sum to the cent: all of the file's that the bank did not refuse, or all; else null. */
export async function ordersMakingSum(
  database: Database,
  { entry, submissionId }: { entry: StatementEntry; submissionId: Hex },
): Promise<PayoutOrder[] | null> {
  const rows = await database
    .select({ order: payoutOrders, outcome: payoutAttempts.outcome })
    .from(payoutAttempts)
    .innerJoin(payoutOrders, eq(payoutOrders.payoutId, payoutAttempts.payoutId))
    .where(eq(payoutAttempts.submissionId, submissionId))
    .orderBy(payoutOrders.payoutId);
  const all = rows.map(({ order }) => order);
  const kept = rows.filter(({ outcome }) => outcome !== "refused").map(({ order }) => order);
  const makesSum = (orders: readonly PayoutOrder[]) =>
    orders.length > 0 && -entry.amountCents === sum(orders.map(({ amountCents }) => amountCents));
  return [kept, all].find(makesSum) ?? null;
}

type Pair = {
  order: PayoutOrder;
  detail: StatementDetail | null;
  iban: string | null;
  name: string | null;
};

/**
 * Each payout of a batch with what the bank says of it. Details without our ids are told apart by account and amount; one that
 * fits none stays beside a payout that none fits, where its account or amount shows as a contradiction.
 */
async function laidBeside(
  context: FileContext,
  given: { entry: StatementEntry; orders: readonly PayoutOrder[] },
): Promise<Pair[]> {
  const left = [...given.entry.details];
  const pairs: Pair[] = [];
  for (const order of given.orders) {
    const creditor = await context.creditorOf(order.payoutId);
    const fits = left.findIndex(
      ({ counterpartyIban, amountCents }) =>
        counterpartyIban !== null &&
        counterpartyIban === creditor?.iban &&
        (amountCents === null || amountCents === -order.amountCents),
    );
    const detail = fits === -1 ? null : (left.splice(fits, 1)[0] ?? null);
    pairs.push({ order, detail, iban: creditor?.iban ?? null, name: creditor?.name ?? null });
  }
  return pairs.map((pair) => {
    if (pair.detail !== null) return pair;
    const alike = left.findIndex(({ amountCents }) => amountCents === -pair.order.amountCents);
    const detail = left.splice(Math.max(alike, 0), 1)[0] ?? null;
    if (detail === null) return pair;
    const { counterpartyIban: iban, counterpartyName: name } = detail;
    return { ...pair, detail, iban: iban ?? pair.iban, name: name ?? pair.name };
  });
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((one, other) => one + other, 0n);

const unreadable = (reason: string, line: number) =>
  new AppError("bank-file-unreadable", { reason, line: String(line) });
