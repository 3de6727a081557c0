// Bytes and their hexadecimal text; nothing here knows what the bytes mean.
import { concatBytes } from "@noble/hashes/utils.js";

/** Hexadecimal text with 0x, lower case: ids, addresses, digests, keys. */
export type Hex = `0x${string}`;

/** Draws random bytes; passed in so that tests can repeat. */
export type RandomBytes = (length: number) => Uint8Array<ArrayBuffer>;

/** Random bytes of the platform: browser or Node. */
export const cryptoRandomBytes: RandomBytes = (length) =>
  crypto.getRandomValues(new Uint8Array(length));

/** Bytes to lower-case hexadecimal with 0x. */
export function toHex(bytes: Uint8Array): Hex {
  let text = "0x";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text as Hex;
}

/**
 * Hexadecimal text to bytes.
 * @throws {RangeError} when the text isn't whole bytes of hexadecimal with 0x.
 */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(text)) throw new RangeError("not hexadecimal bytes");
  const bytes = new Uint8Array((text.length - 2) / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(text.slice(2 + 2 * i, 4 + 2 * i), 16);
  }
  return bytes;
}

/** An integer as big-endian bytes of a fixed length. */
export function integerToBytes(value: bigint | number, length: number): Uint8Array<ArrayBuffer> {
  let rest = BigInt(value);
  if (rest < 0n || rest >> BigInt(8 * length) !== 0n) {
    throw new RangeError(`does not fit in ${length} bytes`);
  }
  const bytes = new Uint8Array(length);
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

/** Big-endian bytes as an integer. */
export function bytesToInteger(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

/** A random 128-bit id, as the ledger uses for schemes, beneficiaries, shops and payouts. */
export function randomId(random: RandomBytes): Hex {
  return toHex(random(16));
}

export { concatBytes };
