// What desk and till ask and get about printed cards. No code and no PIN is ever in it.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  address,
  authorisation,
  cents,
  centsText,
  id,
  reasonName,
  signature,
  signedRequest,
  timestamp,
} from "./primitives.ts";

/** A point of P-256, compressed. */
const point = z
  .string()
  .regex(/^0x0[23][0-9a-f]{64}$/)
  .transform((text) => text as Hex);

export const cardAnswer = z.object({
  /** The address that the ledger knows it by, for `removeDevice`. */
  card: address,
  /** `pin-blocked`: after three wrong PINs. `unusable`: the server lost its half of the PIN; the card is to be replaced. */
  state: z.enum(["active", "blocked", "pin-blocked", "unusable"]),
  linkedAt: timestamp,
  /** Why it was blocked or unblocked, the last time. */
  reason: reasonName.nullable(),
  /** Since a PIN was right; tries that were not finished count. */
  wrongPins: z.int(),
  paymentLimitCents: centsText,
  /** A day begins at midnight UTC. */
  dayLimitCents: centsText,
  spentTodayCents: centsText,
});

export const cardPreparationBody = z.strictObject({
  beneficiaryId: id,
  /** `cardLookUpId` of the code that the desk drew. */
  lookUpId: id,
  /** `blindPin` of code and PIN. */
  blinded: point,
});
export const cardPreparationAnswer = z.object({ evaluated: point });

/** A signed `linkCard` for the key that `signerOfCard` made. */
export const cardBody = z.strictObject({ lookUpId: id, request: signedRequest });

/** A signed `unblockCard`. */
export const cardUnblockBody = z.strictObject({ request: signedRequest });

export const cardLookUpBody = z.strictObject({ lookUpId: id, shopId: id, amountCents: cents });
export const cardLookUpAnswer = z.object({ attemptsLeft: z.int() });

export const cardAttemptBody = cardLookUpBody.extend({ blinded: point });
export const cardAttemptAnswer = z.object({
  attemptId: id,
  evaluated: point,
  /** What the card is to sign, as it stands. */
  authorisation: authorisation.extend({ maximumAmountCents: centsText }),
  /** First second in which it is too late. */
  expiresAt: timestamp,
  /** After this one, if the PIN is wrong. */
  attemptsLeft: z.int(),
});

export const cardPaymentBody = z.strictObject({ attemptId: id, signature });
