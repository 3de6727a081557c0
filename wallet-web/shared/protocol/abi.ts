// Encodes calls of the contracts' functions. Only static words, arrays of static tuples and bytes: all that they take.
// ethers does this in 142 KB; the tests compare the two for each function.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { concatBytes, fromHex, type Hex, integerToBytes, toHex } from "./bytes.ts";

/** One argument: an integer, or hexadecimal that is padded on the side its type asks for. */
export type Word =
  | { type: "uint"; value: bigint | number }
  | { type: "bytes"; value: Hex }
  | { type: "address"; value: Hex };

export const uint = (value: bigint | number): Word => ({ type: "uint", value });
/** bytes4, bytes16 or bytes32: padded on the right. */
export const bytes = (value: Hex): Word => ({ type: "bytes", value });
export const address = (value: Hex): Word => ({ type: "address", value });

/** A word as 32 bytes, as ABI and EIP-712 both have it. */
export function encodeWord(word: Word): Uint8Array<ArrayBuffer> {
  if (word.type === "uint") return integerToBytes(word.value, 32);
  const given = fromHex(word.value);
  if (word.type === "address" && given.length !== 20) throw new RangeError("not an address");
  if (given.length > 32) throw new RangeError("longer than a word");
  const padded = new Uint8Array(32);
  padded.set(given, word.type === "address" ? 12 : 0);
  return padded;
}

/** The call of a function whose arguments are all static. */
export function encodeCall(signature: string, words: readonly Word[]): Hex {
  return toHex(concatBytes(selector(signature), ...words.map(encodeWord)));
}

/** The call of a function whose last argument is an array of static tuples, and the others static. */
export function encodeCallWithTuples(
  signature: string,
  words: readonly Word[],
  tuples: readonly (readonly Word[])[],
): Hex {
  return toHex(
    concatBytes(
      selector(signature),
      ...words.map(encodeWord),
      integerToBytes(32 * (words.length + 1), 32),
      integerToBytes(tuples.length, 32),
      ...tuples.flat().map(encodeWord),
    ),
  );
}

/** The call of a function whose last argument is bytes of any length, and the others static. */
export function encodeCallWithBytes(signature: string, words: readonly Word[], data: Hex): Hex {
  const given = fromHex(data);
  const padded = new Uint8Array(Math.ceil(given.length / 32) * 32);
  padded.set(given);
  return toHex(
    concatBytes(
      selector(signature),
      ...words.map(encodeWord),
      integerToBytes(32 * (words.length + 1), 32),
      integerToBytes(given.length, 32),
      padded,
    ),
  );
}

function selector(signature: string): Uint8Array {
  return keccak_256(utf8ToBytes(signature)).slice(0, 4);
}
