// Mandates, payouts, and what shops paid back.
import type { Handlers } from "./apply.ts";
import type { Books } from "./books.ts";
import { moveMoney } from "./schemes.ts";

type PayoutEvent =
  | "MandateSet"
  | "PayoutOpened"
  | "PayoutSettled"
  | "PayoutReturned"
  | "ShopRepaid";

export const payoutHandlers: Handlers<PayoutEvent> = {
  MandateSet(books, { args, timestamp }) {
    books.mandates.put({
      schemeId: args.schemeId,
      operator: args.operator,
      perPayoutCents: args.perPayout,
      perDayCents: args.perDay,
      validUntil: args.validUntil,
      setAt: timestamp,
    });
  },
  PayoutOpened(books, { args, timestamp }) {
    books.payouts.put({
      payoutId: args.payoutId,
      schemeId: args.schemeId,
      shopId: args.shopId,
      amountCents: args.amount,
      ibanCommitment: args.ibanCommitment,
      openedBy: args.by,
      state: "opened",
      openedAt: timestamp,
      settledAt: null,
      returnedAt: null,
      bankReference: null,
      bankReason: null,
    });
    move(books, args, { owedCents: -args.amount, inPayoutCents: args.amount });
  },
  PayoutSettled(books, { args, timestamp }) {
    const payout = books.payouts.get(args.payoutId);
    books.payouts.change(payout, {
      state: "settled",
      settledAt: timestamp,
      bankReference: args.bankReference,
    });
    const amount = payout.amountCents;
    move(books, payout, { inPayoutCents: -amount, paidOutCents: amount });
  },
  PayoutReturned(books, { args, timestamp }) {
    const payout = books.payouts.get(args.payoutId);
    books.payouts.change(payout, {
      state: "returned",
      returnedAt: timestamp,
      bankReason: args.bankReason,
    });
    const amount = payout.amountCents;
    move(
      books,
      payout,
      args.afterSettlement
        ? { owedCents: amount, paidOutCents: -amount }
        : { owedCents: amount, inPayoutCents: -amount },
    );
  },
  ShopRepaid(books, { args, timestamp }) {
    move(books, args, { owedCents: args.amount, paidOutCents: -args.amount });
    books.schemeMovements.put({
      schemeId: args.schemeId,
      bankReference: args.bankReference,
      kind: "repaid",
      amountCents: args.amount,
      shopId: args.shopId,
      at: timestamp,
    });
  },
};

type Pots = { owedCents?: bigint; inPayoutCents?: bigint; paidOutCents?: bigint };

/** Moves between a shop's pots, and the scheme's alike. */
function move(books: Books, of: { schemeId: string; shopId: string }, pots: Pots): void {
  const account = books.shopAccounts.get(of.schemeId, of.shopId);
  books.shopAccounts.change(account, {
    owedCents: account.owedCents + (pots.owedCents ?? 0n),
    inPayoutCents: account.inPayoutCents + (pots.inPayoutCents ?? 0n),
    paidOutCents: account.paidOutCents + (pots.paidOutCents ?? 0n),
  });
  moveMoney(books, of.schemeId, pots);
}
