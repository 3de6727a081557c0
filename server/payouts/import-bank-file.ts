// Reads what a bank sends back as a file: statuses (pain.002) and statements (camt.053, camt.054). A file read twice changes nothing.
import { eq } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import {
  type BankFile,
  BankFileError,
  readBankFile,
  type StatementEntry,
  type StatementFile,
  type StatusFile,
} from "../bank/sepa/bank-file.ts";
import { AppError } from "../errors/app-error.ts";
import { bankFiles } from "../store/schema/index.ts";
import type { FileContext } from "./payment-files.ts";
import { FILE_BANK, submissionIdOf } from "./payment-files.ts";
import { orderById } from "./payout-orders.ts";
import { giveBack } from "./refuse.ts";
import { ingest, type StatementLine } from "./statement.ts";
import {
  closeSubmission,
  hashOf,
  lastAttempts,
  payoutsOf,
  type Submission,
  submissionById,
} from "./submissions.ts";

export type ImportResult = {
  message: string;
  messageId: string;
  alreadyRead: boolean;
  entries: number;
  matched: number;
  returned: number;
  refused: number;
  unmatched: number;
};

/** Settled or on its way: the bank has taken it. Source: ISO 20022 external payment status codes. */
const TAKEN = new Set(["ACTC", "ACCP", "ACSP", "ACSC", "ACCC", "ACWC", "ACWP", "ACFC"]);
const WAITS_AT_BANK = new Set(["PATC", "PDNG", "RCVD"]);
const REFUSED = new Set(["RJCT", "CANC"]);

/**
 * @param given.by The treasurer who uploaded it; null on the command line.
 * @throws {AppError} `bank-file-unreadable` (with code and line), `bank-file-foreign`
 */
export async function importBankFile(
  context: FileContext,
  given: { bytes: Uint8Array; by: Hex | null },
): Promise<ImportResult> {
  const file = read(given.bytes);
  const fileHash = hashOf(given.bytes);
  const counts = { entries: 0, matched: 0, returned: 0, refused: 0, unmatched: 0 };
  const base = { message: file.message, messageId: file.messageId };
  const [known] = await context.database
    .select()
    .from(bankFiles)
    .where(eq(bankFiles.fileHash, fileHash));
  if (known) return { ...base, alreadyRead: true, ...counts };
  const row = { fileHash, ...base, importedBy: given.by, importedAt: context.now() };
  if (file.kind === "statement") {
    const lines = await linesOf(context, file);
    const read = await ingest(context, {
      lines,
      source: FILE_BANK,
      alongside: async (tx, { entries }) => {
        await tx
          .insert(bankFiles)
          .values({ ...row, entries })
          .onConflictDoNothing();
      },
    });
    return { ...base, alreadyRead: false, ...counts, ...read };
  }
  const told = await takeStatus(context, file);
  // Last: each status can be taken again, so a crash before this line loses nothing.
  await context.database
    .insert(bankFiles)
    .values({ ...row, entries: told.entries })
    .onConflictDoNothing();
  return { ...base, alreadyRead: false, ...counts, ...told };
}

function read(bytes: Uint8Array): BankFile {
  try {
    return readBankFile(bytes);
  } catch (error) {
    if (!(error instanceof BankFileError)) throw error;
    const params = { reason: error.code, line: String(error.line) };
    throw new AppError("bank-file-unreadable", params, { cause: error });
  }
}

async function linesOf(context: FileContext, file: StatementFile): Promise<StatementLine[]> {
  const lines: StatementLine[] = [];
  for (const { accountIban, entries } of file.statements) {
    if (accountIban !== context.fileBank.iban) {
      throw new AppError("bank-file-foreign", { line: String(entries[0]?.line ?? 1) });
    }
    // What is only announced comes again when it is booked, often under another number.
    for (const entry of entries.filter(({ status }) => status === "booked")) {
      lines.push(...(await entryLines(context, entry)));
    }
  }
  return lines;
}

/** One line for each payment in an entry; a batch booked as one sum is laid out by the file that asked for it. */
async function entryLines(context: FileContext, entry: StatementEntry): Promise<StatementLine[]> {
  const { status, bookedAt, reference, amountCents } = entry;
  const batch = submissionIdOf(entry.batch?.paymentInformationId ?? entry.batch?.messageId ?? null);
  const submission = batch ? await submissionById(context.database, batch) : null;
  const isWhole = entry.details.every((detail) => detail.endToEndId === null);
  if (submission && isWhole) return batchLines(context, entry, submission);
  if (entry.details.length === 0) {
    const details = { iban: null, name: null, reference: null, description: "" };
    const returnReason = null;
    return [{ entryId: reference, amountCents, status, bookedAt, returnReason, details }];
  }
  return entry.details.map((detail, index) => ({
    entryId: entry.details.length === 1 ? reference : `${reference}/${detail.endToEndId ?? index}`,
    amountCents: detail.amountCents ?? amountCents,
    status,
    bookedAt,
    returnReason: detail.returnReason,
    details: {
      iban: detail.counterpartyIban,
      name: detail.counterpartyName,
      reference: detail.endToEndId,
      description: detail.description,
    },
  }));
}

