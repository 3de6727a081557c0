// Signs what a sponsor decides about accepting without a connection, from what was typed.
import type { Hex } from "../../shared/protocol/bytes.ts";
import {
  type Carrier,
  type OfflineTerms,
  offlineTermsDigest,
} from "../../shared/protocol/offline-terms.ts";
import type { Desk, Posting } from "../app/desk.ts";
import { parseEuros } from "../components/euros.ts";

export type OfflineForm = { perPayment: string; perDay: string; carrier: Carrier };
export type OfflineProblems = { perPayment?: string; perDay?: string };

/** The terms, or per field the key of the sentence that says what is wrong. */
export function readOfflineTerms(form: OfflineForm): {
  terms: OfflineTerms | null;
  problems: OfflineProblems;
} {
  const perPayment = parseEuros(form.perPayment);
  const perDay = parseEuros(form.perDay);
  const problems: OfflineProblems = {};
  if (perPayment === null) problems.perPayment = "amount.wrong";
  if (perDay === null) problems.perDay = "amount.wrong";
  else if (perPayment !== null && perDay < perPayment) problems.perDay = "offline.perDay.low";
  if (perPayment === null || perDay === null || problems.perDay) return { terms: null, problems };
  return {
    terms: { carrier: form.carrier, perPaymentCents: perPayment, perDayCents: perDay },
    problems,
  };
}

export async function offlineTermsPosting(
  desk: Pick<Desk, "deployments" | "device">,
  { schemeId, terms }: { schemeId: Hex; terms: OfflineTerms },
): Promise<Posting> {
  const signer = desk.device.get();
  if (!signer) throw new Error("this device has no key yet");
  const at = desk.deployments.now();
  const digest = offlineTermsDigest(await desk.deployments.get(), { schemeId, terms, at });
  return {
    path: `/schemes/${schemeId}/offline-terms`,
    body: { ...terms, at, signature: await signer.sign(digest) },
  };
}
