// What a validator signs who doesn't let a shop take part. It never reaches the chain: there the shop was never admitted.
import type { Hex } from "./bytes.ts";
import { type Deployment, decisionDigest } from "./typed-data.ts";

const NO_CONTENT: Hex = `0x${"00".repeat(32)}`;

/** Characters of the sentence that the shop reads. */
export const LONGEST_REFUSAL = 200;

/** EIP-712 digest of the refusal of a shop's sign-up; also its id. `at`: Unix seconds. */
export function shopRefusalDigest(
  deployment: Deployment,
  { shopId, ...given }: { schemeId: Hex; shopId: Hex; reason: string; at: number },
): Hex {
  return decisionDigest(deployment, {
    ...given,
    subjectId: shopId,
    decision: "refuse-shop",
    contentHash: NO_CONTENT,
  });
}
