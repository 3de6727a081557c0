// Reads what a bank sends back as a file: statuses (pain.002) and statements (camt.053, camt.054). A file read twice changes nothing.
import { eq } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import {
  type BankFile,
  BankFileError,
  readBankFile,
  type StatusFile,
  UnknownMessageError,
} from "../bank/sepa/bank-file.ts";
import { AppError } from "../errors/app-error.ts";
import { bankFiles } from "../store/schema/index.ts";
import { linesOf } from "./file-lines.ts";
import type { FileContext } from "./payment-files.ts";
import { FILE_BANK, submissionIdOf } from "./payment-files.ts";
import { orderById } from "./payout-orders.ts";
import { giveBack } from "./refuse.ts";
import { ingest } from "./statement.ts";
import { isNameStatus, nameAnswers } from "./status-names.ts";
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
  /** Payouts of which the bank checked the payee's name. */
  checked: number;
  unmatched: number;
};

/** Settled or on its way: the bank has taken it. Source: ISO 20022 external payment status codes. */
const TAKEN = new Set(["ACTC", "ACCP", "ACSP", "ACSC", "ACCC", "ACWC", "ACWP", "ACFC"]);
const WAITS_AT_BANK = new Set(["PATC", "PDNG", "RCVD"]);
const REFUSED = new Set(["RJCT", "CANC"]);

/**
 * @param given.by The treasurer who uploaded it; null on the command line.
 * @throws {AppError} `bank-file-unreadable` (with code and line), `bank-file-unknown`, `bank-file-foreign`
 */
export async function importBankFile(
  context: FileContext,
  given: { bytes: Uint8Array; by: Hex | null },
): Promise<ImportResult> {
  const file = read(given.bytes);
  const fileHash = hashOf(given.bytes);
  const counts = { entries: 0, matched: 0, returned: 0, refused: 0, checked: 0, unmatched: 0 };
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
    if (error instanceof UnknownMessageError) {
      const params = { found: error.found, accepted: error.accepted.join(", ") };
      throw new AppError("bank-file-unknown", params, { cause: error });
    }
    if (!(error instanceof BankFileError)) throw error;
    const params = { reason: error.code, line: String(error.line) };
    throw new AppError("bank-file-unreadable", params, { cause: error });
  }
}

async function takeStatus(
  context: FileContext,
  file: StatusFile,
): Promise<Pick<ImportResult, "entries" | "matched" | "refused" | "checked" | "unmatched">> {
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
    if (!payoutId || !payoutIds.includes(payoutId)) unmatched += 1;
    else if (!isNameStatus(status)) own.set(payoutId, { status, reason });
  }
  const checks = nameAnswers(file, { payoutIds, group });
  for (const check of checks) {
    await context.nameChecks.keep({ ...check, checkedAt: context.now() });
  }
  const checked = checks.length;
  const counts = { entries: checked, matched: 0, refused: 0, checked, unmatched };
  for (const payoutId of payoutIds) {
    const told = own.get(payoutId) ?? (group ? { status: group, reason: file.groupReason } : null);
    // PART says to look at each; what isn't named is not decided yet.
    if (!told || told.status === "PART" || isNameStatus(told.status)) continue;
    counts.entries += 1;
    const refused = await takeOne(context, { submission, payoutId, ...told });
    counts[refused ? "refused" : "matched"] += 1;
  }
  if (!isNameStatus(group)) await noteGroup(context, submission, group);
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
