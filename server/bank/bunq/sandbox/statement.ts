// The sandbox's books as a statement: for comparing with our own, and for the page.

import type { Books, User } from "./books.ts";
import type { StoredPayment } from "./events.ts";
import { firstIndex } from "./payment-index.ts";

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
  /** The batch it was made in: which one of how many, counted from 1. */
  readonly batch: { readonly id: number; readonly place: number; readonly size: number } | null;
  /** The draft that a person accepted. */
  readonly draftId: number | null;
}

export interface StatementAccount {
  readonly id: number;
  readonly name: string;
  readonly iban: string;
  readonly currency: "EUR";
  readonly openingCents: string;
  readonly balanceCents: string;
  readonly movementCount: number;
  /** Oldest first; all, or the newest when fewer were asked for. */
  readonly movements: readonly StatementMovement[];
}

/**
 * All accounts with all movements; opening plus movements is the balance.
 *
 * @param newest only so many of each account.
 */
export function statementOf(
  books: Books,
  newest = Number.POSITIVE_INFINITY,
): { readonly accounts: readonly StatementAccount[] } {
  return { accounts: [...books.users.values()].map((user) => accountOf(books, user, newest)) };
}

function accountOf(books: Books, user: User, newest: number): StatementAccount {
  return {
    id: user.accountId,
    name: user.name,
    iban: user.iban,
    currency: "EUR",
    openingCents: user.openingCents.toString(),
    balanceCents: user.balanceCents.toString(),
    movementCount: user.payments.length,
    movements: user.payments.slice(-newest).map((payment) => movementOf(books, payment)),
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
    batch: batchOf(books, payment),
    draftId: payment.draftId,
  };
}

function batchOf(books: Books, payment: StoredPayment): StatementMovement["batch"] {
  if (payment.batchId === null) return null;
  const all = books.payments.ofBatch(payment.batchId);
  const place = firstIndex(all, ({ id }) => id >= payment.id) + 1;
  return { id: payment.batchId, place, size: all.length };
}
