// Adds up a day at the till.

import type { PaymentAnswer } from "../../shared/api-types.ts";
import { dayKey } from "../../shared/dates.ts";
import { groupBy } from "../../shared/group-by.ts";

export type DayTotal = {
  count: number;
  paidCents: bigint;
  refundedCents: bigint;
  netCents: bigint;
};

/** Payments of the day in which `now` (Unix seconds) falls, in the Netherlands. */
export const paymentsOfDay = (payments: readonly PaymentAnswer[], now: number) =>
  payments.filter((payment) => dayKey(payment.paidAt) === dayKey(now));

/** What was paid by these payments, what of it came back, and what is left. */
export function totalOf(payments: readonly PaymentAnswer[]): DayTotal {
  let paidCents = 0n;
  let refundedCents = 0n;
  for (const payment of payments) {
    paidCents += BigInt(payment.amountCents);
    refundedCents += BigInt(payment.refundedCents);
  }
  return { count: payments.length, paidCents, refundedCents, netCents: paidCents - refundedCents };
}

/** What of a payment can still be given back. */
export const refundableOf = (payment: PaymentAnswer): bigint =>
  BigInt(payment.amountCents) - BigInt(payment.refundedCents);

/** A till gives back what it took itself, the owner's device everything; the server sees to it as well. */
export const mayRefund = (
  shop: { owner: boolean; device: string } | null,
  payment: Pick<PaymentAnswer, "till">,
): boolean => shop !== null && (shop.owner || payment.till === shop.device);

/** The same for each till by itself, in the order in which they first come up. */
export function totalsByTill(
  payments: readonly PaymentAnswer[],
): { till: string | null; total: DayTotal }[] {
  const byTill = groupBy(payments, (payment) => payment.till);
  return [...byTill].map(([till, own]) => ({ till, total: totalOf(own) }));
}
