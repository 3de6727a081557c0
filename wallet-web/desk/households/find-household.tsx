// Finds a family by what a caller can read out: the client number or the letter number.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { HouseholdSummary } from "../app/answers.ts";
import { useDesk } from "../app/context.ts";
import { deskProblemText } from "../components/problem.tsx";
import { text } from "../text.ts";
import { findHouseholds } from "./fetch.ts";

export function FindHousehold(props: {
  schemeId: Hex;
  onFound: (household: HouseholdSummary) => void;
}) {
  const desk = useDesk();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const find = async (event: Event) => {
    event.preventDefault();
    if (typed.trim() === "") return;
    setBusy(true);
    setError(null);
    try {
      const number = typed.trim();
      const [found] = await findHouseholds(desk.api, { schemeId: props.schemeId, number });
      if (found) props.onFound(found);
      else setError(text("households.find.none"));
    } catch (problem) {
      setError(deskProblemText(problem).title);
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
          onInput={setTyped}
          maxLength={40}
          error={error}
          testId="find-household"
        />
        <Button type="submit" look="second" busy={busy}>
          {text("households.find.go")}
        </Button>
      </form>
    </search>
  );
}
