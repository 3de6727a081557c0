// Turns what was filled in above the log into what the server is asked: whole days, from the first to the last.

/** Days as a date field gives them, `2026-03-31`; empty when not filled in. */
export type AccessFilter = { number: string; from: string; until: string };

/** Days are those of this computer's own clock and place. */
export function accessQuery({ number, from, until }: AccessFilter): {
  number?: string;
  from?: number;
  until?: number;
} {
  const plain = number.trim();
  return {
    ...(plain ? { number: plain } : {}),
    ...(from ? { from: startOfDay(from, 0) } : {}),
    ...(until ? { until: startOfDay(until, 1) } : {}),
  };
}

/** First second of a day, or of so many days later; a day that loses an hour in spring counts too. */
function startOfDay(day: string, later: number): number {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return Math.max(0, Math.floor(new Date(year, month - 1, date + later).getTime() / 1000));
}
