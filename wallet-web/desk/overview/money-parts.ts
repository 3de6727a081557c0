// Where every euro of a scheme is, as parts of a whole. Adds up itself, so that the screen never only repeats what it was told.
import type { Conservation } from "../app/answers.ts";

export const MONEY_PARTS = [
  "unallocated",
  "outstanding",
  "owed",
  "shopDebt",
  "inPayout",
  "paidOut",
  "withdrawn",
] as const;
export type MoneyPartName = (typeof MONEY_PARTS)[number];

export type MoneyPart = {
  name: MoneyPartName;
  cents: bigint;
  /** Of what was funded, from 0 to 1; what a shop owes has no share. */
  share: number;
};

/** The parts, and whether they add up to what was funded: by the server's word and by our own sum. */
export function moneyParts(conservation: Conservation): { parts: MoneyPart[]; holds: boolean } {
  const funded = BigInt(conservation.fundedCents);
  const shopDebt = BigInt(conservation.shopDebtCents);
  const parts = MONEY_PARTS.map((name) => {
    const cents = centsOf(name, { conservation, shopDebt });
    return { name, cents, share: shareOf(cents, funded) };
  });
  const sum = parts.reduce((total, part) => total + part.cents, 0n);
  return { parts, holds: conservation.holds && sum === funded };
}

/** The ledger takes what shops must pay back off what others are owed; here the two stand apart. */
function centsOf(
  name: MoneyPartName,
  { conservation, shopDebt }: { conservation: Conservation; shopDebt: bigint },
): bigint {
  if (name === "shopDebt") return -shopDebt;
  const cents = BigInt(conservation[`${name}Cents`]);
  return name === "owed" ? cents + shopDebt : cents;
}

/** A share as a number: for the width of a bar, and for per cent; amounts stay whole cents. */
export function shareOf(part: bigint, whole: bigint): number {
  if (whole <= 0n || part <= 0n) return 0;
  return Number((part * 10_000n) / whole) / 10_000;
}
