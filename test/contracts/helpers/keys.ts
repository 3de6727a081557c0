// Keys and ids that are the same in every run, made from a label. For tests only: whoever knows the label has the key.
import { p256 } from "@noble/curves/nist.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { getAddress } from "ethers";
import { fromHex, type Hex, toHex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { addressOf, type Signer } from "../../../wallet-web/shared/protocol/signer.ts";

export function hashOf(label: string): Hex {
  return toHex(keccak_256(utf8ToBytes(label)));
}

/** A 128-bit id, as schemes, beneficiaries, shops and payouts have. */
export function idOf(label: string): Hex {
  return hashOf(label).slice(0, 34) as Hex;
}

/** A P-256 key; its address has the capitals that ethers gives addresses, so that tests can compare them. */
export function signerOf(label: string): Signer {
  const secret = fromHex(hashOf(label));
  const point = p256.getPublicKey(secret, false);
  const publicKey = { x: toHex(point.slice(1, 33)), y: toHex(point.slice(33, 65)) };
  return {
    address: getAddress(addressOf(publicKey)) as Hex,
    publicKey,
    sign: async (digest) => {
      const signature = p256.sign(fromHex(digest), secret, { prehash: true, lowS: true });
      return { ...publicKey, r: toHex(signature.slice(0, 32)), s: toHex(signature.slice(32, 64)) };
    },
  };
}
