// What a device signs to open a session: proof that it holds its key, bound to one municipality.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { concatBytes, fromHex, type Hex, toHex } from "./bytes.ts";
import { type Deployment, deploymentTag } from "./typed-data.ts";

/** Digest over the server's challenge (32 bytes); no payment or command has this form. */
export function sessionDigest(deployment: Deployment, challenge: Hex): Hex {
  const label = utf8ToBytes("kindpakket session v1");
  return toHex(keccak_256(concatBytes(label, deploymentTag(deployment), fromHex(challenge))));
}
