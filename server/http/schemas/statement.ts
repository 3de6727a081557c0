// A shop's statement of a month.
import { z } from "zod";
import { address, centsText, id, signedCents, timestamp } from "./primitives.ts";

export const statementQuery = z.strictObject({
  month: z.string().regex(/^20[0-9]{2}-(?:0[1-9]|1[0-2])$/),
});

const line = z.object({
  kind: z.enum(["payment", "refund", "reversal", "return", "repaid"]),
  at: timestamp,
  /** The payment, the payout that came back, or the bank's reference of what the shop paid back. */
  reference: z.string(),
  till: address.nullable(),
  /** Above zero what the shop earned, below zero what it gave back. */
  amountCents: signedCents,
});

/** In each scheme: opening + earned − paid out = closing. */
export const statementAnswer = z.object({
  shopId: id,
  month: z.string(),
  from: timestamp,
  until: timestamp,
  schemes: z.array(
    z.object({
      schemeId: id,
      /** What the scheme is called. */
      name: z.string(),
      openingCents: signedCents,
      earnedCents: signedCents,
      paidOutCents: centsText,
      closingCents: signedCents,
      /** In each payout: carried in + lines − payout = carried out. */
      payouts: z.array(
        z.object({
          payoutId: id,
          amountCents: centsText,
          openedAt: timestamp,
          settledAt: timestamp.nullable(),
          returnedAt: timestamp.nullable(),
          /** The bank's own number of the payment. */
          bankReference: z.string().nullable(),
          carriedInCents: signedCents,
          carriedOutCents: signedCents,
          lines: z.array(line),
        }),
      ),
      /** Not yet in a payout at the end of the month. */
      unpaid: z.array(line),
    }),
  ),
});
