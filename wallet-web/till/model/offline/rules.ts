// Whether this till may accept a code while nobody can be asked. It never says that something is paid.
import type { DeploymentAnswer, MyShopAnswer } from "../../../shared/api-types.ts";
import { dayKey } from "../../../shared/dates.ts";
import type { Hex } from "../../../shared/protocol/bytes.ts";
import { NEVER, type OfflineTerms } from "../../../shared/protocol/offline-terms.ts";
import type { SignedAuthorisation } from "../../../shared/protocol/qr-payload.ts";
import { addressOf } from "../../../shared/protocol/signer.ts";
import {
  authorisationDigest,
  type Deployment,
  OPEN_SHOP,
} from "../../../shared/protocol/typed-data.ts";
import { isSignatureOf } from "../../../shared/protocol/verify.ts";
import { LONG_SECONDS } from "../charge.ts";
import type { AcceptedCharge } from "./queue.ts";

/** Why a code isn't accepted without a connection; each has its own sentences. */
export type NotAccepted =
  | "off"
  | "forged"
  | "not-yet"
  | "over"
  | "too-short"
  | "above-code"
  | "above-limit"
  | "above-day"
  | "known";

/**
 * What this till keeps to. A code doesn't say of which scheme it is, so of several the strictest counts, and the
 * municipality bears a refusal only when each of them says so.
 */
export function termsOfTill(
  shop: Pick<MyShopAnswer, "accounts"> | null,
  deployment: DeploymentAnswer | null,
): OfflineTerms {
  const admitted = shop?.accounts.filter(({ state }) => state === "admitted") ?? [];
  const all = admitted.map(({ schemeId }) => {
    const scheme = deployment?.schemes.find((one) => one.schemeId === schemeId);
    return !scheme || scheme.closed || scheme.paused ? null : (scheme.offline ?? null);
  });
  if (all.length === 0) return NEVER;
  const lowest = (of: "perPaymentCents" | "perDayCents") =>
    all
      .map((terms) => BigInt(terms?.[of] ?? 0))
      .reduce((one, other) => (one < other ? one : other));
  return {
    carrier: all.every((terms) => terms?.carrier === "municipality") ? "municipality" : "shop",
    perPaymentCents: lowest("perPaymentCents"),
    perDayCents: lowest("perDayCents"),
  };
}

/** What was accepted on the day of `now`, whatever became of it: the limit is on what was handed over unpaid. */
export const acceptedOn = (queue: readonly AcceptedCharge[], now: number): bigint =>
  queue
    .filter(({ acceptedAt }) => dayKey(acceptedAt) === dayKey(now))
    .reduce((sum, one) => sum + one.body.charge.amountCents, 0n);

/**
 * Null when it may be accepted. Certain is then that the code's own key signed it, for this municipality, in time, for
 * this much; not that there is budget left, nor that the key still counts.
 */
export async function refuseOffline(given: {
  signed: SignedAuthorisation;
  amountCents: bigint;
  deployment: Deployment;
  terms: OfflineTerms;
  /** Payments that this till accepted or knows of. */
  known: ReadonlySet<Hex>;
  queue: readonly AcceptedCharge[];
  now: number;
}): Promise<NotAccepted | null> {
  const { amountCents, terms, now } = given;
  const { authorisation, signature } = given.signed;
  if (terms.perPaymentCents === 0n) return "off";
  const paymentId = authorisationDigest(given.deployment, authorisation);
  const isGenuine =
    authorisation.shopId === OPEN_SHOP &&
    addressOf(signature) === authorisation.device &&
    (await isSignatureOf(paymentId, signature));
  if (!isGenuine) return "forged";
  const wasAccepted = given.queue.some((one) => one.paymentId === paymentId);
  if (wasAccepted || given.known.has(paymentId)) return "known";
  if (authorisation.validAfter > now) return "not-yet";
  if (authorisation.validBefore <= now) return "over";
  if (authorisation.validBefore - now < LONG_SECONDS) return "too-short";
  if (amountCents > authorisation.maximumAmountCents) return "above-code";
  if (amountCents > terms.perPaymentCents) return "above-limit";
  if (acceptedOn(given.queue, now) + amountCents > terms.perDayCents) return "above-day";
  return null;
}
