// Amounts of money as people read and type them. Always whole cents in a bigint; a float never holds money.
import { latinDigits } from "./digits.ts";
import { numberFormat } from "./formats.ts";
import { spokenLocale } from "./locale.ts";

/** The parts of an amount, so that a screen can show the cents smaller. */
export type AmountPart = { type: "symbol" | "euros" | "cents" | "other"; text: string };

/** Arabic writes its comma ٫ or ،; the sign of the euro stands on either side. */
const TYPED_AMOUNT = /^(?:€\s*)?([0-9]{1,7})(?:[.,٫،]([0-9]{1,2}))?(?:\s*€)?$/;
/** Marks of direction that a keyboard or a copied amount brings along. */
const INVISIBLE = /[\u061c\u200e\u200f\u2066-\u2069]/g;

/** Splits an amount the way the language writes it: € 1.234,50. */
export function amountParts(amountCents: bigint, locale = spokenLocale()): AmountPart[] {
  const absolute = amountCents < 0n ? -amountCents : amountCents;
  const format = numberFormat(locale, {
    style: "currency",
    currency: "EUR",
    currencyDisplay: "narrowSymbol",
  });
  const twoDigits = numberFormat(locale, { minimumIntegerDigits: 2 });
  const parts = format.formatToParts(absolute / 100n).map(({ type, value }): AmountPart => {
    if (type === "currency") return { type: "symbol", text: value };
    if (type === "fraction") return { type: "cents", text: twoDigits.format(absolute % 100n) };
    if (type === "decimal") return { type: "cents", text: value };
    if (type === "integer" || type === "group") return { type: "euros", text: value };
    return { type: "other", text: value };
  });
  return amountCents < 0n ? [{ type: "other", text: "− " }, ...parts] : parts;
}

/** An amount as text: € 12,50. */
export function formatCents(amountCents: bigint, locale = spokenLocale()): string {
  return amountParts(amountCents, locale)
    .map(({ text }) => text)
    .join("");
}

/** Euros and cents without the sign, as an example of what to type: 12,50. */
export function formatDigits(amountCents: bigint, locale = spokenLocale()): string {
  return amountParts(amountCents, locale)
    .filter(({ type }) => type === "euros" || type === "cents")
    .map(({ text }) => text)
    .join("");
}

/** What a person typed (12 or 12,5 or € 12.50) in cents; null when it isn't an amount. Thousands separators are refused: 1.234 could mean two things. */
export function parseAmount(typed: string): bigint | null {
  const match = TYPED_AMOUNT.exec(latinDigits(typed).replace(INVISIBLE, "").trim());
  if (!match) return null;
  return BigInt(match[1] ?? "0") * 100n + BigInt((match[2] ?? "").padEnd(2, "0") || "0");
}
