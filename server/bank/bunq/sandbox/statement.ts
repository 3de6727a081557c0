// The sandbox's books as a statement: for comparing with our own, and for the page.

import type { Books, User } from "./books.ts";
import type { StoredPayment } from "./events.ts";

export interface StatementMovement {
  readonly id: number;
  readonly createdAt: string;
  /** Strings of cents; negative leaves the account. */
  readonly amountCents: string;
  readonly balanceAfterCents: string;
  readonly counterpartyIban: string | null;
  readonly counterpartyName: string | null;
  readonly merchantReference: string | null;
  readonly description: string;
  readonly status: "booked" | "pending" | "returned";
  readonly returnOf: number | null;
}

export interface StatementAccount {
  readonly id: number;
  readonly name: string;
  readonly iban: string;
  readonly currency: "EUR";
  readonly openingCents: string;
  readonly balanceCents: string;
  /** Oldest first. */
  readonly movements: readonly StatementMovement[];
}

/** All accounts with all movements; opening plus movements is the balance. */
export function statementOf(books: Books): { readonly accounts: readonly StatementAccount[] } {
  return { accounts: [...books.users.values()].map((user) => accountOf(books, user)) };
}

function accountOf(books: Books, user: User): StatementAccount {
  return {
    id: user.accountId,
    name: user.name,
    iban: user.iban,
    currency: "EUR",
    openingCents: user.openingCents.toString(),
    balanceCents: user.balanceCents.toString(),
    movements: user.payments.map((payment) => movementOf(books, payment)),
  };
}

function movementOf(books: Books, payment: StoredPayment): StatementMovement {
  const isPending = payment.suspendedUntil !== null && books.now() < payment.suspendedUntil;
  const isReturned = books.payments.isReturned(payment.id);
  return {
    id: payment.id,
    createdAt: new Date(payment.createdAt).toISOString(),
    amountCents: payment.amountCents.toString(),
    balanceAfterCents: payment.balanceAfterCents.toString(),
    counterpartyIban: payment.counterpartyIban,
    counterpartyName: payment.counterpartyName,
    merchantReference: payment.merchantReference,
    description: payment.description,
    status: isReturned ? "returned" : isPending ? "pending" : "booked",
    returnOf: payment.returnOf,
  };
}
