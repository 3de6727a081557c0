// The codes for which a payout stops, as far as the screens have words for them.

/** The bank's reason codes that have sentences of their own; source: ISO 20022 external code sets. */
export const BANK_CODES = [
  "AC01",
  "AC04",
  "AC06",
  "AM04",
  "AG01",
  "MS03",
  "MD07",
  "RC01",
  "BE04",
  "FOCR",
  "RR04",
];

/** Codes of our own that stop or delay a payout. */
export const OWN_CODES = [
  "iban-mismatch",
  "paid-twice",
  "amount-differs",
  "conflict-at-bank",
  "guard-changed",
  "unknown-at-bank",
  "not-found-at-bank",
  "payout-not-open",
  "payout-above-owed",
  "mandate-expired",
  "mandate-exceeded-per-payout",
  "mandate-exceeded-per-day",
  "not-payout-operator",
  "scheme-paused",
  "insufficient-balance",
  "daily-limit",
  "payee-blocked",
  "bank-holds-first-payment",
  "draft-waiting",
  "word-unbelieved",
  "draft-rejected",
  "signature-at-bank",
  "invalid-order",
  "batch-refused",
  "send-alone",
  "refused-repeatedly",
  "by-treasurer",
] as const;

/** The name of a code's sentences. */
export function keyOf(reason: string): string {
  if (BANK_CODES.includes(reason)) return reason;
  if (OWN_CODES.some((code) => code === reason)) return reason;
  return /^[A-Z]{2}\d{2}$|^[A-Z]{4}$|^\d{3}$/.test(reason) ? "bank" : "waiting";
}
