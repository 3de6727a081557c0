// The salted hash of a shop's IBAN that the ledger keeps: proof of where a payout had to go, without the IBAN.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { concatBytes, fromHex, type Hex, toHex } from "./bytes.ts";

/** keccak256(salt ‖ IBAN in electronic format); the salt is 16 random bytes that stay off the chain. */
export function ibanCommitment(given: { iban: string; salt: Hex }): Hex {
  return toHex(keccak_256(concatBytes(fromHex(given.salt), utf8ToBytes(given.iban))));
}
