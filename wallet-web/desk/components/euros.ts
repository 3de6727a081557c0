// Amounts as they are typed at a desk: also 60.000 and 60.000,00, which the apps of families and shops refuse.
import { parseAmount } from "../../shared/money.ts";

const WITH_POINTS = /^(?:€\s*)?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?$/;

/** Cents; null when it isn't an amount. A point before three digits divides thousands, as it does on every Dutch bill. */
export function parseEuros(typed: string): bigint | null {
  const trimmed = typed.trim();
  return parseAmount(WITH_POINTS.test(trimmed) ? trimmed.replaceAll(".", "") : trimmed);
}
