// Euro amounts between a bank's decimal text and integer cents; no float ever stands in between.

const decimalAmount = /^(-?)(0|[1-9]\d{0,12})(?:\.(\d{1,2}))?$/;

/**
 * Reads a bank's decimal text ("12.50", "-0.05", "7") into cents. `null` for anything else: exponents, signs other than
 * one minus, spaces, a comma, leading zeros, a third decimal, 10 trillion and above.
 */
export function parseDecimalToCents(text: string): bigint | null {
  const [, minus, euros, decimals] = decimalAmount.exec(text) ?? [];
  if (euros === undefined) return null;
  const cents = BigInt(euros) * 100n + BigInt((decimals ?? "").padEnd(2, "0"));
  return minus === "-" ? -cents : cents;
}

/** Writes cents as decimal text with two decimals: 1250n → "12.50", -5n → "-0.05". */
export function formatCentsAsDecimal(amountCents: bigint): string {
  const absolute = amountCents < 0n ? -amountCents : amountCents;
  const decimals = (absolute % 100n).toString().padStart(2, "0");
  return `${amountCents < 0n ? "-" : ""}${absolute / 100n}.${decimals}`;
}
