// Printed cards: a secret on the card and a PIN in a letter of its own make a key, with the server's help, for one payment.
// Neither secret, PIN nor key ever leaves the browser they were typed or made in.
import { p256_oprf } from "@noble/curves/nist.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { base32crockford } from "@scure/base";
import { address, bytes, encodeWord } from "./abi.ts";
import { concatBytes, fromHex, type Hex, type RandomBytes, toHex } from "./bytes.ts";
import { CARD_SECRET_BYTES } from "./card-qr.ts";
import { signerFromScalar } from "./login-code.ts";
import type { Signer } from "./signer.ts";

/** What stands on a card (16 Crockford base32 characters, 80 bits) and what doesn't (4 digits). */
export type CardSecrets = { code: string; pin: string };

/** A guess that waits for the server: `blinded` goes there and tells it nothing. */
export type BlindedPin = { blind: Uint8Array; blinded: Hex };

export const PIN_LENGTH = 4;
/** So many times in a row may the server be asked about a PIN before the card is blocked. */
export const PIN_ATTEMPTS = 3;

const KEY_BITS = 384;
const SALT = utf8ToBytes("kindpakket card v1");
const PIN_RANGE = 10 ** PIN_LENGTH;

/** A new card's code and PIN; the desk makes them and forgets them once both are printed. */
export function createCardSecrets(random: RandomBytes): CardSecrets {
  return {
    code: base32crockford.encode(random(CARD_SECRET_BYTES)),
    pin: drawPin(random),
  };
}

function drawPin(random: RandomBytes): string {
  const pin = String(evenNumber(random)).padStart(PIN_LENGTH, "0");
  return isTrivialPin(pin) ? drawPin(random) : pin;
}

/** What a thief tries first: one digit four times, or four in a row, up or down. 24 of 10,000. */
export function isTrivialPin(pin: string): boolean {
  const step = Number(pin[1]) - Number(pin[0]);
  const isEven = [...pin].every(
    (digit, place) => place === 0 || Number(digit) - Number(pin[place - 1]) === step,
  );
  return isEven && Math.abs(step) <= 1;
}

/** Of 16 random bits what lies above the last whole range is drawn again: each PIN is as likely as any other. */
function evenNumber(random: RandomBytes): number {
  const [high = 0, low = 0] = random(2);
  const drawn = high * 256 + low;
  const highest = Math.floor(65_536 / PIN_RANGE) * PIN_RANGE;
  return drawn < highest ? drawn % PIN_RANGE : evenNumber(random);
}

/** Whether a text can be a PIN. */
export function isPin(text: string): boolean {
  return /^[0-9]{4}$/.test(text);
}

/** Under what the server finds a card: made of its code alone, and telling nothing of it. */
export function cardLookUpId(code: string): Hex {
  return toHex(keccak_256(concatBytes(SALT, utf8ToBytes(`/look-up/${code}`))).slice(0, 16));
}

/** Hides a PIN for the server to work on (RFC 9497, OPRF(P-256, SHA-256)). A new blind each time. */
export function blindPin(secrets: CardSecrets): BlindedPin {
  const { blind, blinded } = p256_oprf.oprf.blind(inputOf(secrets));
  return { blind, blinded: toHex(blinded) };
}

/**
 * The signer that code, PIN and the server's answer make. Whoever has the code can try a PIN only by asking the server, which
 * counts; its answer serves one PIN, and no other can be tried with it. A wrong PIN makes another signer.
 * @param evaluated The server's answer to `blinded`.
 * @throws {Error} when the answer is no point of the curve.
 */
export async function signerOfCard(
  secrets: CardSecrets,
  blindedPin: BlindedPin,
  evaluated: Hex,
): Promise<Signer> {
  const output = p256_oprf.oprf.finalize(inputOf(secrets), blindedPin.blind, fromHex(evaluated));
  const base = await crypto.subtle.importKey("raw", new Uint8Array(output), "HKDF", false, [
    "deriveBits",
  ]);
  const info = utf8ToBytes(`key/${secrets.code}`);
  const bits = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: SALT, info },
    base,
    KEY_BITS,
  );
  return signerFromScalar(new Uint8Array(bits));
}

/** The address that the ledger knows a card by; source: `KindpakketCards.cardAddress`. */
export function cardAddress(key: Hex): Hex {
  const words = [bytes(toHex(keccak_256(SALT))), address(key)];
  return toHex(keccak_256(concatBytes(...words.map(encodeWord))).slice(12));
}

function inputOf({ code, pin }: CardSecrets): Uint8Array {
  if (!isPin(pin)) throw new RangeError("not a PIN");
  return concatBytes(SALT, utf8ToBytes(`/pin/${code}/${pin}`));
}
