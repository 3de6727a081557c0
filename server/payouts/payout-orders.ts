// Reads and writes payout orders. Each change of state is one statement that names the state it comes from, so that two workers
// can't both make it.
import { and, eq, inArray, lte } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Database, Transaction } from "../store/database.ts";
import { type PayoutState, payoutOrders } from "../store/schema/bank.ts";

export type PayoutOrder = typeof payoutOrders.$inferSelect;

/** What changes with a state; times in Unix milliseconds. */
export type PayoutChange = Partial<
  Pick<PayoutOrder, "reason" | "bankPaymentId" | "bookedAt" | "retryAt">
> & { state: PayoutState; changedAt: number };

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

/** Orders in these states whose time has come, oldest first. */
export async function ordersIn(
  database: Database,
  states: readonly PayoutState[],
  now: number,
): Promise<PayoutOrder[]> {
  return database
    .select()
    .from(payoutOrders)
    .where(and(inArray(payoutOrders.state, [...states]), lte(payoutOrders.retryAt, now)))
    .orderBy(payoutOrders.createdAt, payoutOrders.payoutId);
}

/** One order, or null. */
export async function orderById(
  database: Database | Transaction,
  payoutId: Hex,
): Promise<PayoutOrder | null> {
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
