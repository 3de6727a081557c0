// Asks why one looks at a family, before anything of it is shown. The answer is kept.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field, SelectField } from "../../shared/components/field.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { LONGEST_NOTE, LOOK_REASONS } from "../../shared/protocol/privacy.ts";
import { useAct } from "../app/use-act.ts";
import { DeskProblem } from "../components/problem.tsx";
import { text } from "../text.ts";

export function LookForm(props: {
  schemeId: Hex;
  /** The family itself, or one account of it. */
  at: { householdId: Hex } | { beneficiaryId: Hex };
  onDone: () => void;
}) {
  const { schemeId, at } = props;
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [isMissing, setMissing] = useState(false);
  const act = useAct(props.onDone);
  const send = (event: Event) => {
    event.preventDefault();
    setMissing(reason === "");
    if (reason === "") return;
    const body = { ...at, reason, note };
    void act.run(async () => ({ path: `/schemes/${schemeId}/looks`, body }));
  };
  return (
    <form class="stack" onSubmit={send} noValidate data-testid="look-form">
      <p>{text("look.what")}</p>
      <SelectField
        label={text("look.reason")}
        empty={text("reason.choose")}
        value={reason}
        onInput={(value) => {
          setReason(value);
          setMissing(false);
        }}
        choices={LOOK_REASONS.map((value) => ({ value, text: text(`look.reason.${value}`) }))}
        error={isMissing ? text("reason.choose") : null}
        testId="look-reason"
      />
      <Field
        label={text("look.note")}
        hint={text("look.note.hint")}
        value={note}
        maxLength={LONGEST_NOTE}
        onInput={setNote}
        testId="look-note"
      />
      <DeskProblem error={act.error} isUncertain={act.isUncertain} />
      <div class="row dialog-actions">
        <Button type="submit" busy={act.busy} testId="look-confirm">
          {text("look.confirm")}
        </Button>
      </div>
    </form>
  );
}
