// Schemas of accepting payments without a connection: the sponsor's terms, and what was refused afterwards.
import { z } from "zod";
import { CARRIERS } from "../../../wallet-web/shared/protocol/offline-terms.ts";
import { address, cents, centsText, hash, id, signature, timestamp } from "./primitives.ts";

const carrier = z.enum(CARRIERS);

/** Signed over `offlineTermsDigest`. A payment of more than a day's limit could never be accepted. */
export const offlineTermsBody = z
  .strictObject({ carrier, perPaymentCents: cents, perDayCents: cents, at: timestamp, signature })
  .refine(({ perPaymentCents, perDayCents }) => perPaymentCents <= perDayCents, {
    path: ["perDayCents"],
  });

export const offlineTermsAnswer = z.object({ decisionId: hash });

/** What holds in a scheme; null where the sponsor decided nothing: never. */
export const offlineTermsShown = z
  .object({ carrier, perPaymentCents: centsText, perDayCents: centsText })
  .nullable();

export const offlineRefusalListAnswer = z.object({
  refusals: z.array(
    z.object({
      refusalId: hash,
      paymentId: hash,
      shopId: id,
      shopName: z.string(),
      till: address,
      amountCents: centsText,
      code: z.string(),
      carrier,
      acceptedAt: timestamp,
      refusedAt: timestamp,
      /** When a treasurer signed that the municipality paid it, by which device, and the reference that was typed. */
      settled: z.object({ at: timestamp, by: address, reference: z.string() }).nullable(),
    }),
  ),
  total: z.int(),
  /** What the municipality still owes to shops for these, outside of the ledger. */
  municipalityCents: centsText,
  /** What it paid them for these. */
  settledCents: centsText,
  /** What shops bear themselves. */
  shopCents: centsText,
});
