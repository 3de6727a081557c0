// The server's half of a card's PIN: a key per card, with which it answers blinded guesses (RFC 9497). It never learns the PIN.
import { p256_oprf } from "@noble/curves/nist.js";
import {
  fromHex,
  type Hex,
  type RandomBytes,
  toHex,
} from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import type { Place } from "../validator/vault.ts";

const INFO = new TextEncoder().encode("kindpakket card v1");

/** A new key for one card. */
export function createPinKey(random: RandomBytes): Uint8Array {
  return p256_oprf.oprf.deriveKeyPair(random(32), INFO).secretKey;
}

/** Answers one blinded guess. @throws {AppError} `invalid-request` when it is no point of the curve. */
export function evaluatePin(pinKey: Uint8Array, blinded: Hex): Hex {
  try {
    return toHex(p256_oprf.oprf.blindEvaluate(pinKey, fromHex(blinded)));
  } catch (cause) {
    throw new AppError("invalid-request", {}, { cause });
  }
}

/** Where a card's key stands sealed. */
export const pinKeyPlace = (lookUpId: Hex): Place => ({
  table: "card_pins",
  column: "pin_key",
  id: lookUpId,
});
