// What tills of the demonstration may accept without a connection, so that a till there can show it: its sponsor's signed decision.
import {
  type OfflineTerms,
  offlineTermsDigest,
} from "../../wallet-web/shared/protocol/offline-terms.ts";
import type { Demo } from "./context.ts";
import { euros } from "./progress.ts";

/** A child's shoes once, and a few customers on a day that the internet is gone. */
const TERMS: OfflineTerms = {
  carrier: "municipality",
  perPaymentCents: 2_500n,
  perDayCents: 10_000n,
};

/** Once: what a visitor of the desk decided since, stays. */
export async function allowOffline(demo: Demo): Promise<void> {
  const { api, people, progress } = demo;
  const { schemeId } = people;
  const deployment = await api.get<{
    now: number;
    schemes: { schemeId: string; offline: unknown }[];
  }>("/deployment");
  const scheme = deployment.schemes.find((one) => one.schemeId === schemeId);
  if (!scheme || scheme.offline !== null) return;
  await progress.step(
    `sponsor let tills accept up to ${euros(TERMS.perPaymentCents)} without a connection`,
    async () => {
      const sponsor = await people.staff("sponsor");
      const token = await api.openSession(demo.deployment, [sponsor]);
      const at = deployment.now;
      const digest = offlineTermsDigest(demo.deployment, { schemeId, terms: TERMS, at });
      const signature = await sponsor.sign(digest);
      await api.post(`/schemes/${schemeId}/offline-terms`, { ...TERMS, at, signature }, token);
    },
  );
}
