// Pays with a printed card: asks whether it can, tries a PIN blinded, signs the one payment. Code, PIN and key stay in this memory,
// go to no server and to no storage, and are gone with the call that had them.

import type { CardAttemptAnswer } from "../../shared/api-types.ts";
import { ApiError } from "../../shared/problem.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import {
  blindPin,
  type CardSecrets,
  cardLookUpId,
  signerOfCard,
} from "../../shared/protocol/card.ts";
import { type Authorisation, authorisationDigest } from "../../shared/protocol/typed-data.ts";
import { noteAsked, type PendingCharge } from "./charge.ts";
import { shopIdOf, type Till } from "./till.ts";

type Amounts = { amountCents: bigint; askedCents: bigint };

/**
 * How often the PIN can be tried, when the card can pay this amount here.
 * @throws {ApiError} what stands in the way, before anyone types a PIN
 */
export async function lookUpCard(
  till: Till,
  given: { code: string; amountCents: bigint },
): Promise<number> {
  const body = {
    lookUpId: cardLookUpId(given.code),
    shopId: shopIdOf(till),
    amountCents: given.amountCents,
  };
  const found = await till.api.post<{ attemptsLeft: number }>("/card-lookups", body);
  return found.attemptsLeft;
}

/**
 * Tries the PIN: the server counts it, and its answer makes the key that signs. Whether the PIN was right shows when it is sent.
 * @throws {ApiError}
 */
export async function signWithCard(
  till: Till,
  secrets: CardSecrets,
  { amountCents, askedCents }: Amounts,
): Promise<PendingCharge> {
  const deployment = await till.deployments.get();
  const shopId = shopIdOf(till);
  const blindedPin = blindPin(secrets);
  const attempt = await till.api.post<CardAttemptAnswer>(
    "/card-attempts",
    { lookUpId: cardLookUpId(secrets.code), shopId, amountCents, blinded: blindedPin.blinded },
    // Sent again it would be counted again.
    { retry: "once" },
  );
  const authorisation = authorisationOf(attempt, { shopId, amountCents });
  const signer = await signerOfCard(secrets, blindedPin, attempt.evaluated);
  const paymentId = authorisationDigest(deployment, authorisation);
  const signature = await signer.sign(paymentId);
  await noteAsked(till, paymentId, { amountCents, askedCents });
  return {
    paymentId,
    startedAt: till.deployments.now(),
    body: { attemptId: attempt.attemptId, signature, charge: { shopId, amountCents } },
  };
}

/** The card signs nothing but this shop and this amount, whatever the server answers. */
export function authorisationOf(
  attempt: Pick<CardAttemptAnswer, "authorisation">,
  { shopId, amountCents }: { shopId: Hex; amountCents: bigint },
): Authorisation {
  const { maximumAmountCents, ...rest } = attempt.authorisation;
  const authorisation = { ...rest, maximumAmountCents: BigInt(maximumAmountCents) };
  if (authorisation.shopId === shopId && authorisation.maximumAmountCents === amountCents) {
    return authorisation;
  }
  throw new ApiError({ code: "unexpected", status: 409 });
}
