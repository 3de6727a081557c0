// What the family's app asks and gets.
import { z } from "zod";
import { cardAnswer } from "./cards.ts";
import { offlineTermsShown } from "./offline.ts";
import {
  address,
  authorisation,
  beneficiaryState,
  centsText,
  charge,
  hash,
  id,
  publicKey,
  reasonName,
  signature,
  timestamp,
} from "./primitives.ts";

export const deploymentAnswer = z.object({
  municipality: z.string(),
  /** The number that families and shops call, as people write it. */
  phone: z.string().nullable(),
  chainId: z.int(),
  ledger: address,
  forwarder: address,
  roles: address,
  cards: address,
  /** The server's account, for the treasurer's mandate. */
  operator: address,
  /** The server's clock, so that a phone with a wrong clock can correct its times. */
  now: timestamp,
  schemes: z.array(
    z.object({
      schemeId: id,
      name: z.string(),
      /** What screens call whom it is for: one and several; null: by their own words. */
      words: z.object({ one: z.string(), many: z.string() }).nullable(),
      /** Families are erased so many months after end and grace. */
      retentionMonths: z.int(),
      startsAt: timestamp,
      endsAt: timestamp,
      graceSeconds: z.int(),
      ibanDelaySeconds: z.int(),
      amountPerBeneficiaryCents: centsText,
      shopDebtLimitCents: centsText,
      /** What one sponsor or validator does alone; null: nothing. */
      soleLimits: z
        .object({
          fundingCents: centsText,
          ibanChangeCents: centsText,
          admissionsPerDay: z.int(),
        })
        .nullable(),
      /** Up to what tills accept without a connection; null: never. */
      offline: offlineTermsShown,
      /** What printed cards may pay; null: the scheme has none. */
      cardLimits: z.object({ perPaymentCents: centsText, perDayCents: centsText }).nullable(),
      paused: z.boolean(),
      closed: z.boolean(),
    }),
  ),
});

export const challengeAnswer = z.object({ challenge: hash, expiresAt: timestamp });

/** One session for all keys of one device: a phone has a key per child. */
export const sessionBody = z.strictObject({
  challenge: hash,
  proofs: z.array(z.strictObject({ publicKey, signature })).min(1).max(32),
});

export const sessionAnswer = z.object({
  token: z.string(),
  expiresAt: timestamp,
  addresses: z.array(address),
  roles: z.array(z.object({ schemeId: id, role: z.string() })),
  beneficiaryIds: z.array(id),
  shops: z.array(z.object({ shopId: id, owner: z.boolean() })),
});

/** The addresses of the keys that a login code stands for, in the order of their index. */
export const activationLookupBody = z.strictObject({
  activationKeys: z.array(address).min(1).max(16),
});

export const activationLookupAnswer = z.object({
  accounts: z.array(
    z.object({
      activationKey: address,
      beneficiaryId: id,
      schemeId: id,
      /** `ended`: not used before the scheme was over. */
      state: z.enum(["open", "used", "replaced", "closed", "ended"]),
    }),
  ),
});

export const beneficiaryAnswer = z.object({
  beneficiaryId: id,
  schemeId: id,
  state: beneficiaryState,
  balanceCents: centsText,
  grantedCents: centsText,
  /** Why it was frozen or closed; null when it is neither. */
  reason: reasonName.nullable(),
  /** What was added the last time. */
  topUp: z.object({ amountCents: centsText, reason: reasonName, at: timestamp }).nullable(),
  /** Why it was unfrozen, the last time; null when it never was. */
  unfrozen: z.object({ reason: reasonName, at: timestamp }).nullable(),
  spendableUntil: timestamp,
  devices: z.array(z.object({ address, addedAt: timestamp })),
  /** The printed card; null when there is none. */
  card: cardAnswer.nullable(),
});

export const beneficiaryListAnswer = z.object({
  beneficiaries: z.array(beneficiaryAnswer),
  /** What the session's keys could spend from once: the phone was removed, or a new login code took its place. */
  lost: z.array(z.object({ beneficiaryId: id, by: z.enum(["removed", "reissued"]) })),
});

/** Open: with `charge` and `tillSignature`. Shop-bound: without. `requestId`: the shop's payment request it answers. */
export const paymentBody = z.strictObject({
  authorisation,
  signature,
  charge: charge.optional(),
  tillSignature: signature.optional(),
  requestId: id.optional(),
  /** When a till accepted it without a connection: a refusal is then kept, and says who bears it. */
  acceptedAt: timestamp.optional(),
});

export const correctionAnswer = z.object({
  kind: z.enum(["refund", "reversal"]),
  requestId: hash.nullable(),
  amountCents: centsText,
  at: timestamp,
  /** The till that gave it back; null when the municipality did. */
  till: address.nullable(),
});

export const paymentAnswer = z.object({
  paymentId: hash,
  /** How it was paid: a till scanned the family's code, the family a till's, or a till took its printed card. */
  kind: z.enum(["open", "shop-bound", "card"]),
  beneficiaryId: id,
  shopId: id,
  shopName: z.string(),
  /** The till that charged, took the card, or whose request the family answered. */
  till: address.nullable(),
  amountCents: centsText,
  refundedCents: centsText,
  paidAt: timestamp,
  corrections: z.array(correctionAnswer),
  /** The beneficiary's balance after it; only for the family, null for others. */
  balanceAfterCents: centsText.nullable(),
});

export const paymentListAnswer = z.object({
  payments: z.array(paymentAnswer),
  /** Pass as `before` for the next page; null on the last. */
  next: z.string().nullable(),
});

export const paymentRequestBody = z.strictObject({
  /** The till's own random id for it, so that sending it again makes no second one. */
  requestId: id.optional(),
  shopId: id,
  amountCents: charge.shape.amountCents,
});

export const paymentRequestAnswer = z.object({
  requestId: id,
  shopId: id,
  shopName: z.string(),
  amountCents: centsText,
  expiresAt: timestamp,
  state: z.enum(["open", "paid", "expired", "cancelled"]),
  paymentId: hash.nullable(),
});
