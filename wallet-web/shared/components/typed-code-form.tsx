// A field for a code that somebody reads out: forgiving, and clear about what is wrong before anything is sent.
import { useState } from "preact/hooks";
import { parseTypedCode } from "../protocol/typed-code.ts";
import { sharedText } from "../texts.ts";
import { Button } from "./button.tsx";
import { Field } from "./field.tsx";

export function TypedCodeForm(props: {
  label: string;
  length: number;
  placeholder: string;
  busy?: boolean;
  onCode: (code: string) => void;
  testId: string;
}) {
  const { length, onCode } = props;
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    const code = parseTypedCode(typed, length);
    setWrong(code === null);
    if (code !== null) onCode(code);
  };
  return (
    <form class="stack stack-tight" onSubmit={submit} noValidate>
      <Field
        label={props.label}
        hint={sharedText("typed.hint", { length })}
        value={typed}
        onInput={(value) => {
          setTyped(value);
          setWrong(false);
        }}
        error={isWrong ? sharedText("typed.wrong", { length }) : null}
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