async function batchLines(
  context: FileContext,
  entry: StatementEntry,
  submission: Submission,
): Promise<StatementLine[]> {
  const payoutIds = await payoutsOf(context.database, submission.submissionId);
  const orders = await Promise.all(payoutIds.map((id) => orderById(context.database, id)));
  const wrongSum = -entry.amountCents !== submission.amountCents;
  const wrongCount = entry.batch?.count != null && entry.batch.count !== submission.payoutCount;
  if (wrongSum || wrongCount || orders.includes(null)) {
    const params = { reason: wrongCount ? "bad-count" : "bad-sum", line: String(entry.line) };
    throw new AppError("bank-file-unreadable", params);
  }
  const lines: StatementLine[] = [];
  for (const order of orders) {
    if (!order) continue;
    const creditor = await context.creditorOf(order.payoutId);
    lines.push({
      entryId: `${entry.reference}/${order.payoutId.slice(2)}`,
      amountCents: -order.amountCents,
      status: entry.status,
      bookedAt: entry.bookedAt,
      returnReason: null,
      details: {
        iban: creditor?.iban ?? null,
        name: creditor?.name ?? null,
        reference: order.payoutId.slice(2),
        description: "",
      },
    });
  }
  return lines;
}

async function takeStatus(
  context: FileContext,
  file: StatusFile,
): Promise<Pick<ImportResult, "entries" | "matched" | "refused" | "unmatched">> {
  const submissionId = submissionIdOf(file.originalMessageId);
  const submission = submissionId ? await submissionById(context.database, submissionId) : null;
  if (submission?.bank !== FILE_BANK) throw new AppError("bank-file-foreign", { line: "1" });
  if (submission.state !== "sent" && submission.state !== "accepted") {
    throw new AppError("submission-not-in-state", { state: submission.state });
  }
  const payoutIds = await payoutsOf(context.database, submission.submissionId);
  const group = file.groupStatus ?? file.paymentStatuses[0]?.status ?? null;
  const own = new Map<Hex, { status: string; reason: string | null }>();
  let unmatched = 0;
  for (const { endToEndId, status, reason } of file.transactions) {
    const payoutId = submissionIdOf(endToEndId);
    if (payoutId && payoutIds.includes(payoutId)) own.set(payoutId, { status, reason });
    else unmatched += 1;
  }
  const counts = { entries: 0, matched: 0, refused: 0, unmatched };
  for (const payoutId of payoutIds) {
    const told = own.get(payoutId) ?? (group ? { status: group, reason: file.groupReason } : null);
    // PART says to look at each; what isn't named is not decided yet.
    if (!told || told.status === "PART") continue;
    counts.entries += 1;
    const refused = await takeOne(context, { submission, payoutId, ...told });
    counts[refused ? "refused" : "matched"] += 1;
  }
  await noteGroup(context, submission, group);
  return counts;
}

/** @returns Whether the bank refused it. */
async function takeOne(
  context: FileContext,
  given: { submission: Submission; payoutId: Hex; status: string; reason: string | null },
): Promise<boolean> {
  const { submission, payoutId, status, reason } = given;
  const order = await orderById(context.database, payoutId);
  const last = (await lastAttempts(context.database, [payoutId])).get(payoutId);
  const isCurrent = last?.submission.submissionId === submission.submissionId;
  const isOpen = order && ["SUBMITTING", "UNKNOWN", "ACCEPTED", "HELD"].includes(order.state);
  if (!order || !isCurrent || !isOpen) return REFUSED.has(status);
  const changedAt = context.now();
  if (REFUSED.has(status)) {
    const change = { state: "SUBMITTING" as const, reason: reason ?? "NARR", changedAt };
    await closeSubmission(context.database, submission.submissionId, {
      submission: null,
      attempts: "refused",
      orders: [{ order, change }],
    });
    await giveBack(context, { ...order, ...change });
    return true;
  }
  if (!TAKEN.has(status) && !WAITS_AT_BANK.has(status)) return false;
  const change = { state: "ACCEPTED" as const, reason: waitReason(status), changedAt };
  await closeSubmission(context.database, submission.submissionId, {
    submission: null,
    attempts: "open",
    orders: [{ order, change }],
  });
  return false;
}

/** More signatures are needed at the bank: a person has to be told. */
const waitReason = (status: string): string | null =>
  status === "PATC" ? "signature-at-bank" : null;

async function noteGroup(
  context: FileContext,
  submission: Submission,
  group: string | null,
): Promise<void> {
  const isTaken = group !== null && (TAKEN.has(group) || WAITS_AT_BANK.has(group));
  await closeSubmission(context.database, submission.submissionId, {
    submission: {
      reason: group,
      ...(group !== null && REFUSED.has(group) ? { state: "refused" as const } : {}),
      ...(isTaken ? { state: "accepted" as const } : {}),
    },
    attempts: "open",
    orders: [],
  });
}
