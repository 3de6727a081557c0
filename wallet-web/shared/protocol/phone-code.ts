// The code that a new phone shows to be added: a digest of its keys' addresses. It is no secret, and nobody can put other
// keys under it: whoever gets the addresses from the server checks them against the code that was scanned or typed.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { base32crockford } from "@scure/base";
import { concatBytes, fromHex, type Hex } from "./bytes.ts";

/** Sixteen characters, 80 bits, as a letter's code: other keys with the same code take 2^80 attempts. */
export const PHONE_CODE_LENGTH = 16;
const BYTES = 10;
const DOMAIN = utf8ToBytes("kindpakket phone v1");

/** The code of these keys in this order. */
export function phoneCodeOf(addresses: readonly Hex[]): string {
  const digest = keccak_256(concatBytes(DOMAIN, ...addresses.map(fromHex)));
  return base32crockford.encode(digest.slice(0, BYTES));
}
