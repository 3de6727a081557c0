// Short-lived codes between people: a cheque's for a till without a camera, a new phone's for the phone that adds it.
import { z } from "zod";
import { PAY_CODE_LENGTH } from "../../../wallet-web/shared/protocol/pay-code.ts";
import { PHONE_CODE_LENGTH } from "../../../wallet-web/shared/protocol/phone-code.ts";
import { address, authorisation, centsText, signature, timestamp } from "./primitives.ts";

const crockford = (length: number) =>
  z.string().regex(new RegExp(`^[0-9A-HJKMNP-TV-Z]{${length}}$`));

/** As a machine writes it: capitals, no dashes. The screens forgive what people type. */
export const payCode = crockford(PAY_CODE_LENGTH);
export const phoneCode = crockford(PHONE_CODE_LENGTH);

export const openCheque = z.strictObject({ authorisation, signature });
export const codeBody = z.strictObject({ code: payCode });
export const paymentCodeAnswer = z.object({ code: payCode, expiresAt: timestamp });
export const openChequeAnswer = z.object({
  authorisation: authorisation.extend({ maximumAmountCents: centsText }),
  signature,
});

/** One key per child that may be added; more than a household has children are never needed. */
export const phoneOfferBody = z.strictObject({
  addresses: z
    .array(address)
    .min(1)
    .max(16)
    .refine((all) => new Set(all).size === all.length),
});
export const phoneOfferAnswer = z.object({
  code: phoneCode,
  addresses: z.array(address),
  expiresAt: timestamp,
});
