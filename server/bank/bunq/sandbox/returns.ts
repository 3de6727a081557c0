// Payments that come back: books the return once its time has come, also after a restart.

import type { Books } from "./books.ts";
import type { StoredPayment } from "./events.ts";
import { incomingPayment } from "./transfers.ts";

/** Books every return that is due and gives the movements made. */
export function settleReturns(books: Books): StoredPayment[] {
  const due = [...books.awaitingReturn.values()].filter(
    ({ returnAt }) => returnAt !== null && books.now() >= returnAt,
  );
  return due.map((payment) => {
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
