// One-time codes of letters and enrolment links: made and used in a browser, never sent anywhere.
import { p256 } from "@noble/curves/nist.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { base32crockford } from "@scure/base";
import { bytesToInteger, fromHex, integerToBytes, type RandomBytes, toHex } from "./bytes.ts";
import { addressOf, P256_ORDER, type Signer } from "./signer.ts";
import { formatTypedCode, parseTypedCode } from "./typed-code.ts";

/** What a code opens: a family's accounts, a staff role, or a till. Keys of different purposes never coincide. */
export type CodePurpose = "beneficiary" | "staff" | "till";

const CODE_LENGTH = 16;
/** More would keep staff waiting: a browser derives one code at a time, and an import makes thousands. See docs/decisions/0007. */
const PBKDF2_ITERATIONS = 20_000;
const SALT = utf8ToBytes("kindpakket login code v1");

/** A new code: 16 Crockford base32 characters, 80 bits. */
export function createLoginCode(random: RandomBytes): string {
  return base32crockford.encode(random(10));
}

/** Groups of four, as a letter shows it: 7Q2M-9FKA-... */
export function formatLoginCode(code: string): string {
  return formatTypedCode(code);
}

/** What a person typed as the code they mean (case, spaces, dashes, digits of Arabic, O for 0, I or L for 1), or null if it can't be one. */
export function parseLoginCode(typed: string): string | null {
  return parseTypedCode(typed, CODE_LENGTH);
}

/**
 * The signers that a code stands for, one per index. PBKDF2 once, then HKDF per index, so that the keys of siblings show
 * no relation. The code's 80 bits are the protection; the iterations make a guess 20,000 times dearer.
 */
export async function signersOfLoginCode(
  code: string,
  purpose: CodePurpose,
  count: number,
): Promise<Signer[]> {
  const password = await crypto.subtle.importKey("raw", utf8ToBytes(code), "PBKDF2", false, [
    "deriveBits",
  ]);
  const root = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt: SALT, iterations: PBKDF2_ITERATIONS },
    password,
    256,
  );
  const base = await crypto.subtle.importKey("raw", root, "HKDF", false, ["deriveBits"]);
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const bits = await crypto.subtle.deriveBits(
        { name: "HKDF", hash: "SHA-256", salt: SALT, info: utf8ToBytes(`${purpose}/${index}`) },
        base,
        384,
      );
      return signerFromScalar(new Uint8Array(bits));
    }),
  );
}

/** 384 bits reduced modulo n - 1, plus one: no bias worth the name; source: FIPS 186-5, A.2.1. */
export function signerFromScalar(bits: Uint8Array): Signer {
  const secret = integerToBytes((bytesToInteger(bits) % (P256_ORDER - 1n)) + 1n, 32);
  const point = p256.getPublicKey(secret, false);
  const publicKey = { x: toHex(point.slice(1, 33)), y: toHex(point.slice(33, 65)) };
  return {
    address: addressOf(publicKey),
    publicKey,
    sign: async (digest) => {
      const signature = p256.sign(fromHex(digest), secret, { prehash: true, lowS: true });
      return {
        ...publicKey,
        r: toHex(signature.slice(0, 32)),
        s: toHex(signature.slice(32, 64)),
      };
    },
  };
}
