// What a sponsor signs about accepting without a connection, as the API takes it.
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  type OfflineTerms,
  offlineTermsDigest,
} from "../../../wallet-web/shared/protocol/offline-terms.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import type { Town } from "./town.ts";

export async function offlineTermsBody(
  { bench, staff, schemeId: own }: Town,
  terms: OfflineTerms,
  given: { at: number; signer?: Signer; schemeId?: Hex },
) {
  const { at, signer = staff.sponsor.signer, schemeId = own } = given;
  const digest = offlineTermsDigest(bench.chain.deployment, { schemeId, terms, at });
  return {
    carrier: terms.carrier,
    perPaymentCents: String(terms.perPaymentCents),
    perDayCents: String(terms.perDayCents),
    at,
    signature: await signer.sign(digest),
  };
}
