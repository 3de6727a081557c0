// Signs digests with a P-256 key that stays where it was made; the key itself is never given out.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToInteger, concatBytes, fromHex, type Hex, integerToBytes, toHex } from "./bytes.ts";

/** A signature with the public key that made it; each part 32 bytes. */
export type P256Signature = { x: Hex; y: Hex; r: Hex; s: Hex };

/** Somebody who can sign: a device's key, or the one-time key of a login code. */
export type Signer = {
  address: Hex;
  publicKey: { x: Hex; y: Hex };
  /** Signs sha256 of the digest's bytes, as WebCrypto does; s in the low half. */
  sign: (digest: Hex) => Promise<P256Signature>;
};

/** Order of P-256; source: FIPS 186-5, SP 800-186. */
export const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" } as const;

/** Makes a device key that can't be taken out of the browser. */
export async function createDeviceKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
}

/** A signer on a WebCrypto key pair; the public key must be extractable, as WebCrypto always makes it. */
export async function signerFromKeyPair(pair: CryptoKeyPair): Promise<Signer> {
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const publicKey = { x: toHex(point.slice(1, 33)), y: toHex(point.slice(33, 65)) };
  return {
    address: addressOf(publicKey),
    publicKey,
    sign: async (digest) => {
      const signature = await crypto.subtle.sign(
        { name: "ECDSA", hash: "SHA-256" },
        pair.privateKey,
        fromHex(digest),
      );
      return { ...publicKey, ...lowS(new Uint8Array(signature)) };
    },
  };
}

/** The last 20 bytes of keccak256(x ‖ y). */
export function addressOf(publicKey: { x: Hex; y: Hex }): Hex {
  return toHex(keccak_256(concatBytes(fromHex(publicKey.x), fromHex(publicKey.y))).slice(12));
}

/** Both (r, s) and (r, n - s) are valid; the ledger takes only the lower, so that a signature has one form. */
function lowS(signature: Uint8Array): { r: Hex; s: Hex } {
  const s = bytesToInteger(signature.slice(32, 64));
  const low = s > P256_ORDER / 2n ? P256_ORDER - s : s;
  return { r: toHex(signature.slice(0, 32)), s: toHex(integerToBytes(low, 32)) };
}
