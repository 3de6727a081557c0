// Finds cards and says why one can't pay. Reads only.
import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { PIN_ATTEMPTS } from "../../wallet-web/shared/protocol/card.ts";
import { AppError } from "../errors/app-error.ts";
import type { cardAnswer } from "../http/schemas/cards.ts";
import type { Database } from "../store/database.ts";
import { cardLimits, cardPins, cards } from "../store/schema/cards.ts";
import { shopAccounts, tills } from "../store/schema/projections.ts";

export type Reader = Pick<Database, "select">;
export type CardAnswer = z.input<typeof cardAnswer>;
type CardRow = typeof cards.$inferSelect;
type PinRow = typeof cardPins.$inferSelect;
type Limits = { perPaymentCents: bigint; perDayCents: bigint };

/** A card that may be tried, with the server's half of its PIN. */
export type UsableCard = { card: CardRow; pin: PinRow; limits: Limits };

const DAY_SECONDS = 86_400;

/**
 * The card with this look-up id, when it can pay this amount as far as the index knows; the contract has the last word.
 * @throws {AppError} `card-unknown`, `card-blocked`, `card-pin-blocked`, `cards-not-allowed`, `card-payment-limit`, `card-day-limit`
 */
export async function usableCard(
  database: Reader,
  given: { lookUpId: Hex; amountCents: bigint; now: number },
): Promise<UsableCard> {
  const [row] = await database
    .select({ card: cards, pin: cardPins, limits: cardLimits })
    .from(cardPins)
    .innerJoin(cards, eq(cards.card, cardPins.card))
    .leftJoin(cardLimits, eq(cardLimits.schemeId, cards.schemeId))
    .where(and(eq(cardPins.lookUpId, given.lookUpId), isNull(cards.removedAt)));
  if (!row) throw new AppError("card-unknown");
  const { card, pin, limits } = row;
  if (card.blocked) throw new AppError("card-blocked");
  if (pin.attempts >= PIN_ATTEMPTS) throw new AppError("card-pin-blocked");
  if (!limits || limits.perPaymentCents === 0n) throw new AppError("cards-not-allowed");
  demandWithin(given.amountCents, limits, spentToday(card, given.now));
  return { card, pin, limits };
}

function demandWithin(amountCents: bigint, limits: Limits, spentCents: bigint): void {
  const requestedCents = String(amountCents);
  if (amountCents > limits.perPaymentCents) {
    const limitCents = String(limits.perPaymentCents);
    throw new AppError("card-payment-limit", { requestedCents, limitCents });
  }
  const left = limits.perDayCents > spentCents ? limits.perDayCents - spentCents : 0n;
  if (amountCents > left) {
    throw new AppError("card-day-limit", {
      requestedCents,
      leftCents: String(left),
      limitCents: String(limits.perDayCents),
    });
  }
}

/** What a card's account paid by card on the present day (UTC). */
export function spentToday(card: Pick<CardRow, "day" | "spentOnDayCents">, now: number): bigint {
  return card.day === Math.floor(now / DAY_SECONDS) ? card.spentOnDayCents : 0n;
}

/**
 * The till of a shop that one of these keys is, when the scheme has the shop.
 * @throws {AppError} `till-unknown`, `shop-not-admitted`
 */
export async function demandTill(
  database: Reader,
  given: { addresses: readonly Hex[]; shopId: Hex; schemeId: Hex },
): Promise<Hex> {
  const { shopId, schemeId } = given;
  const [till] = await database
    .select({ till: tills.till })
    .from(tills)
    .where(
      and(
        inArray(tills.till, [...given.addresses]),
        eq(tills.shopId, shopId),
        isNull(tills.removedAt),
      ),
    );
  if (!till) throw new AppError("till-unknown", { shopId });
  const [account] = await database
    .select({ state: shopAccounts.state })
    .from(shopAccounts)
    .where(and(eq(shopAccounts.schemeId, schemeId), eq(shopAccounts.shopId, shopId)));
  if (account?.state !== "admitted") {
    throw new AppError("shop-not-admitted", {
      schemeId,
      shopId,
      state: account?.state ?? "waiting",
    });
  }
  return till.till;
}

/** The cards of these accounts that were not removed, as desk and family see them, and every card's address. */
export async function showCards(
  database: Reader,
  beneficiaryIds: readonly Hex[],
  now: number,
): Promise<{ current: Map<Hex, CardAnswer>; addresses: Set<Hex> }> {
  if (beneficiaryIds.length === 0) return { current: new Map(), addresses: new Set() };
  const rows = await database
    .select({ card: cards, attempts: cardPins.attempts, limits: cardLimits })
    .from(cards)
    .leftJoin(cardPins, eq(cardPins.card, cards.card))
    .leftJoin(cardLimits, eq(cardLimits.schemeId, cards.schemeId))
    .where(inArray(cards.beneficiaryId, [...beneficiaryIds]))
    .orderBy(desc(cards.linkedAt));
  const living = rows.filter(({ card }) => card.removedAt === null);
  return {
    current: new Map(
      living.map(({ card, attempts, limits }) => [
        card.beneficiaryId,
        {
          card: card.card,
          state: stateOf(card, attempts),
          linkedAt: card.linkedAt,
          reason: card.reason,
          wrongPins: attempts ?? 0,
          paymentLimitCents: String(limits?.perPaymentCents ?? 0n),
          dayLimitCents: String(limits?.perDayCents ?? 0n),
          spentTodayCents: String(spentToday(card, now)),
        },
      ]),
    ),
    addresses: new Set(rows.map(({ card }) => card.card)),
  };
}

/** Without the server's half, as after a loss of the database, a card can't pay and is to be replaced. */
function stateOf(card: CardRow, attempts: number | null): CardAnswer["state"] {
  if (attempts === null) return "unusable";
  if (card.blocked) return "blocked";
  return attempts >= PIN_ATTEMPTS ? "pin-blocked" : "active";
}
