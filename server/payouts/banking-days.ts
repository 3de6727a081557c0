// Days on which banks book: TARGET's calendar and the bank's cut-off, and days as people in the Netherlands count them.

const DAY_MS = 86_400_000;
const ZONE = "Europe/Amsterdam";

/** `2026-04-07`. */
export type Day = string;

/** The day in the Netherlands of a moment. @param ms Unix time in milliseconds. */
export function dutchDay(ms: number): Day {
  return localTime(ms).day;
}

/** The Monday of the week in the Netherlands of a moment. @param ms Unix time in milliseconds. */
export function dutchWeek(ms: number): Day {
  const day = dutchDay(ms);
  const sinceMonday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -sinceMonday);
}

/** The first moment of a week, by its Monday, and that of the next, in Unix milliseconds. */
export function dutchWeekBounds(monday: Day): { fromMs: number; untilMs: number } {
  return { fromMs: midnight(monday), untilMs: midnight(addDays(monday, 7)) };
}

/** The first moment of a Dutch day and that of the next, in Unix milliseconds: 23, 24 or 25 hours apart. */
export function dutchDayBounds(day: Day): { fromMs: number; untilMs: number } {
  return { fromMs: midnight(day), untilMs: midnight(addDays(day, 1)) };
}

/** Whether TARGET is open: no weekend, 1 January, Good Friday, Easter Monday, 1 May, 25 or 26 December. Source: ECB. */
export function isBankingDay(day: Day): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  if (date.getUTCDay() === 0 || date.getUTCDay() === 6) return false;
  if (["01-01", "05-01", "12-25", "12-26"].includes(day.slice(5))) return false;
  const easter = easterSunday(date.getUTCFullYear());
  return day !== addDays(easter, -2) && day !== addDays(easter, 1);
}

/** The first banking day after this day. */
export function nextBankingDay(day: Day): Day {
  let next = addDays(day, 1);
  while (!isBankingDay(next)) next = addDays(next, 1);
  return next;
}

/**
 * The day on which a file that is signed now can be booked.
 * @param given.cutOff `14:30`: from this time on it is the next banking day.
 */
export function executionDate(given: { nowMs: number; cutOff: string; timeZone?: string }): Day {
  const { day, time } = localTime(given.nowMs, given.timeZone);
  return isBankingDay(day) && time < given.cutOff ? day : nextBankingDay(day);
}

/** Each made once: making one takes longer than using it, and the index uses one for each payment. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  formats.set(timeZone, format);
  return format;
}

function localTime(ms: number, timeZone = ZONE): { day: Day; time: string } {
  const parts = formatOf(timeZone).formatToParts(ms);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((one) => one.type === type)?.value ?? "";
  return {
    day: `${part("year")}-${part("month")}-${part("day")}`,
    time: `${part("hour")}:${part("minute")}`,
  };
}

/** Midnight lies one or two hours before UTC's: summer time begins and ends at night, but never at midnight. */
function midnight(day: Day): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const twoHours = utc - 2 * 3_600_000;
  return dutchDay(twoHours) === day ? twoHours : utc - 3_600_000;
}

function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Gregorian computus. Source: Meeus, Astronomical Algorithms, chapter 8. */
function easterSunday(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const dayOfMonth = ((h + l - 7 * m + 114) % 31) + 1;
  return `${year}-${String(month).padStart(2, "0")}-${String(dayOfMonth).padStart(2, "0")}`;
}
