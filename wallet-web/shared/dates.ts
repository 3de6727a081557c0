// Dates and times as people read them, from Unix seconds. The place is always the Netherlands.
import { dateFormat } from "./formats.ts";
import { spokenLocale } from "./locale.ts";

const ZONE = "Europe/Amsterdam";

const written = (seconds: number, locale: string, options: Intl.DateTimeFormatOptions) =>
  dateFormat(locale, { timeZone: ZONE, ...options }).format(new Date(seconds * 1000));

/** 14:05 */
export const formatTime = (seconds: number, locale = spokenLocale()) =>
  written(seconds, locale, { hour: "2-digit", minute: "2-digit" });

/** 14:05:09 */
export const formatExactTime = (seconds: number, locale = spokenLocale()) =>
  written(seconds, locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** 31 december 2026 */
export const formatDate = (seconds: number, locale = spokenLocale()) =>
  written(seconds, locale, { day: "numeric", month: "long", year: "numeric" });

/** zaterdag 21 november */
export const formatDay = (seconds: number, locale = spokenLocale()) =>
  written(seconds, locale, { weekday: "long", day: "numeric", month: "long" });

/** 21 nov 14:05 */
export const formatMoment = (seconds: number, locale = spokenLocale()) =>
  written(seconds, locale, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** The day in the Netherlands as 2026-11-21: to group by. */
export const dayKey = (seconds: number) =>
  written(seconds, "sv-SE", { year: "numeric", month: "2-digit", day: "2-digit" });

/** Whole days from one moment to another; less than a day is 0. */
export const daysBetween = (from: number, to: number) => Math.floor((to - from) / 86_400);

/** First second of a day in the Netherlands, and the first of the day after; null when it is no day. */
export function dayBounds(day: string): { from: number; until: number } | null {
  const from = dayStart(day);
  if (from === null) return null;
  // A day is 23 to 25 hours long: noon of the next one is in the next one.
  const next = dayStart(dayKey(from + 36 * 3600));
  return next === null ? null : { from, until: next };
}

function dayStart(day: string): number | null {
  const midnight = Date.parse(`${day}T00:00:00Z`) / 1000;
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) || Number.isNaN(midnight)) return null;
  // Winter or summer time: the second that is the first of its day.
  const starts = [1, 2].map((hours) => midnight - hours * 3600);
  return starts.find((start) => dayKey(start) === day && dayKey(start - 1) !== day) ?? null;
}
