// Makes the bytes of a bunq payment out of a payment order; what bunq would refuse is refused here first.

import { isValidIBAN } from "ibantools";
import { z } from "zod";
import type { PaymentOrder } from "../bank.ts";
import { BankError } from "../bank-error.ts";
import { formatCentsAsDecimal } from "../money.ts";

const maxDescriptionLength = 140;

/** Control characters would be lost or refused on the way through SEPA. */
const printable = z.string().regex(/^\P{Cc}*$/u);

const paymentOrder = z.object({
  payoutId: z.string().regex(/^[0-9a-f]{32}$/),
  amountCents: z.bigint().positive().max(99_999_999_999n),
  creditorName: printable.min(1).max(70),
  creditorIban: z.string().refine(isValidIBAN),
  description: printable,
});

/**
 * @throws BankError `invalid-order`, naming the fields but not their values.
 */
export function checkOrder(order: PaymentOrder): PaymentOrder {
  const parsed = paymentOrder.safeParse(order);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join("."));
  throw new BankError("invalid-order", `Not a payable order: ${[...new Set(fields)].join(", ")}.`);
}

/** The description with the payoutId in it, cut so that both fit. */
export function describe(order: PaymentOrder): string {
  const characters = [...order.description];
  if (order.description.includes(order.payoutId) && characters.length <= maxDescriptionLength) {
    return order.description;
  }
  const room = maxDescriptionLength - order.payoutId.length - 1;
  return `${characters.slice(0, room).join("")} ${order.payoutId}`.trim();
}

/** The body of `POST …/payment`. The payoutId goes in both fields: some banks on the way drop the reference. */
export function paymentBytes(order: PaymentOrder): Uint8Array {
  const body = {
    amount: { value: formatCentsAsDecimal(order.amountCents), currency: "EUR" },
    counterparty_alias: { type: "IBAN", value: order.creditorIban, name: order.creditorName },
    description: describe(order),
    merchant_reference: order.payoutId,
  };
  return new TextEncoder().encode(JSON.stringify(body));
}
