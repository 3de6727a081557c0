// Finds a family by what a caller can read out: the client number or the letter number. One family's may be the other's.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { HouseholdSummary } from "../app/answers.ts";
import { useDesk } from "../app/context.ts";
import { DeskProblem } from "../components/problem.tsx";
import { text } from "../text.ts";
import { findHouseholds } from "./fetch.ts";
import { type Match, matchesOf } from "./matches.ts";

export function FindHousehold(props: {
  schemeId: Hex;
  onFound: (household: HouseholdSummary) => void;
}) {
  const desk = useDesk();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [isNone, setNone] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [matches, setMatches] = useState<Match[]>([]);
  const find = async (event: Event) => {
    event.preventDefault();
    const number = typed.trim();
    if (number === "") return;
    setBusy(true);
    setNone(false);
    setError(null);
    setMatches([]);
    try {
      const found = await findHouseholds(desk.api, { schemeId: props.schemeId, number });
      const [only, another] = found;
      setNone(only === undefined);
      if (another) setMatches(matchesOf(found, number));
      else if (only) props.onFound(only);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <search>
      <form class="find" onSubmit={(event) => void find(event)}>
        <Field
          label={text("households.find")}
          hint={text("households.find.hint")}
          value={typed}
          onInput={(value) => {
            setTyped(value);
            setMatches([]);
          }}
          maxLength={40}
          error={isNone ? text("households.find.none") : null}
          testId="find-household"
        />
        <Button type="submit" look="second" busy={busy}>
          {text("households.find.go")}
        </Button>
      </form>
      <DeskProblem error={error} />
      {matches.length > 0 && (
        <div class="stack" role="status" data-testid="find-matches">
          <p>{text("households.find.several")}</p>
          <div class="row">
            {matches.map(({ household, by }) => (
              <Button
                key={household.householdId}
                look="second"
                onPress={() => {
                  setMatches([]);
                  props.onFound(household);
                }}
                testId={`find-by-${by}`}
              >
                {text(`households.find.by.${by}`, {
                  client: household.clientNumber,
                  letter: household.letterNumber,
                })}
              </Button>
            ))}
          </div>
        </div>
      )}
    </search>
  );
}
