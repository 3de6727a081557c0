// Says which open payouts may go to the bank now, and what each asks of it; the others wait or are held, with a reason.
import { eq } from "drizzle-orm";
import type { PaymentOrder } from "../bank/bank.ts";
import { payouts } from "../store/schema/index.ts";
import type { PayoutContext } from "./context.ts";
import { isBlocked } from "./payee-blocks.ts";
import { changeOrder, type PayoutOrder } from "./payout-orders.ts";
import { hold } from "./reconcile.ts";
import { lastAttempts } from "./submissions.ts";

/** An order with the payment that it asks of the bank. */
export type Sendable = { order: PayoutOrder; payment: PaymentOrder };

const WAIT_FOR_PAYEE_MS = 60_000;

/** Those whose way is clear: open on the chain with this very amount, with an IBAN that the ledger vouches for. */
export async function sendableOf(
  context: PayoutContext,
  orders: readonly PayoutOrder[],
): Promise<Sendable[]> {
  const attempts = await lastAttempts(
    context.database,
    orders.map((order) => order.payoutId),
  );
  const sendable: Sendable[] = [];
  for (const order of orders) {
    // In a file that waits for its release.
    if (attempts.get(order.payoutId)?.attempt.outcome === "open") continue;
    try {
      const payment = await paymentOf(context, order);
      if (payment) sendable.push({ order, payment });
    } catch (err) {
      // One that can't even be looked at must not keep the others from being paid; it is looked at again.
      context.log.error({ err, payoutId: order.payoutId }, "a payout can't be made ready");
    }
  }
  return sendable;
}

async function paymentOf(context: PayoutContext, order: PayoutOrder): Promise<PaymentOrder | null> {
  const [onChain] = await context.database
    .select({ state: payouts.state, amountCents: payouts.amountCents })
    .from(payouts)
    .where(eq(payouts.payoutId, order.payoutId));
  // Not indexed yet: next round. Returned or settled by the treasurer's hand: a person has to say why.
  if (!onChain) return null;
  if (onChain.state !== "opened" || onChain.amountCents !== order.amountCents) {
    await hold(context, order, onChain.state === "opened" ? "amount-differs" : "payout-not-open");
    return null;
  }
  if (await isBlocked(context.database, order)) {
    await wait(context, order, { reason: "payee-blocked", forMs: WAIT_FOR_PAYEE_MS });
    return null;
  }
  const creditor = await context.creditorOf(order.payoutId);
  if (creditor === null) {
    await hold(context, order, "iban-mismatch");
    return null;
  }
  return {
    payoutId: order.payoutId.slice(2),
    amountCents: order.amountCents,
    creditorName: creditor.name.slice(0, 70),
    creditorIban: creditor.iban,
    description: context.description,
  };
}

/** Leaves an approved payout for later, and says why. */
export async function wait(
  context: PayoutContext,
  order: PayoutOrder,
  given: { reason: string; forMs: number },
): Promise<void> {
  const now = context.now();
  await changeOrder(context.database, order, {
    state: order.state,
    reason: given.reason,
    retryAt: now + given.forMs,
    changedAt: order.reason === given.reason ? order.changedAt : now,
  });
}
