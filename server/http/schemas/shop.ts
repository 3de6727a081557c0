// What the shop's till asks and gets.
import { z } from "zod";
import { LONGEST_REFUSAL } from "../../../wallet-web/shared/protocol/shop-refusal.ts";
import {
  address,
  centsText,
  id,
  payoutState,
  shopState,
  signature,
  signedCents,
  signedRequest,
  timestamp,
} from "./primitives.ts";
import { visitFields } from "./visit.ts";

export { signature };

/** Kinds of shop, enough to find one by; the screens have a word for each. */
export const category = z.enum([
  "clothing",
  "shoes",
  "toys",
  "books",
  "sport",
  "bicycles",
  "school",
  "music",
  "baby",
  "household",
  "hairdresser",
  "swimming",
  "second-hand",
  "groceries",
  "other",
]);

/** Sign-up: the profile stays off the chain, encrypted; `request` is the signed `registerShop`. */
export const shopSignUpBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  /** Eight digits; the server checks it, the IBAN and the address, and names every wrong field at once. */
  kvkNumber: z.string().max(20),
  iban: z.string().max(60),
  category,
  address: z.string().trim().min(1).max(200),
  email: z.string().max(200),
  openingHours: visitFields.openingHours.default(null),
  place: visitFields.place.default(null),
  /** Salt of the IBAN commitment, 16 random bytes. */
  ibanSalt: id,
  request: signedRequest,
});

export const shopDirectoryAnswer = z.object({
  shops: z.array(
    z.object({
      shopId: id,
      name: z.string(),
      category,
      address: z.string(),
      ...visitFields,
      schemeIds: z.array(id),
    }),
  ),
});

const shownTill = z.object({
  address,
  addedAt: timestamp,
  /** Null until the owner names it. */
  name: z.string().nullable(),
  owner: z.boolean(),
  seesMoney: z.boolean(),
  /** Added as a one-time link that no device has used yet. */
  isLink: z.boolean(),
});

/** Why a shop can't take part, in a validator's words. */
export const shopRefusalAnswer = z.object({ reason: z.string(), at: timestamp });

export const shopRefusalBody = z.strictObject({
  reason: z.string().trim().min(1).max(LONGEST_REFUSAL),
  /** Unix seconds. */
  at: timestamp,
  signature,
});

export const myShopAnswer = z.object({
  shopId: id,
  name: z.string(),
  owner: z.boolean(),
  /** The key of the device that asks. */
  device: address,
  category,
  address: z.string(),
  ...visitFields,
  /** Last four characters. */
  ibanTail: z.string(),
  /** Whether this device sees what all tills sold, and what the shop is owed and was paid. */
  seesMoney: z.boolean(),
  /** About when the next payout goes out; null when nothing is owed, or when it waits for a person. */
  expectedPayoutAt: timestamp.nullable(),
  /** Those that may charge; a device that doesn't see the money sees itself alone. */
  tills: z.array(shownTill),
  /** Those that charged before and may not any more, for their names on old payments. */
  formerTills: z.array(z.object({ address, name: z.string() })),
  /** While no scheme has it: that it was refused. */
  refusal: shopRefusalAnswer.nullable(),
  accounts: z.array(
    z.object({
      schemeId: id,
      state: shopState,
      /** Null for a device that doesn't see the money. */
      owedCents: signedCents.nullable(),
      inPayoutCents: centsText.nullable(),
      paidOutCents: centsText.nullable(),
    }),
  ),
});

const tillName = z.string().trim().min(1).max(40);

/** A till to be: `request` is the owner's signed `addTill` of the key of a one-time link. */
export const newTillBody = z.strictObject({
  name: tillName,
  seesMoney: z.boolean(),
  request: signedRequest,
});
export const tillChangeBody = z.strictObject({ name: tillName, seesMoney: z.boolean() });

export const tillListAnswer = z.object({
  tills: z.array(
    shownTill.extend({
      /** When it last charged, asked to be paid, or gave back; null when it never did. */
      lastUsedAt: timestamp.nullable(),
    }),
  ),
});

/** What a validator sees of a shop's tills: no names, which are the shop's own and may be a person's. */
export const schemeTillListAnswer = z.object({
  /** Whether this scheme admitted the shop first: its validator gives the owner another device. */
  isHome: z.boolean(),
  tills: z.array(
    shownTill.omit({ name: true, seesMoney: true }).extend({ lastUsedAt: timestamp.nullable() }),
  ),
});

/** `owner`: whoever uses this code becomes the shop's owner, and not just a till. */
export const tillAnswer = z.object({
  address,
  shopId: id,
  shopName: z.string(),
  owner: z.boolean(),
});

export const payoutAnswer = z.object({
  payoutId: id,
  schemeId: id,
  shopId: id,
  shopName: z.string(),
  amountCents: centsText,
  state: payoutState,
  openedAt: timestamp,
  bookedAt: timestamp.nullable(),
  /** The bank's own number of the payment, as on its statement. */
  bankReference: z.string().nullable(),
  /** The bank's reason code when it was refused or returned. */
  bankReason: z.string().nullable(),
});
export const payoutListAnswer = z.object({ payouts: z.array(payoutAnswer) });
