// Days as people choose them, and the seconds that the ledger counts in. A day is a day in the Netherlands, also on a computer set otherwise.
const ZONE = "Europe/Amsterdam";
const DAY_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The first second of a day (2026-12-31), Unix seconds; null when there is no such day. */
export function startOfDay(day: string): number | null {
  const match = DAY_PATTERN.exec(day);
  if (!match) return null;
  const utc = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  if (new Date(utc).toISOString().slice(0, 10) !== day) return null;
  // Twice, because the offset may change between the two moments.
  const guess = utc - offsetAt(utc);
  return (utc - offsetAt(guess)) / 1000;
}

/** The first second after a day. */
export function endOfDay(day: string): number | null {
  const match = DAY_PATTERN.exec(day);
  if (!match) return null;
  return startOfDay(addDays(day, 1));
}

/** The day in the Netherlands of a moment. */
export function dayOf(seconds: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(new Date(seconds * 1000));
}

/** A number of days later. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** Milliseconds that Dutch clocks are ahead of UTC. */
function offsetAt(milliseconds: number): number {
  const written = new Intl.DateTimeFormat("sv-SE", {
    timeZone: ZONE,
    dateStyle: "short",
    timeStyle: "medium",
  }).format(new Date(milliseconds));
  return Date.parse(`${written.replace(" ", "T")}Z`) - milliseconds;
}
