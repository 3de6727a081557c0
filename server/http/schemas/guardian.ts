// What the guardian's page asks and gets: what stands still, which payments can be reversed, and the stop of a scheme.
import { z } from "zod";
import {
  beneficiaryState,
  centsText,
  hash,
  id,
  signature,
  signedCents,
  signedRequest,
  timestamp,
} from "./primitives.ts";
import { reasonName, who } from "./timeline.ts";

export const stopListAnswer = z.object({
  stops: z.array(
    z.object({
      kind: z.enum(["beneficiary", "shop"]),
      id,
      /** Of a shop. */
      shopName: z.string().nullable(),
      /** Of a beneficiary: the letter that its household got, and its place in it, from 1. */
      letterNumber: z.int().nullable(),
      child: z.int().nullable(),
      /** Of a shop. What is left on a budget is seen after a reason, of one family. */
      owedCents: signedCents.nullable(),
      at: timestamp,
      reason: reasonName,
      who,
    }),
  ),
  total: z.int(),
});

/** Why a payment can be reversed or not; in the order in which it is asked. */
export const reversalVerdict = z.enum([
  "possible",
  "corrected",
  "closed",
  "over",
  "paused",
  "paid-out",
]);

export const reversalListAnswer = z.object({
  payments: z.array(
    z.object({
      paymentId: hash,
      beneficiaryId: id,
      shopId: id,
      shopName: z.string(),
      amountCents: centsText,
      /** What no refund or reversal took back yet; a reversal is for all of it. */
      remainingCents: centsText,
      paidAt: timestamp,
      beneficiaryState,
      /** What the shop has still to get. */
      owedCents: signedCents,
      verdict: reversalVerdict,
    }),
  ),
});

/** Stops a scheme or lets it go on: the signed command, and its reason signed by the same device. */
export const schemeStopBody = z.strictObject({
  decision: z.enum(["pause-scheme", "resume-scheme"]),
  reason: z.string().trim().max(200),
  at: timestamp,
  /** Over the EIP-712 digest of a `TreasuryDecision` whose subject is the scheme and whose content is the request's digest. */
  signature,
  request: signedRequest,
});
