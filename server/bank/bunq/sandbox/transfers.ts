// Moves play money in the books: checks first, then makes all payments of a request in one line of the journal.

import { isValidIBAN } from "ibantools";
import { z } from "zod";
import { parseDecimalToCents } from "../../money.ts";
import { dayOf, type User } from "./books.ts";
import type { BankEvent, PaymentEntry, StoredPayment } from "./events.ts";
import { type Exchange, Refusal } from "./exchange.ts";

const paymentBody = z
  .object({
    amount: z.object({ value: z.string(), currency: z.literal("EUR") }),
    counterparty_alias: z.object({
      type: z.literal("IBAN"),
      value: z.string().refine((iban) => isValidIBAN(iban)),
      name: z.string().min(1).max(140),
    }),
    description: z.string().max(140),
    merchant_reference: z.string().max(35).nullish(),
  })
  .transform((body, context): PaymentEntry => {
    const amountCents = parseDecimalToCents(body.amount.value);
    if (amountCents === null || amountCents <= 0n) {
      context.addIssue({ code: "custom", message: "Not an amount." });
      return z.NEVER;
    }
    return {
      amountCents,
      description: body.description,
      merchantReference: body.merchant_reference ?? null,
      counterpartyIban: body.counterparty_alias.value,
      counterpartyName: body.counterparty_alias.name,
    };
  });

/** Reads a JSON body of this shape. @throws Refusal 400 naming the fields. */
export function readBody<Shape extends z.ZodType>(
  shape: Shape,
  bytes: Uint8Array,
): z.output<Shape> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    throw new Refusal(400, "The body is not valid JSON.");
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join("."));
  throw new Refusal(400, `Fields missing or invalid: ${[...new Set(fields)].join(", ")}.`);
}

export { paymentBody };

/** @throws Refusal 400 when the account can't pay all of it; bunq's wording isn't published. */
export function requireFunds(exchange: Exchange, user: User, totalCents: bigint): void {
  const { books, settings, faults } = exchange;
  const spentToday = user.spent.day === dayOf(books.now()) ? user.spent.cents : 0n;
  if (faults.get("too-little-money") || user.balanceCents < totalCents) {
    throw new Refusal(400, "Insufficient balance: the account does not hold enough money.");
  }
  if (spentToday + totalCents > settings.dailyLimitCents) {
    throw new Refusal(400, "The daily limit of the account is exceeded.");
  }
}

const plainPayment = {
  batchId: null,
  draftId: null,
  returnOf: null,
  suspendedUntil: null,
  hiddenUntil: null,
  returnAt: null,
  returnReason: null,
};

/** Money coming in from outside, on top of `balanceCents`. */
export function incomingPayment(
  input: Pick<StoredPayment, "id" | "accountId" | "createdAt" | "amountCents" | "description"> &
    Partial<StoredPayment> & { readonly balanceCents: bigint },
): StoredPayment {
  const { balanceCents, ...payment } = input;
  return {
    ...plainPayment,
    merchantReference: null,
    counterpartyIban: null,
    counterpartyName: null,
    subType: "PAYMENT",
    balanceAfterCents: balanceCents + payment.amountCents,
    ...payment,
  };
}

/**
 * Makes the payments and, in the same line, whatever comes with them. Between two accounts of the sandbox both
 * sides are booked. Returns the outgoing ones.
 */
export function makePayments(
  exchange: Exchange,
  user: User,
  order: {
    readonly entries: readonly PaymentEntry[];
    readonly batchId?: number;
    readonly draftId?: number;
    readonly alongside?: readonly BankEvent[];
  },
): StoredPayment[] {
  const { books, faults, key, announce } = exchange;
  const now = books.now();
  const until = (kind: "suspended" | "hidden-from-list" | "returned-later") => {
    const rule = faults.get(kind);
    return rule ? now + rule.delayMs : null;
  };
  const balances = new Map<number, bigint>();
  const payments: StoredPayment[] = [];
  const book = (owner: User, payment: Omit<StoredPayment, "id" | "balanceAfterCents">) => {
    const before = balances.get(owner.accountId) ?? owner.balanceCents;
    const balanceAfterCents = before + payment.amountCents;
    balances.set(owner.accountId, balanceAfterCents);
    const first = order.batchId === undefined ? 0 : 1;
    payments.push({ ...payment, id: books.nextId(first + payments.length), balanceAfterCents });
  };
  for (const entry of order.entries) {
    const common = { createdAt: now, subType: "PAYMENT" as const, description: entry.description };
    const reference = { merchantReference: entry.merchantReference };
    book(user, {
      ...plainPayment,
      ...common,
      ...reference,
      accountId: user.accountId,
      amountCents: -entry.amountCents,
      counterpartyIban: entry.counterpartyIban,
      counterpartyName: entry.counterpartyName,
      batchId: order.batchId ?? null,
      draftId: order.draftId ?? null,
      suspendedUntil: until("suspended"),
      hiddenUntil: until("hidden-from-list"),
      returnAt: until("returned-later"),
      returnReason: faults.get("returned-later")?.reason ?? null,
    });
    const payee = books.userByIban(entry.counterpartyIban);
    if (!payee) continue;
    book(payee, {
      ...plainPayment,
      ...common,
      ...reference,
      accountId: payee.accountId,
      amountCents: entry.amountCents,
      counterpartyIban: user.iban,
      counterpartyName: user.name,
    });
  }
  const made = payments.map((payment) => ({ type: "payment-made" as const, payment }));
  books.commit([...made, ...(order.alongside ?? [])], key);
  announce(payments);
  return payments.filter((payment) => payment.amountCents < 0n);
}
