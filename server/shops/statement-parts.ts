// Divides what a shop earned over its payouts, oldest first, so that each payout shows what it paid. Arithmetic alone: no cent is lost.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";

/** Something that changed what the shop is owed: above zero it earned, below zero it gave back. */
export type StatementLine = {
  kind: "payment" | "refund" | "reversal" | "return" | "repaid";
  at: number;
  /** Its place on the chain: several things can happen in one second. */
  position: number;
  /** The payment, the payout that came back, or the bank's reference of what the shop paid back. */
  reference: Hex;
  till: Hex | null;
  amountCents: bigint;
};

export type PaidOut = {
  payoutId: Hex;
  openedAt: number;
  /** As a line's. */
  position: number;
  amountCents: bigint;
};

/** One payout: `carriedInCents` and the lines, less the payout, is `carriedOutCents`. */
export type StatementPart<P extends PaidOut> = {
  payout: P;
  carriedInCents: bigint;
  lines: StatementLine[];
  carriedOutCents: bigint;
};

export type Divided<P extends PaidOut> = {
  parts: StatementPart<P>[];
  /** After the last payout. */
  carriedInCents: bigint;
  lines: StatementLine[];
  closingCents: bigint;
};

/**
 * @param given.lines In the order in which they happened.
 * @param given.payouts In the order in which they were opened.
 */
export function divideStatement<P extends PaidOut>(given: {
  openingCents: bigint;
  lines: readonly StatementLine[];
  payouts: readonly P[];
}): Divided<P> {
  let carried = given.openingCents;
  let next = 0;
  const parts = given.payouts.map((payout) => {
    const due = given.lines.slice(next).filter(({ position }) => position <= payout.position);
    const count = linesPaidBy(payout.amountCents - carried, due);
    const lines = given.lines.slice(next, next + count);
    next += count;
    const carriedInCents = carried;
    carried = carried + sumOf(lines) - payout.amountCents;
    return { payout, carriedInCents, lines, carriedOutCents: carried };
  });
  const lines = given.lines.slice(next);
  return { parts, carriedInCents: carried, lines, closingCents: carried + sumOf(lines) };
}

export const sumOf = (lines: readonly { amountCents: bigint }[]): bigint =>
  lines.reduce((sum, { amountCents }) => sum + amountCents, 0n);

/**
 * How many of the lines a payout paid: sales of the last minutes wait, so it is the longest row of the oldest that makes the
 * amount. Where none does (a part was refunded meanwhile, a ceiling cut it), all that were there; the rest is carried on.
 */
function linesPaidBy(cents: bigint, due: readonly StatementLine[]): number {
  let sum = 0n;
  let exact = cents === 0n ? 0 : -1;
  for (const [index, { amountCents }] of due.entries()) {
    sum += amountCents;
    if (sum === cents) exact = index + 1;
  }
  return exact >= 0 ? exact : due.length;
}
