// Payment files for banks without an API: frozen by one person, released by another by its hash, handed out, never changed.
import { and, eq, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { BankError } from "../bank/bank-error.ts";
import { type PaymentFileVersion, writePaymentFile } from "../bank/sepa/pain001.ts";
import { AppError } from "../errors/app-error.ts";
import { bankSubmissions, payoutOrders } from "../store/schema/index.ts";
import { executionDate } from "./banking-days.ts";
import type { Alongside, PayoutContext } from "./context.ts";
import { changeOrder, ordersIn } from "./payout-orders.ts";
import { hold } from "./reconcile.ts";
import { type Sendable, sendableOf } from "./sendable.ts";
import {
  closeAttempt,
  hashOf,
  insertSubmission,
  OrderMovedError,
  payoutsOf,
  type Submission,
  submissionById,
} from "./submissions.ts";

/** The account that pays, and how its bank wants its files. */
export type FileBank = {
  iban: string;
  /** Account holder. */
  name: string;
  bic: string | null;
  version: PaymentFileVersion;
  /** Files signed later, `14:30` Dutch time, are booked the next banking day. */
  cutOff: string;
};

export type FileContext = PayoutContext & { fileBank: FileBank };

export const FILE_BANK = "sepa";

export type Freeze = { schemeId: Hex; submissionId: Hex; by: Hex };

/**
 * Puts every payout of a scheme that is ready into one file and freezes it.
 * @throws {AppError} `nothing-to-pay`
 */
export async function freezeFile(
  context: FileContext,
  given: Freeze,
  alongside?: Alongside,
): Promise<void> {
  if ((await submissionById(context.database, given.submissionId)) !== null) {
    if (alongside) await context.database.transaction(alongside);
    return;
  }
  const ready = await ordersIn(context.database, ["APPROVED"], context.now());
  const ours = ready.filter((order) => order.schemeId === given.schemeId);
  const sendable = await payableInFile(context, await sendableOf(context, ours));
  if (sendable.length === 0) throw new AppError("nothing-to-pay");
  try {
    await insertSubmission(context.database, fileOf(context, given, sendable), {
      orders: sendable.map(({ order }) => order),
      orderState: null,
      changedAt: context.now(),
      alongside,
    });
  } catch (cause) {
    // Another file was frozen at the same moment with some of these.
    if (cause instanceof OrderMovedError)
      throw new AppError("submission-not-in-state", {}, { cause });
    throw cause;
  }
}

/** Payouts that a file can't hold are left to a person, and don't keep the others back. */
async function payableInFile(
  context: FileContext,
  sendable: readonly Sendable[],
): Promise<Sendable[]> {
  const good: Sendable[] = [];
  for (const one of sendable) {
    try {
      writeFile(context, { submissionId: one.order.payoutId, sendable: [one] });
      good.push(one);
    } catch (error) {
      if (!(error instanceof BankError)) throw error;
      await hold(context, one.order, "invalid-order");
    }
  }
  return good;
}

function writeFile(
  context: FileContext,
  given: { submissionId: Hex; sendable: readonly Sendable[] },
): { bytes: Uint8Array; date: string } {
  const { fileBank } = context;
  const messageId = given.submissionId.slice(2);
  const nowMs = context.now();
  const date = executionDate({ nowMs, cutOff: fileBank.cutOff, timeZone: "Europe/Amsterdam" });
  const bytes = writePaymentFile({
    version: fileBank.version,
    messageId,
    paymentInformationId: paymentInformationIdOf(given.submissionId),
    createdAtMs: nowMs,
    executionDate: date,
    debtor: { name: fileBank.name, iban: fileBank.iban, bic: fileBank.bic },
    orders: given.sendable.map(({ payment }) => payment),
  });
  return { bytes, date };
}

/** A file's PmtInfId: its MsgId, told apart. */
export const paymentInformationIdOf = (submissionId: Hex): string => `P${submissionId.slice(2)}`;

/** The submission that a bank's file speaks of, by MsgId or PmtInfId; null when it is none of ours. */
export function submissionIdOf(text: string | null): Hex | null {
  const [, digits] = /^P?([0-9a-f]{32})$/i.exec(text ?? "") ?? [];
  return digits ? `0x${digits.toLowerCase()}` : null;
}

function fileOf(context: FileContext, given: Freeze, sendable: readonly Sendable[]): Submission {
  const { submissionId, schemeId, by } = given;
  const { bytes, date } = writeFile(context, { submissionId, sendable });
  return {
    submissionId,
    bank: FILE_BANK,
    schemeId,
    requestId: submissionId.slice(2),
    guardScope: context.fileBank.iban.slice(-4),
    target: `kindpakket-${date}-${submissionId.slice(2, 10)}.xml`,
    body: bytes,
    bodyHash: hashOf(bytes),
    amountCents: sendable.reduce((sum, { order }) => sum + order.amountCents, 0n),
    payoutCount: sendable.length,
    position: "",
    state: "frozen",
    reason: null,
    bankSubmissionId: null,
    frozenBy: by,
    releasedBy: null,
    release: null,
    createdAt: context.now(),
    sentAt: null,
    executionDate: date,
  };
}

/**
 * The second person says that this very file may go.
 * @param given.signed The signed decision, kept as proof.
 * @throws {AppError} `not-found`, `submission-not-in-state`, `same-person`, `file-changed`
 */
export async function releaseFile(
  context: FileContext,
  given: { submissionId: Hex; bodyHash: Hex; by: Hex; signed: string },
  alongside?: Alongside,
): Promise<void> {
  const file = await fileById(context, given.submissionId);
  if (file.frozenBy === given.by) throw new AppError("same-person");
  if (file.bodyHash !== given.bodyHash || hashOf(file.body) !== given.bodyHash) {
    throw new AppError("file-changed");
  }
  await context.database.transaction(async (tx) => {
    await alongside?.(tx);
    const released = await tx
      .update(bankSubmissions)
      .set({ state: "released", releasedBy: given.by, release: given.signed })
      .where(
        and(
          eq(bankSubmissions.submissionId, given.submissionId),
          eq(bankSubmissions.state, "frozen"),
        ),
      )
      .returning({ submissionId: bankSubmissions.submissionId });
    if (released.length !== 1) throw notInState(file);
  });
}

/**
 * Takes a file back that was never handed out: its payouts go with the next one.
 * @throws {AppError} `not-found`, `submission-not-in-state`
 */
export async function withdrawFile(
  context: FileContext,
  given: { submissionId: Hex },
  alongside?: Alongside,
): Promise<void> {
  const file = await fileById(context, given.submissionId);
  await context.database.transaction(async (tx) => {
    await alongside?.(tx);
    const withdrawn = await tx
      .update(bankSubmissions)
      .set({ state: "withdrawn" })
      .where(
        and(
          eq(bankSubmissions.submissionId, file.submissionId),
          sql`${bankSubmissions.state} in ('frozen','released')`,
        ),
      )
      .returning({ submissionId: bankSubmissions.submissionId });
    if (withdrawn.length !== 1) throw notInState(file);
    for (const payoutId of await payoutsOf(tx, file.submissionId)) {
      await closeAttempt(tx, payoutId, "not-sent");
    }
  });
}

/**
 * The file's bytes. From the first time on it may have reached the bank; again it is the same file with the same MsgId, which a
 * bank refuses to take twice.
 * @throws {AppError} `not-found`, `submission-not-in-state`
 */
export async function handOutFile(
  context: FileContext,
  submissionId: Hex,
): Promise<{ fileName: string; bytes: Uint8Array }> {
  const file = await fileById(context, submissionId);
  if (file.state === "released") await markHandedOut(context, file);
  else if (file.state !== "sent" && file.state !== "accepted") throw notInState(file);
  return { fileName: file.target, bytes: file.body };
}

async function markHandedOut(context: FileContext, file: Submission): Promise<void> {
  const now = context.now();
  await context.database.transaction(async (tx) => {
    const sent = await tx
      .update(bankSubmissions)
      .set({ state: "sent", sentAt: now })
      .where(
        and(
          eq(bankSubmissions.submissionId, file.submissionId),
          eq(bankSubmissions.state, "released"),
        ),
      )
      .returning({ submissionId: bankSubmissions.submissionId });
    if (sent.length !== 1) return; // Someone else was first: it is the same file.
    for (const payoutId of await payoutsOf(tx, file.submissionId)) {
      const change = { state: "SUBMITTING" as const, reason: null, changedAt: now };
      const moved = await changeOrder(tx, { payoutId, state: "APPROVED" }, change);
      // Returned or held meanwhile: the file would pay what must not be paid.
      if (!moved) throw new AppError("file-changed");
    }
  });
}

async function fileById(context: FileContext, submissionId: Hex): Promise<Submission> {
  const file = await submissionById(context.database, submissionId);
  if (file?.bank !== FILE_BANK) throw new AppError("not-found");
  return file;
}

const notInState = (file: Submission) =>
  new AppError("submission-not-in-state", { state: file.state });

/** How many payouts of a scheme wait for a file, and their sum in cents. */
export async function waitingForFile(
  context: Pick<PayoutContext, "database">,
  schemeId: Hex,
): Promise<{ payoutCount: number; amountCents: bigint }> {
  const [row] = await context.database
    .select({
      count: sql<string>`count(*)`,
      cents: sql<string>`coalesce(sum(${payoutOrders.amountCents}), 0)`,
    })
    .from(payoutOrders)
    .where(
      and(
        eq(payoutOrders.schemeId, schemeId),
        eq(payoutOrders.state, "APPROVED"),
        sql`not exists (select 1 from payout_attempts where payout_attempts.payout_id = ${payoutOrders.payoutId} and payout_attempts.outcome = 'open')`,
      ),
    );
  return { payoutCount: Number(row?.count ?? 0), amountCents: BigInt(row?.cents ?? 0) };
}
