// Asks why: one of the reasons that the chain knows. Words could name a person, and the chain forgets nothing.
import { SelectField } from "../../shared/components/field.tsx";
import type { ReasonName } from "../../shared/protocol/commands.ts";
import { text } from "../text.ts";

export function ReasonField(props: {
  reasons: readonly ReasonName[];
  value: string;
  onInput: (reason: string) => void;
  isMissing: boolean;
}) {
  return (
    <SelectField
      label={text("reason")}
      hint={text("reason.hint")}
      empty={text("reason.choose")}
      value={props.value}
      onInput={props.onInput}
      choices={props.reasons.map((value) => ({ value, text: text(`reason.${value}`) }))}
      error={props.isMissing ? text("reason.choose") : null}
      testId="reason"
    />
  );
}
