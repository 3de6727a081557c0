// What the charts draw, worked out apart from the drawing: shares, running totals, a scale's top, times in words.
import type { Insight } from "../app/answers.ts";
import { shareOf } from "../overview/money-parts.ts";

/** The mark to beat: in Zuidhorn 95 of 100 families used their budget. */
export const ADOPTION_GOAL = 95;
/** The mark to beat, in tenths: in Zuidhorn families gave an 8.3. */
export const MARK_GOAL_TENTHS = 83;
export const HIGHEST_MARK = 10;
const WEEK_SECONDS = 7 * 86_400;

export type Week = NonNullable<Insight["weeks"]>[number];

/** What families got to spend, of which a part may be spent. */
export function grantedOf({ conservation, spentCents }: Insight): bigint {
  return BigInt(conservation.outstandingCents) + BigInt(spentCents);
}

/** Joined weeks count for their average, so that a wide bar isn't a high one. */
export const perWeek = ({ spentCents, weeks }: Week): bigint => BigInt(spentCents) / BigInt(weeks);

/** The top of a scale in whole euros as cents: 1, 2 or 5 with zeros. */
export function scaleTop(highest: bigint): bigint {
  for (let unit = 100n; ; unit *= 10n) {
    for (const step of [1n, 2n, 5n]) if (unit * step >= highest) return unit * step;
  }
}

export type Point = {
  /** The week of the scheme with which it ends. */
  age: number;
  spentCents: bigint;
  /** Of what families got, from 0 to 1. */
  share: number;
  /** The share that time has gone by. */
  even: number;
};

/** How much was spent by the end of each week of the scheme's life. */
export function runningShare(insight: Insight): Point[] {
  const granted = grantedOf(insight);
  const length = lengthInWeeks(insight);
  let spentCents = 0n;
  return (insight.weeks ?? []).map(({ age, weeks, spentCents: cents }) => {
    spentCents += BigInt(cents);
    const last = age + weeks - 1;
    return {
      age: last,
      spentCents,
      share: shareOf(spentCents, granted),
      even: Math.min(Math.max(last / length, 0), 1),
    };
  });
}

export const lengthInWeeks = ({ startsAt, endsAt }: Pick<Insight, "startsAt" | "endsAt">) =>
  Math.max(Math.ceil((endsAt - startsAt) / WEEK_SECONDS), 1);

/** Whole per cents, rounded down: 100 is all. */
export const percentOf = (share: number): number => Math.floor(share * 100);

/** `8,3` of 83. */
export const markInWords = (tenths: number): string => (tenths / 10).toFixed(1).replace(".", ",");

export type Duration = { unit: "seconds" | "minutes" | "hours" | "days"; count: number };

/** A time as people say it, in the unit that leaves a small number. */
export function durationOf(seconds: number): Duration {
  const units = [
    ["seconds", 1, 120],
    ["minutes", 60, 120 * 60],
    ["hours", 3_600, 48 * 3_600],
  ] as const;
  for (const [unit, size, until] of units) {
    if (Math.round(seconds / size) * size < until)
      return { unit, count: Math.round(seconds / size) };
  }
  return { unit: "days", count: Math.round(seconds / 86_400) };
}
