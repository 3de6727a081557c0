// Payments that come back: books the return once its time has come, also after a restart.

import type { Clock } from "../../clock.ts";
import type { Books } from "./books.ts";
import type { StoredPayment } from "./events.ts";
import { incomingPayment } from "./transfers.ts";

/** Books every return that is due and gives the movements made. */
export function settleReturns(books: Books): StoredPayment[] {
  return books.payments.dueReturns(books.now()).map((payment) => {
    const back = incomingPayment({
      id: books.nextId(),
      accountId: payment.accountId,
      createdAt: books.now(),
      amountCents: -payment.amountCents,
      balanceCents: books.userByAccount(payment.accountId)?.balanceCents ?? 0n,
      description: `Return ${payment.returnReason}: ${payment.description}`.slice(0, 140),
      merchantReference: payment.merchantReference,
      counterpartyIban: payment.counterpartyIban,
      counterpartyName: payment.counterpartyName,
      subType: "REVERSAL",
      returnOf: payment.id,
    });
    books.commit([{ type: "payment-made", payment: back }]);
    return back;
  });
}

/**
 * Returns come by themselves, without anyone asking. What is given back is to be called whenever payments were made.
 *
 * @param options.ended stops all waiting.
 */
export function createReturnWatch(options: {
  readonly books: Books;
  readonly clock: Clock;
  readonly ended: AbortSignal;
  readonly announce: (payments: readonly StoredPayment[]) => void;
}): () => void {
  const { books, clock, ended } = options;
  let waitingUntil = Number.POSITIVE_INFINITY;
  const watch = () => {
    const next = books.payments.nextReturnAt();
    if (next === null || next >= waitingUntil) return;
    waitingUntil = next;
    void clock.wait(Math.max(0, next - clock.now()), ended).then(() => {
      if (ended.aborted) return;
      if (waitingUntil === next) waitingUntil = Number.POSITIVE_INFINITY;
      options.announce(settleReturns(books));
      watch();
    });
  };
  return watch;
}
