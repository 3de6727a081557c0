// What the shop reads about its money: when the next payout comes, and the months it can look back on.
import { dayKey, formatDay, formatTime } from "../../shared/dates.ts";
import { dateFormat } from "../../shared/formats.ts";
import { t } from "../texts.ts";

const SOON_SECONDS = 60;

/** When a payout can be expected, in words; null when nobody can say. */
export function expectedText(expectedAt: number | null, now: number): string | null {
  if (expectedAt === null) return null;
  if (expectedAt - now <= SOON_SECONDS) return t("money.expected.soon");
  const time = formatTime(expectedAt);
  return dayKey(expectedAt) === dayKey(now)
    ? t("money.expected.today", { time })
    : t("money.expected.day", { day: formatDay(expectedAt), time });
}

/** The newest months up to now, as `2026-11`. */
export function monthsUntil(now: number, count = 24): string[] {
  const [year = 0, month = 1] = dayKey(now).split("-").map(Number);
  return Array.from({ length: count }, (_, back) => {
    const index = year * 12 + (month - 1) - back;
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
  });
}

/** november 2026 */
export const monthName = (month: string): string =>
  dateFormat("nl-NL", { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${month}-15T00:00:00Z`),
  );
