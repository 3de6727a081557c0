// Opens payouts on the chain, within the treasurer's mandate: what was owed is then in payout. No bank is asked.
import { and, eq } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { payouts } from "../store/schema/index.ts";
import { openOnChain } from "./chain-acts.ts";
import type { PayoutContext } from "./context.ts";
import { changeOrder, ordersIn, type PayoutOrder } from "./payout-orders.ts";
import type { EachPayout } from "./reconcile.ts";

/** Refusals by the mandate wait for the treasurer, or for tomorrow. */
const HOLDING_CODES = new Set([
  "mandate-expired",
  "mandate-exceeded-per-payout",
  "mandate-exceeded-per-day",
  "not-payout-operator",
  "scheme-paused",
]);
const HELD_RETRY_MS = 60_000;

/** Whether a held payout only waits for the treasurer to open it, or for a mandate that allows it. */
export const waitsForMandate = (order: Pick<PayoutOrder, "state" | "reason">): boolean =>
  order.state === "HELD" && HOLDING_CODES.has(order.reason ?? "");

/** Opens what is new, and tries again what waits for the mandate. */
export async function openPayouts(context: PayoutContext, each: EachPayout): Promise<void> {
  const orders = await ordersIn(context.database, ["BATCHED", "HELD"], context.now());
  const toOpen = orders.filter((order) => order.state === "BATCHED" || waitsForMandate(order));
  await each(toOpen, (index) => open(context, toOpen[index] as PayoutOrder));
}

/** Goes on with a held payout that the treasurer has just opened: the mandate, which comes first, would refuse us still. */
export async function openNow(context: PayoutContext, order: PayoutOrder): Promise<void> {
  if (waitsForMandate(order)) await approve(context, order);
}

async function approve(context: PayoutContext, order: PayoutOrder): Promise<void> {
  const changedAt = context.now();
  const change = { state: "APPROVED" as const, changedAt, reason: null, retryAt: 0 };
  await changeOrder(context.database, order, change);
}

/** Whether the index shows it opened: by the treasurer, just before a crash or by another way than the desk. */
async function isOpened(context: PayoutContext, { payoutId }: PayoutOrder): Promise<boolean> {
  const rows = await context.database
    .select({ payoutId: payouts.payoutId })
    .from(payouts)
    .where(and(eq(payouts.payoutId, payoutId), eq(payouts.state, "opened")));
  return rows.length === 1;
}

async function open(context: PayoutContext, order: PayoutOrder): Promise<void> {
  const { payoutId } = order;
  if (order.state === "HELD" && (await isOpened(context, order))) return approve(context, order);
  const { outcome, isFinal } = await openOnChain(context, order);
  if (outcome.state === "executed" || outcome.code === "payout-exists") {
    return approve(context, order);
  }
  const changedAt = context.now();
  // What the outbox wrote down is final for this id; nothing was opened, so the next round makes a new payout of it.
  const isHeld = HOLDING_CODES.has(outcome.code) && !isFinal;
  logRefusal(context, { payoutId, code: outcome.code, isNew: order.reason !== outcome.code });
  await changeOrder(context.database, order, {
    state: isHeld ? "HELD" : "REJECTED",
    reason: outcome.code,
    changedAt: order.state === "HELD" && isHeld ? order.changedAt : changedAt,
    ...(isHeld ? { retryAt: changedAt + HELD_RETRY_MS } : {}),
  });
}

function logRefusal(
  context: PayoutContext,
  given: { payoutId: Hex; code: string; isNew: boolean },
): void {
  const { payoutId, code, isNew } = given;
  if (isNew) context.log.warn({ payoutId, code }, "payout not opened");
}
