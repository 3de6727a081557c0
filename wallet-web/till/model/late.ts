// What became sure while nobody watched it: each is said until somebody has seen it.
import type { PaymentAnswer } from "../../shared/api-types.ts";
import type { PendingCharge } from "./charge.ts";
import type { Till } from "./till.ts";

/** A payment that came after its customer was let go. */
export type LatePayment = { paymentId: string; amountCents: bigint; paidAt: number };

export const noteLate = (till: Till, payment: PaymentAnswer): Promise<void> =>
  till.late.keep({
    paymentId: payment.paymentId,
    amountCents: BigInt(payment.amountCents),
    paidAt: payment.paidAt,
  });

/** Clocks differ, but not by as much: a payment from before is another sale's. */
const CLOCK_SLACK_SECONDS = 600;

/** Whether a payment can be what this charge made. A code that paid before pays nothing now, whatever the amount. */
export function isMadeBy(pending: PendingCharge, payment: PaymentAnswer): boolean {
  const earliest = pending.startedAt - CLOCK_SLACK_SECONDS;
  return payment.paymentId === pending.paymentId && payment.paidAt >= earliest;
}

/** The server's own word on a charge that wasn't sure, before the payment is in the list. */
export function settlePending(till: Till, payment: PaymentAnswer): void {
  const pending = till.pending.find(payment.paymentId);
  if (!pending) return;
  void till.pending.forget(payment.paymentId);
  const isKnown = till.payments.get().some((one) => one.paymentId === payment.paymentId);
  const isWatched = till.watched === payment.paymentId;
  if (!isKnown && !isWatched && isMadeBy(pending, payment)) void noteLate(till, payment);
}
