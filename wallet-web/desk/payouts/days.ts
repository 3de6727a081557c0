// Days and moments as a bank gives them, as people read them.
import { formatMoment } from "../../shared/dates.ts";

/** A file's statement has days, `2026-04-07`; the bank's API has moments. What is neither is shown as it is. */
export function bankDay(given: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(given)) return given.split("-").reverse().join("-");
  const ms = Date.parse(given);
  return Number.isNaN(ms) ? given : formatMoment(Math.floor(ms / 1000));
}
