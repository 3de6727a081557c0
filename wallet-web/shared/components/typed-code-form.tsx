// A field for a code that somebody reads out: forgiving, and clear about what is wrong before anything is sent.
import { useState } from "preact/hooks";
import { parseTypedCode } from "../protocol/typed-code.ts";
import { sharedText } from "../texts.ts";
import { Button } from "./button.tsx";
import { Field } from "./field.tsx";

export function TypedCodeForm(props: {
  label: string;
  length: number;
  /** Another kind of code may be typed here too; `words` says both lengths. */
  other?: { length: number; words: string };
  placeholder: string;
  busy?: boolean;
  onCode: (code: string) => void;
  testId: string;
}) {
  const { length, other, onCode } = props;
  const lengths = { length: other?.words ?? length };
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    const code =
      parseTypedCode(typed, length) ?? (other ? parseTypedCode(typed, other.length) : null);
    setWrong(code === null);
    if (code !== null) onCode(code);
  };
  return (
    <form class="stack stack-tight" onSubmit={submit} noValidate>
      <Field
        label={props.label}
        hint={sharedText("typed.hint", lengths)}
        value={typed}
        onInput={(value) => {
          setTyped(value);
          setWrong(false);
        }}
        error={isWrong ? sharedText("typed.wrong", lengths) : null}
        look="code"
        autoCapitalize="characters"
        placeholder={props.placeholder}
        maxLength={40}
        testId={props.testId}
      />
      <Button
        type="submit"
        wide
        look="second"
        busy={props.busy ?? false}
        testId={`${props.testId}-ok`}
      >
        {sharedText("typed.ok")}
      </Button>
    </form>
  );
}
