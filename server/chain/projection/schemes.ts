// Schemes: opened, funded, withdrawn from, paused, closed.
import type { Handlers } from "./apply.ts";
import type { Books } from "./books.ts";

type SchemeEvent =
  | "SchemeOpened"
  | "SchemeFunded"
  | "SchemeWithdrawn"
  | "SchemePaused"
  | "SchemeResumed"
  | "SchemeClosed";

export const schemeHandlers: Handlers<SchemeEvent> = {
  SchemeOpened(books, { args, timestamp }) {
    books.schemes.put({
      schemeId: args.schemeId,
      sponsor: args.sponsor,
      startsAt: args.terms.startsAt,
      endsAt: args.terms.endsAt,
      graceSeconds: args.terms.grace,
      ibanDelaySeconds: args.terms.ibanDelay,
      amountPerBeneficiaryCents: args.terms.amountPerBeneficiary,
      shopDebtLimitCents: args.terms.shopDebtLimit,
      paused: false,
      closed: false,
      fundedCents: 0n,
      unallocatedCents: 0n,
      outstandingCents: 0n,
      owedCents: 0n,
      inPayoutCents: 0n,
      paidOutCents: 0n,
      withdrawnCents: 0n,
      openedAt: timestamp,
    });
  },
  SchemeFunded(books, { args, timestamp }) {
    moveMoney(books, args.schemeId, { fundedCents: args.amount, unallocatedCents: args.amount });
    books.schemeMovements.put({
      schemeId: args.schemeId,
      bankReference: args.bankReference,
      kind: "funded",
      amountCents: args.amount,
      shopId: null,
      at: timestamp,
    });
  },
  SchemeWithdrawn(books, { args, timestamp }) {
    moveMoney(books, args.schemeId, {
      unallocatedCents: -args.amount,
      withdrawnCents: args.amount,
    });
    books.schemeMovements.put({
      schemeId: args.schemeId,
      bankReference: args.bankReference,
      kind: "withdrawn",
      amountCents: args.amount,
      shopId: null,
      at: timestamp,
    });
  },
  SchemePaused(books, { args }) {
    books.schemes.change(books.schemes.get(args.schemeId), { paused: true });
  },
  SchemeResumed(books, { args }) {
    books.schemes.change(books.schemes.get(args.schemeId), { paused: false });
  },
  SchemeClosed(books, { args }) {
    books.schemes.change(books.schemes.get(args.schemeId), { closed: true });
  },
};

type Pot =
  | "fundedCents"
  | "unallocatedCents"
  | "outstandingCents"
  | "owedCents"
  | "inPayoutCents"
  | "paidOutCents"
  | "withdrawnCents";

/** Adds to the scheme's pots, in cents; what leaves one has to arrive in another, or be new. */
export function moveMoney(
  books: Books,
  schemeId: string,
  changes: Partial<Record<Pot, bigint>>,
): void {
  const scheme = books.schemes.get(schemeId);
  const changed = { ...scheme };
  for (const [pot, change] of Object.entries(changes)) changed[pot as Pot] += change;
  books.schemes.put(changed);
}
