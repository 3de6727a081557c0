// What treasurers decided about a payout or a shop, in their own words, newest first.
import { formatMoment } from "../../shared/dates.ts";
import { text } from "../text.ts";
import type { PayoutDetail } from "./answers.ts";

type Decided = PayoutDetail["decided"];

/** Nothing at all when nothing was decided. */
export function DecidedList({ decided }: { decided: Decided }) {
  if (decided.length === 0) return null;
  return (
    <ul class="decided small" data-testid="decided">
      {decided.map((one) => (
        <li key={`${one.at}${one.decision}`}>
          <span class="soft">{formatMoment(one.at)}</span> {text(`decided.${one.decision}`)}
          {one.reason && <q>{one.reason}</q>}
        </li>
      ))}
    </ul>
  );
}
