// What the shop's till asks and gets.
import { z } from "zod";
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

export const myShopAnswer = z.object({
  shopId: id,
  name: z.string(),
  owner: z.boolean(),
  category,
  address: z.string(),
  ...visitFields,
  /** Last four characters. */
  ibanTail: z.string(),
  tills: z.array(z.object({ address, addedAt: timestamp })),
  accounts: z.array(
    z.object({
      schemeId: id,
      state: shopState,
      owedCents: signedCents,
      inPayoutCents: centsText,
      paidOutCents: centsText,
    }),
  ),
});

export const tillAnswer = z.object({ address, shopId: id, shopName: z.string() });

export const payoutAnswer = z.object({
  payoutId: id,
  schemeId: id,
  shopId: id,
  shopName: z.string(),
  amountCents: centsText,
  state: payoutState,
  openedAt: timestamp,
  bookedAt: timestamp.nullable(),
  /** The bank's reason code when it was refused or returned. */
  bankReason: z.string().nullable(),
});
export const payoutListAnswer = z.object({ payouts: z.array(payoutAnswer) });
