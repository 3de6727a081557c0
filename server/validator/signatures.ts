// Checks P-256 signatures outside the chain, for what never reaches it; the ledger's own check stays the one that counts.
import { createPublicKey, verify } from "node:crypto";
import { bytesToInteger, fromHex, type Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import {
  addressOf,
  P256_ORDER,
  type P256Signature,
} from "../../wallet-web/shared/protocol/signer.ts";
import { AppError } from "../errors/app-error.ts";

/**
 * The address of the key that signed a digest, or null when the signature isn't valid.
 * As on chain: over sha256 of the digest's bytes, s in the low half, the key a point of the curve.
 */
export function signerOf(digest: Hex, signature: P256Signature): Hex | null {
  if (bytesToInteger(fromHex(signature.s)) > P256_ORDER / 2n) return null;
  try {
    const key = createPublicKey({
      format: "jwk",
      key: { kty: "EC", crv: "P-256", x: base64Url(signature.x), y: base64Url(signature.y) },
    });
    const valid = verify(
      "sha256",
      fromHex(digest),
      { key, dsaEncoding: "ieee-p1363" },
      Buffer.concat([fromHex(signature.r), fromHex(signature.s)]),
    );
    return valid ? addressOf(signature) : null;
  } catch {
    return null; // not a point of the curve
  }
}

/**
 * Refuses a signature over a digest that isn't by the expected key, or, when none is expected, by any.
 * @throws {AppError} `signature-invalid`, `signer-mismatch`
 */
export function requireSigner(digest: Hex, signature: P256Signature, expected?: Hex): void {
  const actual = signerOf(digest, signature);
  if (actual === null) throw new AppError("signature-invalid");
  if (expected !== undefined && actual !== expected) {
    throw new AppError("signer-mismatch", { expected, actual });
  }
}

function base64Url(hex: Hex): string {
  return Buffer.from(fromHex(hex)).toString("base64url");
}
