// The words of the API: ids, amounts, times, signatures. Each is checked here and nowhere else.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { REASONS } from "../../../wallet-web/shared/protocol/commands.ts";

const hex = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`))
    .transform((text) => text as Hex);

/** Random 128-bit id, lower-case hexadecimal with 0x. */
export const id = hex(16);
/** EIP-712 digest, hash or other 32 bytes. */
export const hash = hex(32);
/** Address, lower case. */
export const address = hex(20);

/** Bytes of any length. */
export const hexBytes = z
  .string()
  .regex(/^0x(?:[0-9a-f]{2})*$/)
  .transform((text) => text as Hex);

const HIGHEST_CENTS = 2n ** 48n - 1n;

/** Euro cents as a string of digits, so that no JSON reader makes a float of it. */
export const cents = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,14})$/)
  .transform(BigInt)
  .refine((value) => value <= HIGHEST_CENTS);
/** Euro cents that may be below zero: what a shop is owed after refunds. */
export const signedCents = z.string().regex(/^(0|-?[1-9][0-9]{0,14})$/);
/** Euro cents in an answer. */
export const centsText = z.string().regex(/^(0|[1-9][0-9]{0,14})$/);

/** Unix time in seconds: all that the ledger can hold (uint40), or an answer about it would fail. */
export const timestamp = z
  .int()
  .min(0)
  .max(2 ** 40 - 1);

export const publicKey = z.strictObject({ x: hash, y: hash });
export const signature = z.strictObject({ x: hash, y: hash, r: hash, s: hash });

export const authorisation = z.strictObject({
  beneficiaryId: id,
  shopId: id,
  maximumAmountCents: cents,
  validAfter: timestamp,
  validBefore: timestamp,
  nonce: z
    .int()
    .min(1)
    .max(2 ** 32 - 1),
  device: address,
});

export const charge = z.strictObject({ shopId: id, amountCents: cents });

export const signedRequest = z.strictObject({
  request: z.strictObject({
    from: address,
    to: address,
    nonce: z
      .string()
      .regex(/^[0-9]{1,78}$/)
      .transform(BigInt),
    deadline: timestamp,
    gasLimit: z.int().min(21_000).max(14_000_000),
    data: z
      .string()
      .regex(/^0x(?:[0-9a-f]{2}){4,16384}$/)
      .transform((text) => text as Hex),
  }),
  signature,
});

export const roleName = z.enum(["admin", "sponsor", "validator", "treasurer", "guardian"]);
/** Why something was done on the ledger. */
export const reasonName = z.enum(REASONS);
export const language = z.enum(["nl", "en", "ar", "fa", "uk", "tr", "pl"]);
export const beneficiaryState = z.enum(["registered", "active", "frozen", "closed"]);
export const shopState = z.enum(["waiting", "admitted", "suspended"]);
/** A payout's way; `HELD` waits for a person, `UNKNOWN` for evidence from the bank. */
export const payoutState = z.enum([
  "EARNED",
  "BATCHED",
  "APPROVED",
  "SUBMITTING",
  "ACCEPTED",
  "BOOKED",
  "RETURNED",
  "REJECTED",
  "UNKNOWN",
  "HELD",
]);
