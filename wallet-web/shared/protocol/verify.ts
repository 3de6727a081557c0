// Checks P-256 signatures in a browser, where no server can be asked. The ledger's own check stays the one that counts.
import { bytesToInteger, concatBytes, fromHex, type Hex } from "./bytes.ts";
import { P256_ORDER, type P256Signature } from "./signer.ts";

const UNCOMPRESSED = new Uint8Array([4]);

/** Whether the key in the signature signed this digest. As on chain: over sha256 of its bytes, s in the low half. */
export async function isSignatureOf(digest: Hex, signature: P256Signature): Promise<boolean> {
  const { x, y, r, s } = signature;
  if (bytesToInteger(fromHex(s)) > P256_ORDER / 2n) return false;
  const point = concatBytes(UNCOMPRESSED, fromHex(x), fromHex(y));
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("raw", point, algorithm, false, ["verify"]).catch(
    () => null, // not a point of the curve
  );
  if (key === null) return false;
  return crypto.subtle.verify(
    { name: "ECDSA", hash: "SHA-256" },
    key,
    concatBytes(fromHex(r), fromHex(s)),
    fromHex(digest),
  );
}
