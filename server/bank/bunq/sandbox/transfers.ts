// Moves play money in the books: checks first, then makes all payments of a request in one line of the journal.

import { isValidIBAN } from "ibantools";
import { z } from "zod";
import { parseDecimalToCents } from "../../money.ts";
import { dayOf, type User } from "./books.ts";
import type {
  BankEvent,
  FaultKind,
  FaultRule,
  PaymentEntry,
  PlayedFault,
  StoredPayment,
} from "./events.ts";
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

const tooLittleMoney = () =>
  new Refusal(400, "Insufficient balance: the account does not hold enough money.");

/** @throws Refusal 400 when the sandbox was told to play an account that holds too little. */
export function refuseWhenTold({ faults }: Exchange): void {
  if (faults.get("too-little-money")) throw tooLittleMoney();
}

/** @throws Refusal 400 when the account can't pay all of it; bunq's wording isn't published. */
export function requireFunds(exchange: Exchange, user: User, totalCents: bigint): void {
  const { books, settings } = exchange;
  const spentToday = user.spent.day === dayOf(books.now()) ? user.spent.cents : 0n;
  refuseWhenTold(exchange);
  if (user.balanceCents < totalCents) throw tooLittleMoney();
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

/** Drawn for each payment as it is made. */
const madeWith = ["suspended", "hidden-from-list", "returned-later"] as const;

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
  const { chosen, counted } = faults.drawEach(madeWith, order.entries);
  const played: PlayedFault[] = [];
  const balances = new Map<number, bigint>();
  const payments: StoredPayment[] = [];
  const book = (owner: User, payment: Omit<StoredPayment, "id" | "balanceAfterCents">) => {
    const before = balances.get(owner.accountId) ?? owner.balanceCents;
    const balanceAfterCents = before + payment.amountCents;
    balances.set(owner.accountId, balanceAfterCents);
    const first = order.batchId === undefined ? 0 : 1;
    const id = books.nextId(first + payments.length);
    payments.push({ ...payment, id, balanceAfterCents });
    return id;
  };
  for (const [index, entry] of order.entries.entries()) {
    const drawn = chosen[index] ?? new Map<FaultKind, FaultRule>();
    const paymentId = book(user, {
      ...bothSidesOf(entry, books.now()),
      ...untilsOf(drawn, books.now()),
      accountId: user.accountId,
      amountCents: -entry.amountCents,
      counterpartyIban: entry.counterpartyIban,
      counterpartyName: entry.counterpartyName,
      batchId: order.batchId ?? null,
      draftId: order.draftId ?? null,
    });
    for (const kind of drawn.keys()) played.push({ kind, paymentId });
    const payee = books.userByIban(entry.counterpartyIban);
    if (!payee) continue;
    book(payee, {
      ...bothSidesOf(entry, books.now()),
      accountId: payee.accountId,
      amountCents: entry.amountCents,
      counterpartyIban: user.iban,
      counterpartyName: user.name,
    });
  }
  const made = payments.map((payment) => ({ type: "payment-made" as const, payment }));
  const drawn = [...counted, ...faults.report(played)];
  books.commit([...made, ...drawn, ...(order.alongside ?? [])], key);
  announce(payments);
  return payments.filter((payment) => payment.amountCents < 0n);
}

/** What the payer's and the payee's side of a payment have in common. */
function bothSidesOf(entry: PaymentEntry, createdAt: number) {
  const { description, merchantReference } = entry;
  return {
    ...plainPayment,
    createdAt,
    subType: "PAYMENT" as const,
    description,
    merchantReference,
  };
}

function untilsOf(drawn: ReadonlyMap<FaultKind, FaultRule>, now: number) {
  const until = (kind: (typeof madeWith)[number]) => {
    const rule = drawn.get(kind);
    return rule ? now + rule.delayMs : null;
  };
  return {
    suspendedUntil: until("suspended"),
    hiddenUntil: until("hidden-from-list"),
    returnAt: until("returned-later"),
    returnReason: drawn.get("returned-later")?.reason ?? null,
  };
}

/** Which entries a fault leaves out, each drawn by itself. `alongside` is to be committed with the others' payments. */
export function leaveOut(
  exchange: Exchange,
  kind: "batch-partly-made" | "draft-partly-rejected",
  entries: readonly PaymentEntry[],
): { readonly kept: PaymentEntry[]; readonly alongside: readonly BankEvent[] } {
  const { chosen, counted } = exchange.faults.drawEach([kind], entries);
  const kept = entries.filter((_entry, index) => !chosen[index]?.has(kind));
  if (kept.length === 0 && kind === "batch-partly-made") {
    // Nothing of a batch is no part of it: then the fault isn't played at all.
    const unplayed = counted.map((event) => ({ ...event, played: false }));
    return { kept: [...entries], alongside: unplayed };
  }
  const leftOut = chosen.filter((drawn) => drawn.has(kind)).map(() => ({ kind, paymentId: null }));
  return { kept, alongside: [...counted, ...exchange.faults.report(leftOut)] };
}
