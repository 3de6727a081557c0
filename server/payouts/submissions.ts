// Reads and writes what goes to the bank in one piece, and each payout's attempts. Bytes are written once and never changed.
import { createHash } from "node:crypto";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { type Hex, toHex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Database, Transaction } from "../store/database.ts";
import { bankSubmissions, type PayoutState, payoutAttempts } from "../store/schema/bank.ts";
import type { Alongside } from "./context.ts";
import { changeOrder, type PayoutChange, type PayoutOrder } from "./payout-orders.ts";

export type Submission = typeof bankSubmissions.$inferSelect;
export type PayoutAttempt = typeof payoutAttempts.$inferSelect;
export type AttemptOutcome = PayoutAttempt["outcome"];

/** SHA-256 of what is sent: what a second person releases. */
export const hashOf = (bytes: Uint8Array): Hex =>
  toHex(createHash("sha256").update(bytes).digest());

/** An order that was in another state than thought: somebody else is at it. */
export class OrderMovedError extends Error {}

/**
 * Writes a submission with an attempt for each of its orders: all or nothing. With `orderState` the orders move as well.
 * @throws {OrderMovedError} when an order is elsewhere by now or has an attempt under way; nothing is written then.
 */
export async function insertSubmission(
  database: Database,
  submission: typeof bankSubmissions.$inferInsert,
  given: {
    orders: readonly PayoutOrder[];
    orderState: PayoutState | null;
    changedAt: number;
    alongside?: Alongside | undefined;
  },
): Promise<void> {
  await database.transaction(async (tx) => {
    await given.alongside?.(tx);
    await tx.insert(bankSubmissions).values(submission);
    for (const order of given.orders) {
      const change = { state: given.orderState ?? order.state, changedAt: given.changedAt };
      if (!(await changeOrder(tx, order, { ...change, reason: null }))) throw new OrderMovedError();
      const inserted = await tx
        .insert(payoutAttempts)
        .values({
          payoutId: order.payoutId,
          attempt: sql`(select coalesce(max(attempt), 0) + 1 from payout_attempts where payout_id = ${order.payoutId})`,
          submissionId: submission.submissionId,
        })
        .onConflictDoNothing()
        .returning();
      if (inserted.length !== 1) throw new OrderMovedError();
    }
  });
}

/** What becomes of a submission and of the payouts in it, in one transaction. */
export async function closeSubmission(
  database: Database,
  submissionId: Hex,
  outcome: {
    /** Null when the submission itself stays as it is. */
    submission: Partial<Pick<Submission, "state" | "reason" | "bankSubmissionId">> | null;
    attempts: AttemptOutcome;
    /** Orders that were in this submission, and where they go. */
    orders: readonly { order: PayoutOrder; change: PayoutChange }[];
  },
): Promise<void> {
  await database.transaction(async (tx) => {
    if (outcome.submission !== null) {
      await tx
        .update(bankSubmissions)
        .set(outcome.submission)
        .where(eq(bankSubmissions.submissionId, submissionId));
    }
    for (const { order, change } of outcome.orders) {
      if (!(await changeOrder(tx, order, change))) continue;
      if (outcome.attempts !== "open") await closeAttempt(tx, order.payoutId, outcome.attempts);
    }
  });
}

/** Ends the live attempt of a payout, if there is one. */
export async function closeAttempt(
  tx: Database | Transaction,
  payoutId: Hex,
  outcome: AttemptOutcome,
): Promise<void> {
  await tx
    .update(payoutAttempts)
    .set({ outcome })
    .where(and(eq(payoutAttempts.payoutId, payoutId), eq(payoutAttempts.outcome, "open")));
}

/** The newest attempt of each of these payouts, with its submission. */
export async function lastAttempts(
  database: Database | Transaction,
  payoutIds: readonly Hex[],
): Promise<Map<Hex, { attempt: PayoutAttempt; submission: Submission }>> {
  if (payoutIds.length === 0) return new Map();
  const rows = await database
    .select({ attempt: payoutAttempts, submission: bankSubmissions })
    .from(payoutAttempts)
    .innerJoin(bankSubmissions, eq(bankSubmissions.submissionId, payoutAttempts.submissionId))
    .where(inArray(payoutAttempts.payoutId, [...payoutIds]))
    .orderBy(payoutAttempts.attempt);
  return new Map(rows.map((row) => [row.attempt.payoutId, row]));
}

export async function submissionById(
  database: Database | Transaction,
  submissionId: Hex,
): Promise<Submission | null> {
  const [row] = await database
    .select()
    .from(bankSubmissions)
    .where(eq(bankSubmissions.submissionId, submissionId));
  return row ?? null;
}

/** The payouts whose newest attempt is in this submission. */
export async function payoutsOf(
  database: Database | Transaction,
  submissionId: Hex,
): Promise<Hex[]> {
  const rows = await database
    .select({ payoutId: payoutAttempts.payoutId })
    .from(payoutAttempts)
    .where(eq(payoutAttempts.submissionId, submissionId))
    .orderBy(desc(payoutAttempts.payoutId));
  return rows.map((row) => row.payoutId);
}

/** Marks an unclear submission as sent again at this moment, so that the quiet period counts from here. */
export async function markSent(
  database: Database,
  submissionId: Hex,
  given: { sentAt: number; reason: string | null },
): Promise<void> {
  await database
    .update(bankSubmissions)
    .set(given)
    .where(eq(bankSubmissions.submissionId, submissionId));
}
