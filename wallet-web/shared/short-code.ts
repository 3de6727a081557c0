// The short code of a payment: what a family and a shop read to each other when they talk about one.

/** Six characters of the payment's id, in two groups: 3F2-9A1. */
export function shortCode(paymentId: string): string {
  const tail = paymentId.slice(-6).toUpperCase();
  return `${tail.slice(0, 3)}-${tail.slice(3)}`;
}
