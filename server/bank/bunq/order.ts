// Makes the bytes of a bunq payment out of a payment order; what bunq would refuse is refused here first.

import { isValidIBAN } from "ibantools";
import { z } from "zod";
import type { PaymentOrder } from "../bank.ts";
import { BankError } from "../bank-error.ts";
import { formatCentsAsDecimal, parseDecimalToCents } from "../money.ts";
import { parseMessage } from "./messages.ts";

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

/** One payment within a body. The payoutId goes in both fields: some banks on the way drop the reference. */
function paymentOf(order: PaymentOrder) {
  return {
    amount: { value: formatCentsAsDecimal(order.amountCents), currency: "EUR" },
    counterparty_alias: { type: "IBAN", value: order.creditorIban, name: order.creditorName },
    description: describe(order),
    merchant_reference: order.payoutId,
  };
}

/** The endpoints that pay, below the account's path. */
export type PayingEndpoint = "payment" | "payment-batch" | "draft-payment";

/**
 * The body of a submission: `payment` holds one order, the others any number.
 * @throws BankError `invalid-order` for no order, more than one for `payment`, or one payoutId twice.
 */
export function submissionBytes(
  endpoint: PayingEndpoint,
  orders: readonly PaymentOrder[],
): Uint8Array {
  const [first] = orders;
  const ids = new Set(orders.map(({ payoutId }) => payoutId));
  if (first === undefined || ids.size !== orders.length) {
    throw new BankError("invalid-order", "A submission needs orders, each of another payout.");
  }
  if (endpoint === "payment") {
    if (orders.length > 1) throw new BankError("invalid-order", "A payment holds one order.");
    return encode(paymentOf(first));
  }
  const entries = orders.map(paymentOf);
  // bunq takes no other number of accepts.
  return encode(
    endpoint === "draft-payment"
      ? { entries, number_of_required_accepts: 1 }
      : { payments: entries },
  );
}

/** What a sent payment has to be recognised by in the bank's answers. */
export interface SentPayment {
  readonly payoutId: string;
  readonly amountCents: bigint;
  readonly creditorIban: string;
}

const sentPayment = z
  .object({
    amount: z.object({ value: z.string() }),
    counterparty_alias: z.object({ value: z.string() }),
    merchant_reference: z.string().regex(/^[0-9a-f]{32}$/),
  })
  .transform((sent, context): SentPayment => {
    const amountCents = parseDecimalToCents(sent.amount.value);
    if (amountCents === null) {
      context.addIssue({ code: "custom", message: "Not an amount." });
      return z.NEVER;
    }
    const creditorIban = sent.counterparty_alias.value;
    return { payoutId: sent.merchant_reference, amountCents, creditorIban };
  });

const sentBody = z.union([
  z.object({ payments: z.array(sentPayment).min(1) }).transform(({ payments }) => payments),
  z.object({ entries: z.array(sentPayment).min(1) }).transform(({ entries }) => entries),
  sentPayment.transform((payment) => [payment]),
]);

/** Reads back what `submissionBytes` made. @throws BankError `refused` for anything else. */
export function readSubmission(bytes: Uint8Array): readonly SentPayment[] {
  const sent = parseMessage(sentBody, bytes);
  if (sent !== null) return sent;
  throw new BankError("refused", "These bytes are no submission to bunq.");
}

const encode = (body: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(body));
