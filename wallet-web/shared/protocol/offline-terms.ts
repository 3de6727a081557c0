// What a sponsor decides about accepting payments without a connection, and what of it is signed. Without a decision: never.
import type { Hex } from "./bytes.ts";
import { type Deployment, decisionDigest } from "./typed-data.ts";

/** Who bears a payment that was accepted without a connection and then refused. */
export const CARRIERS = ["shop", "municipality"] as const;
export type Carrier = (typeof CARRIERS)[number];

export type OfflineTerms = {
  carrier: Carrier;
  /** The most that one payment may be; 0 is never. */
  perPaymentCents: bigint;
  /** The most that one till accepts on one day, in the Netherlands. */
  perDayCents: bigint;
};

export const NEVER: OfflineTerms = { carrier: "shop", perPaymentCents: 0n, perDayCents: 0n };

const NO_CONTENT: Hex = `0x${"00".repeat(32)}`;

/** EIP-712 digest of a sponsor's decision, as a decision that never reaches the chain; also its id. `at`: Unix seconds. */
export function offlineTermsDigest(
  deployment: Deployment,
  { schemeId, terms, at }: { schemeId: Hex; terms: OfflineTerms; at: number },
): Hex {
  const { carrier, perPaymentCents, perDayCents } = terms;
  return decisionDigest(deployment, {
    ...{ schemeId, subjectId: schemeId, contentHash: NO_CONTENT, at },
    decision: "offline-terms",
    reason: `${carrier} ${perPaymentCents} ${perDayCents}`,
  });
}
