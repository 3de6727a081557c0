// The hash under which a bank reference is counted once. Never lets two ways of typing one reference count as two.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { type Hex, toHex } from "./bytes.ts";

/** What a person copied from a bank statement, as it counts: upper case, single spaces, one form of each letter. */
export function normaliseBankReference(typed: string): string {
  return typed.normalize("NFKC").trim().replace(/\s+/g, " ").toUpperCase();
}

/** keccak256 of the normalised text, as `fundScheme` and `withdrawFromScheme` take it. */
export function bankReferenceHash(typed: string): Hex {
  return toHex(keccak_256(utf8ToBytes(normaliseBankReference(typed))));
}
