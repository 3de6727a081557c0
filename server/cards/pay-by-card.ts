// Pays by card: co-signs what a card signed in an open attempt, and only that, and relays it. The right PIN gives attempts back.
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { cardAddress, PIN_ATTEMPTS } from "../../wallet-web/shared/protocol/card.ts";
import type { P256Signature } from "../../wallet-web/shared/protocol/signer.ts";
import {
  authorisationDigest,
  type Deployment,
} from "../../wallet-web/shared/protocol/typed-data.ts";
import type { CoSignature, Relay } from "../chain/relay.ts";
import { AppError } from "../errors/app-error.ts";
import { findPayment, type PaymentRow } from "../payments/find.ts";
import type { TellRefusal } from "../payments/refusals.ts";
import type { Database } from "../store/database.ts";
import { cardAttempts, cardCharges, cardPins } from "../store/schema/cards.ts";
import type { Session } from "../validator/sessions.ts";
import { signerOf } from "../validator/signatures.ts";
import { type AttemptRow, authorisationOf, findAttempt } from "./attempts.ts";

/** @throws {AppError} `not-found`, `signature-invalid`, `card-pin-wrong`, `card-attempt-ended`, and what the contracts refuse. */
export type PayByCard = (
  session: Pick<Session, "addresses">,
  given: { attemptId: Hex; signature: P256Signature },
) => Promise<{ payment: PaymentRow; repeated: boolean }>;

type Parts = {
  database: Database;
  relay: Relay;
  deployment: Deployment;
  coSign: (paymentId: Hex) => CoSignature;
  tellRefusal: TellRefusal;
  now: () => number;
};

export function createPayByCard(parts: Parts): PayByCard {
  const { database, relay } = parts;
  return async (session, { attemptId, signature }) => {
    const first = await findFirst(database, session, attemptId);
    if (first) return { payment: first, repeated: true };
    const { attempt, card } = await findAttempt(database, session, attemptId);
    const authorisation = authorisationOf(attempt, card.beneficiaryId);
    const paymentId = authorisationDigest(parts.deployment, authorisation);

    // 1. The PIN was right: the signature is the card's, over just this payment.
    const signer = signerOf(paymentId, signature);
    if (signer === null) throw new AppError("signature-invalid");
    if (cardAddress(signer) !== attempt.card) throw await wrongPin(database, attempt);
    const isUnderWay = attempt.signedAt !== null;
    if (!isUnderWay && parts.now() >= attempt.expiresAt) throw new AppError("card-attempt-ended");
    await giveBack(parts, attempt);

    // 2. The server's own signature never leaves it but to the chain.
    const coSignature = parts.coSign(paymentId);
    let isNew = false;
    const command = { kind: "card" as const, authorisation, signature, coSignature };
    const outcome = await relay.submit(command, async (tx) => {
      await tx.insert(cardCharges).values({ paymentId, attemptId, till: attempt.till });
      isNew = true;
    });
    if (outcome.state === "refused") {
      const { beneficiaryId, device, shopId, maximumAmountCents: amountCents } = authorisation;
      const error = new AppError(outcome.code, outcome.params);
      const about = { paymentId, beneficiaryId, device, shopId, amountCents };
      throw await parts.tellRefusal({ ...about, refusalId: paymentId, error });
    }
    const payment = await findPayment(database, paymentId);
    if (!payment) throw new Error("an executed payment is not in the index");
    return { payment, repeated: !isNew };
  };
}

/** What an attempt of one of these tills paid, however long ago: the attempt itself may be gone. */
async function findFirst(
  database: Database,
  { addresses }: Pick<Session, "addresses">,
  attemptId: Hex,
): Promise<PaymentRow | null> {
  const [charge] = await database
    .select({ paymentId: cardCharges.paymentId })
    .from(cardCharges)
    .where(and(eq(cardCharges.attemptId, attemptId), inArray(cardCharges.till, [...addresses])));
  return charge ? findPayment(database, charge.paymentId) : null;
}

async function wrongPin(database: Database, { card }: AttemptRow): Promise<AppError> {
  const [pin] = await database
    .select({ attempts: cardPins.attempts })
    .from(cardPins)
    .where(eq(cardPins.card, card));
  const left = PIN_ATTEMPTS - (pin?.attempts ?? PIN_ATTEMPTS);
  if (left <= 0) return new AppError("card-pin-blocked");
  return new AppError("card-pin-wrong", { attemptsLeft: String(left) });
}

/**
 * Once for each attempt, and only what was counted up to it: a signature sent again gives nothing back, and later guesses
 * still count.
 */
async function giveBack({ database, now }: Parts, attempt: AttemptRow): Promise<void> {
  await database.transaction(async (tx) => {
    const signed = await tx
      .update(cardAttempts)
      .set({ signedAt: now() })
      .where(and(eq(cardAttempts.attemptId, attempt.attemptId), isNull(cardAttempts.signedAt)))
      .returning();
    if (signed.length === 0) return;
    const after = sql`${cardPins.nextNonce} - 1 - ${attempt.nonce}::integer`;
    await tx
      .update(cardPins)
      .set({ attempts: sql`least(${cardPins.attempts}, ${after})` })
      .where(eq(cardPins.card, attempt.card));
  });
}
