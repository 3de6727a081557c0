// Who bears a payment that a till accepted without a connection and that was then refused. It decides nothing about the ledger.
import { dayKey } from "../../wallet-web/shared/dates.ts";
import type { Carrier, OfflineTerms } from "../../wallet-web/shared/protocol/offline-terms.ts";
import type { ErrorCode } from "../errors/table.ts";

/** What a till that followed the rules could not have known. Everything else was the shop's to see. */
const NOT_TO_BE_KNOWN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "insufficient-budget",
  "authorisation-used",
  "authorisation-not-in-time",
  "beneficiary-not-usable",
  "device-not-linked",
  "scheme-paused",
  "scheme-closed",
  "scheme-not-in-period",
]);

/** Clocks differ a little. */
const SLACK_SECONDS = 300;

export type Accepted = {
  amountCents: bigint;
  acceptedAt: number;
  validAfter: number;
  validBefore: number;
};

/**
 * @param given.terms What held when the till accepted it.
 * @param given.carriedCents What the municipality bears already of this till and that day.
 * @param given.linkedAt When the key that signed the code became a device of its account; null when it never did: anyone may sign.
 * @param given.paidHere The same code paid at this very shop: it was paid for.
 */
export function carrierOf(given: {
  terms: OfflineTerms;
  accepted: Accepted;
  code: ErrorCode;
  carriedCents: bigint;
  linkedAt: number | null;
  paidHere: boolean;
  now: number;
}): Carrier {
  const { terms, accepted, code } = given;
  const { amountCents, acceptedAt } = accepted;
  const isLinked = given.linkedAt !== null && wasBefore(given.linkedAt, acceptedAt);
  const isInTime =
    acceptedAt >= accepted.validAfter &&
    acceptedAt < accepted.validBefore &&
    acceptedAt <= given.now + SLACK_SECONDS;
  const isWithin =
    amountCents <= terms.perPaymentCents && given.carriedCents + amountCents <= terms.perDayCents;
  const isCarried =
    terms.carrier === "municipality" &&
    NOT_TO_BE_KNOWN.has(code) &&
    isLinked &&
    !given.paidHere &&
    isInTime &&
    isWithin;
  return isCarried ? "municipality" : "shop";
}

/** Whether two moments (Unix seconds) are on one day in the Netherlands. */
export const isSameDay = (one: number, other: number) => dayKey(one) === dayKey(other);

/** Whether something was so by the chain's clock when a till, by its own, accepted. */
export const wasBefore = (at: number, acceptedAt: number) => at <= acceptedAt + SLACK_SECONDS;
