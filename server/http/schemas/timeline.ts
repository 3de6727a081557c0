// What happened to a beneficiary, a shop, a payment or a scheme, as the desk asks and gets it.
import { z } from "zod";
import { REASONS } from "../../../wallet-web/shared/protocol/commands.ts";
import { type EventName, eventSchemas } from "../../chain/events.ts";
import { address, centsText, hash, id, payoutState, roleName, timestamp } from "./primitives.ts";

export const reasonName = z.enum(REASONS);

export const who = z.object({
  /** `letter`: the login code that a family got; `system`: the server, by the treasurer's mandate. */
  kind: z.enum(["staff", "phone", "card", "letter", "till", "shop", "system"]),
  /** More than one when the device had several that may do this. */
  roles: z.array(roleName),
  /** The key that signed; null when the server sent it. */
  device: address.nullable(),
});

export const timelineEvent = z.object({
  /** Order on the chain; newest first. */
  position: z.string(),
  name: z.enum(Object.keys(eventSchemas) as [EventName, ...EventName[]]),
  at: timestamp,
  who,
  amountCents: centsText.nullable(),
  reason: reasonName.nullable(),
  /** The guardian's own words at a stop; null when it came without. */
  note: z.string().nullable(),
  /** The bank's code of a returned payout. */
  bankReason: z.string().nullable(),
  /** Why a payment was refused. */
  code: z.string().nullable(),
  beneficiaryId: id.nullable(),
  shopId: id.nullable(),
  shopName: z.string().nullable(),
  paymentId: hash.nullable(),
  payoutId: id.nullable(),
  /** The phone, till, shopkeeper or holder of a role that it is about. */
  about: address.nullable(),
  role: roleName.nullable(),
  /** From when on something can be done: a role taken, an IBAN confirmed. */
  readyAt: timestamp.nullable(),
  transactionHash: hash,
});

export const timelineAnswer = z.object({
  events: z.array(timelineEvent),
  /** Pass as `before` for the next page; null on the last. */
  next: z.string().nullable(),
  /** Of a payment: the payout that it is in; null while it is in none, and for other subjects. */
  payout: z
    .object({
      payoutId: id,
      state: payoutState,
      /** The bank's own number of the payment; null before the bank said it. */
      bankReference: z.string().nullable(),
    })
    .nullable(),
});
