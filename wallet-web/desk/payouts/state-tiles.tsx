// Every state that a payout can have, with how many there are and of how much; each is a filter of the list below.
import { formatCents } from "../../shared/money.ts";
import { text } from "../text.ts";
import type { PayoutList } from "./answers.ts";
import { lookOf, STATES, type State } from "./states.ts";

export function StateTiles(props: {
  sums: Pick<PayoutList, "counts" | "amountsCents">;
  chosen: State | null;
  onChoose: (state: State) => void;
}) {
  const { counts, amountsCents } = props.sums;
  return (
    <fieldset class="state-tiles" data-testid="state-tiles">
      <legend class="unseen">{text("payouts.state")}</legend>
      {STATES.map((state) => {
        const count = counts[state] ?? 0;
        return (
          <button
            key={state}
            type="button"
            class={`state-tile state-tile-${count === 0 ? "none" : lookOf(state)}`}
            aria-pressed={state === props.chosen}
            data-testid={`choice-${state}`}
            onClick={() => props.onChoose(state)}
          >
            <span class="state-tile-name">{text(`payouts.state.${state}`)}</span>
            <span class="state-tile-count">{count}</span>
            <span class="state-tile-amount">{formatCents(BigInt(amountsCents[state] ?? 0))}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
