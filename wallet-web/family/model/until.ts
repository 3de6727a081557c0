// Until when a budget can be spent, as its card says it.
import { daysBetween, formatDate } from "../../shared/dates.ts";
import { t } from "../texts.ts";

/** From three weeks before the end the card says how many days are left. */
const SOON_DAYS = 21;

/**
 * @param spendableUntil The first moment at which nothing can be paid any more, in seconds.
 * @param now In seconds.
 */
export function untilText(spendableUntil: number, now: number): string {
  if (spendableUntil <= now) return t("card.ended", { date: formatDate(spendableUntil) });
  const days = daysBetween(now, spendableUntil);
  if (days > 0 && days <= SOON_DAYS) return t.count("card.days", days);
  // The last day itself, as the letter says it: also on that day, on which "0 days" would be taken for over.
  return t("card.until", { date: formatDate(spendableUntil - 1) });
}
