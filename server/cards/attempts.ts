// Lets a till try a PIN: one blinded guess is answered for each counted attempt, and no attempt is given back but by the right PIN.
import { and, eq, inArray, lt, notExists, sql } from "drizzle-orm";
import type { z } from "zod";
import { type Hex, type RandomBytes, randomId } from "../../wallet-web/shared/protocol/bytes.ts";
import { PIN_ATTEMPTS } from "../../wallet-web/shared/protocol/card.ts";
import type { Authorisation } from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError } from "../errors/app-error.ts";
import type { cardAttemptAnswer } from "../http/schemas/cards.ts";
import type { Database, Transaction } from "../store/database.ts";
import { cardAttempts, cardCharges, cardPins, cards } from "../store/schema/cards.ts";
import { commands } from "../store/schema/chain.ts";
import type { Session } from "../validator/sessions.ts";
import type { Vault } from "../validator/vault.ts";
import { demandTill, type Reader, usableCard } from "./find.ts";
import { evaluatePin, pinKeyPlace } from "./pin-key.ts";

export type Asked = { lookUpId: Hex; shopId: Hex; amountCents: bigint };
export type AttemptRow = typeof cardAttempts.$inferSelect;

export type CardTries = {
  /** Whether a PIN is worth asking: nothing is counted. @throws {AppError} as `usableCard` and `demandTill` do */
  lookUp(session: Pick<Session, "addresses">, asked: Asked): Promise<{ attemptsLeft: number }>;
  /** Counts an attempt and answers its guess. @throws {AppError} as `lookUp` */
  start(
    session: Pick<Session, "addresses">,
    asked: Asked & { blinded: Hex },
  ): Promise<z.input<typeof cardAttemptAnswer>>;
};

/** As long as a payment takes at a till, with somebody who looks for the digits. */
const ATTEMPT_SECONDS = 180;
/** The chain's newest block may be older than the attempt. */
const EARLIER_SECONDS = 300;
const KEPT_SECONDS = 86_400;

export function createCardTries(parts: {
  database: Database;
  vault: Vault;
  random: RandomBytes;
  now: () => number;
}): CardTries {
  const { database, now } = parts;
  const find = async (session: Pick<Session, "addresses">, asked: Asked) => {
    const found = await usableCard(database, { ...asked, now: now() });
    const { schemeId } = found.card;
    const till = await demandTill(database, { ...session, ...asked, schemeId });
    return { ...found, till };
  };
  return {
    async lookUp(session, asked) {
      const { pin } = await find(session, asked);
      return { attemptsLeft: PIN_ATTEMPTS - pin.attempts };
    },

    async start(session, { blinded, ...asked }) {
      const { card, pin, till } = await find(session, asked);
      const pinKey = parts.vault.openBytes(pinKeyPlace(pin.lookUpId), pin.pinKey);
      // Before it is counted: what is no guess costs none.
      const evaluated = evaluatePin(pinKey, blinded);
      const startedAt = now();
      const attempt = await database.transaction(async (tx) => {
        const counted = await countAttempt(tx, pin.lookUpId);
        await forgetAttempts(tx, startedAt - KEPT_SECONDS);
        const row: AttemptRow = {
          ...{ attemptId: randomId(parts.random), card: card.card, shopId: asked.shopId, till },
          ...{ amountCents: asked.amountCents, nonce: counted.nonce, startedAt, signedAt: null },
          expiresAt: startedAt + ATTEMPT_SECONDS,
        };
        await tx.insert(cardAttempts).values(row);
        return { row, attemptsLeft: counted.attemptsLeft };
      });
      const authorisation = authorisationOf(attempt.row, card.beneficiaryId);
      return {
        attemptId: attempt.row.attemptId,
        evaluated,
        authorisation: {
          ...authorisation,
          maximumAmountCents: String(authorisation.maximumAmountCents),
        },
        expiresAt: attempt.row.expiresAt,
        attemptsLeft: attempt.attemptsLeft,
      };
    },
  };
}

/** Those from before, but not one whose payment is still under way: its till asks until it knows. */
async function forgetAttempts(tx: Transaction, before: number): Promise<void> {
  const underWay = tx
    .select({ id: commands.id })
    .from(cardCharges)
    .innerJoin(commands, eq(commands.id, cardCharges.paymentId))
    .where(
      and(
        eq(cardCharges.attemptId, cardAttempts.attemptId),
        inArray(commands.state, ["queued", "sent"]),
      ),
    );
  await tx.delete(cardAttempts).where(and(lt(cardAttempts.startedAt, before), notExists(underWay)));
}

/** In one statement, so that of many at once only as many get through as there are attempts. */
async function countAttempt(
  tx: Pick<Database, "update">,
  lookUpId: Hex,
): Promise<{ nonce: number; attemptsLeft: number }> {
  const [counted] = await tx
    .update(cardPins)
    .set({
      attempts: sql`${cardPins.attempts} + 1`,
      nextNonce: sql`${cardPins.nextNonce} + 1`,
    })
    .where(and(eq(cardPins.lookUpId, lookUpId), lt(cardPins.attempts, PIN_ATTEMPTS)))
    .returning();
  if (!counted) throw new AppError("card-pin-blocked");
  return { nonce: counted.nextNonce - 1, attemptsLeft: PIN_ATTEMPTS - counted.attempts };
}

/** What the card signs in an attempt: this and nothing else gets the server's co-signature. */
export function authorisationOf(attempt: AttemptRow, beneficiaryId: Hex): Authorisation {
  return {
    beneficiaryId,
    shopId: attempt.shopId,
    maximumAmountCents: attempt.amountCents,
    validAfter: attempt.startedAt - EARLIER_SECONDS,
    validBefore: attempt.expiresAt,
    nonce: attempt.nonce,
    device: attempt.card,
  };
}

/** An attempt of one of these tills, with its card. @throws {AppError} `not-found` */
export async function findAttempt(
  database: Reader,
  session: Pick<Session, "addresses">,
  attemptId: Hex,
): Promise<{ attempt: AttemptRow; card: typeof cards.$inferSelect }> {
  const [found] = await database
    .select({ attempt: cardAttempts, card: cards })
    .from(cardAttempts)
    .innerJoin(cards, eq(cards.card, cardAttempts.card))
    .where(eq(cardAttempts.attemptId, attemptId));
  if (!found || !session.addresses.includes(found.attempt.till)) throw new AppError("not-found");
  return found;
}
