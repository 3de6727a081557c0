// Printed cards: linked, blocked, removed, and what they paid on their last day.
import type { ReasonName } from "../../../wallet-web/shared/protocol/commands.ts";
import type { Handlers } from "./apply.ts";
import type { Books } from "./books.ts";

type CardEvent =
  | "CardLimitsSet"
  | "CardLinked"
  | "CardBlocked"
  | "CardUnblocked"
  | "CardRemoved"
  | "CardSpent"
  | "CoSignerOffered"
  | "CoSignerSet";

export const cardHandlers: Handlers<CardEvent> = {
  CardLimitsSet(books, { args }) {
    books.cardLimits.put({
      schemeId: args.schemeId,
      perPaymentCents: args.perPayment,
      perDayCents: args.perDay,
    });
  },
  CardLinked(books, { args: { beneficiaryId, card, by }, timestamp }) {
    const { schemeId } = books.beneficiaries.get(beneficiaryId);
    // What was paid today counts for the account, whatever card it has.
    const { day, spentOnDayCents } = lastDayOf(books, beneficiaryId);
    endCards(books, beneficiaryId, timestamp);
    books.cards.put({
      ...{ card, schemeId, beneficiaryId, linkedBy: by, linkedAt: timestamp },
      ...{ blocked: false, reason: null, removedAt: null, day, spentOnDayCents },
    });
  },
  CardBlocked(books, { args }) {
    setBlocked(books, args, true);
  },
  CardUnblocked(books, { args }) {
    setBlocked(books, args, false);
  },
  CardRemoved(books, { args: { card, reason }, timestamp }) {
    const row = books.cards.get(card);
    books.cards.change(row, { reason, removedAt: row.removedAt ?? timestamp });
  },
  CardSpent(books, { args: { card, day, spentOnDay } }) {
    books.cards.change(books.cards.get(card), { day, spentOnDayCents: spentOnDay });
  },
  // Whose co-signature counts is asked of the contract, which refuses any other.
  CoSignerOffered: () => {},
  CoSignerSet: () => {},
};

/** The cards of an account that could pay can't any more. */
export function endCards(books: Books, beneficiaryId: string, at: number): void {
  for (const card of [...books.cards.all()]) {
    if (card.beneficiaryId === beneficiaryId && card.removedAt === null) {
      books.cards.change(card, { removedAt: at });
    }
  }
}

/** A device that was removed may be a card. */
export function endCard(books: Books, device: string, at: number): void {
  const card = books.cards.find(device);
  if (card) books.cards.change(card, { removedAt: card.removedAt ?? at });
}

function setBlocked(
  books: Books,
  { card, reason }: { card: string; reason: ReasonName },
  blocked: boolean,
): void {
  books.cards.change(books.cards.get(card), { blocked, reason });
}

function lastDayOf(books: Books, beneficiaryId: string): { day: number; spentOnDayCents: bigint } {
  const own = [...books.cards.all()].filter((card) => card.beneficiaryId === beneficiaryId);
  const none = { day: 0, spentOnDayCents: 0n };
  return own.reduce((last: typeof none, card) => {
    if (card.day !== last.day) return card.day > last.day ? card : last;
    return card.spentOnDayCents > last.spentOnDayCents ? card : last;
  }, none);
}
