// Reads and writes payout orders. Each change of state is one statement that names the state it comes from, so that two workers
// can't both make it.
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { PreparedPayment } from "../bank/bank.ts";
import type { Database, Transaction } from "../store/database.ts";
import { type PayoutState, payoutAttempts, payoutOrders } from "../store/schema/bank.ts";

export type PayoutOrder = typeof payoutOrders.$inferSelect;
export type PayoutAttempt = typeof payoutAttempts.$inferSelect;

/** What changes with a state; times in Unix milliseconds. */
export type PayoutChange = Partial<
  Pick<PayoutOrder, "reason" | "bankPaymentId" | "bookedAt" | "retryAt">
> & { state: PayoutState; changedAt: number };

const LIVE_STATES: PayoutState[] = [
  "BATCHED",
  "APPROVED",
  "SUBMITTING",
  "ACCEPTED",
  "UNKNOWN",
  "HELD",
];

/** Writes a new order down; false when the shop has one under way, or the id is known. */
export async function insertOrder(
  database: Database,
  order: Pick<PayoutOrder, "payoutId" | "schemeId" | "shopId" | "amountCents" | "state"> & {
    createdAt: number;
  },
): Promise<boolean> {
  const inserted = await database
    .insert(payoutOrders)
    .values({ ...order, changedAt: order.createdAt })
    .onConflictDoNothing()
    .returning({ payoutId: payoutOrders.payoutId });
  return inserted.length === 1;
}

/** Orders that are not at their end, oldest first. */
export async function liveOrders(database: Database): Promise<PayoutOrder[]> {
  return database
    .select()
    .from(payoutOrders)
    .where(inArray(payoutOrders.state, LIVE_STATES))
    .orderBy(payoutOrders.createdAt);
}

/** One order, or null. */
export async function orderById(database: Database, payoutId: Hex): Promise<PayoutOrder | null> {
  const [order] = await database
    .select()
    .from(payoutOrders)
    .where(eq(payoutOrders.payoutId, payoutId));
  return order ?? null;
}

/** Moves an order on. @returns false when it wasn't in the state it was thought to be in. */
export async function changeOrder(
  database: Database | Transaction,
  order: Pick<PayoutOrder, "payoutId" | "state">,
  change: PayoutChange,
): Promise<boolean> {
  const changed = await database
    .update(payoutOrders)
    .set(change)
    .where(and(eq(payoutOrders.payoutId, order.payoutId), eq(payoutOrders.state, order.state)))
    .returning({ payoutId: payoutOrders.payoutId });
  return changed.length === 1;
}

/** Between rounds nobody knows whether what was being sent has arrived. */
export async function distrustSubmitting(database: Database, changedAt: number): Promise<void> {
  await database
    .update(payoutOrders)
    .set({ state: "UNKNOWN", changedAt })
    .where(eq(payoutOrders.state, "SUBMITTING"));
}

/** Stores the exact request and marks the order as being sent: one transaction, committed before the bank is called. */
export async function recordAttempt(
  database: Database,
  given: { order: PayoutOrder; prepared: PreparedPayment; position: string; sentAt: number },
): Promise<PayoutAttempt | null> {
  const { order, prepared, position, sentAt } = given;
  return database.transaction(async (tx) => {
    const changed = await changeOrder(tx, order, { state: "SUBMITTING", changedAt: sentAt });
    if (!changed) return null;
    const [attempt] = await tx
      .insert(payoutAttempts)
      .values({
        payoutId: order.payoutId,
        attempt: sql`(select coalesce(max(attempt), 0) + 1 from payout_attempts where payout_id = ${order.payoutId})`,
        requestId: prepared.requestId,
        guardScope: prepared.guardScope,
        target: prepared.target,
        body: prepared.bytes,
        position,
        sentAt,
      })
      .returning();
    return attempt ?? null;
  });
}

/** Ends the live attempt and moves the order on, together. */
export async function closeAttempt(
  database: Database,
  order: Pick<PayoutOrder, "payoutId" | "state">,
  outcome: "accepted" | "refused" | "not-sent",
  change: PayoutChange,
): Promise<void> {
  await database.transaction(async (tx) => {
    const changed = await changeOrder(tx, order, change);
    if (!changed) return;
    await tx
      .update(payoutAttempts)
      .set({ outcome })
      .where(and(eq(payoutAttempts.payoutId, order.payoutId), eq(payoutAttempts.outcome, "open")));
  });
}

/** The newest attempt of an order, or null when none was made. */
export async function lastAttempt(
  database: Database,
  payoutId: Hex,
): Promise<PayoutAttempt | null> {
  const [attempt] = await database
    .select()
    .from(payoutAttempts)
    .where(eq(payoutAttempts.payoutId, payoutId))
    .orderBy(desc(payoutAttempts.attempt))
    .limit(1);
  return attempt ?? null;
}

/** Marks an unclear attempt as sent again at this moment, so that the quiet period counts from here. */
export async function markResent(
  database: Database,
  attempt: PayoutAttempt,
  sentAt: number,
): Promise<void> {
  await database
    .update(payoutAttempts)
    .set({ sentAt })
    .where(
      and(
        eq(payoutAttempts.payoutId, attempt.payoutId),
        eq(payoutAttempts.attempt, attempt.attempt),
      ),
    );
}
