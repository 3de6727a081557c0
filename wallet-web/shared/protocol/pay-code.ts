// The short codes for when no camera works: of a family's open cheque, and of a shop's request.
import { base32crockford } from "@scure/base";
import {
  bytesToInteger,
  fromHex,
  type Hex,
  integerToBytes,
  type RandomBytes,
  toHex,
} from "./bytes.ts";

/** Eight characters: 40 bits. */
export const PAY_CODE_LENGTH = 8;
const BYTES = 5;
const ID_BYTES = 16;

/** A new code of a cheque. */
export const createPayCode = (random: RandomBytes): string => base32crockford.encode(random(BYTES));

/** The code of a request is the head of its random id: nobody has to keep it. */
export const requestCodeOf = (requestId: Hex): string =>
  base32crockford.encode(fromHex(requestId).slice(0, BYTES));

/** The lowest and the highest request id that have this code. */
export function requestIdsOf(code: string): { lowest: Hex; highest: Hex } {
  const head = bytesToInteger(base32crockford.decode(code));
  const tailBits = 8n * BigInt(ID_BYTES - BYTES);
  const idOf = (value: bigint) => toHex(integerToBytes(value, ID_BYTES));
  return { lowest: idOf(head << tailBits), highest: idOf(((head + 1n) << tailBits) - 1n) };
}
