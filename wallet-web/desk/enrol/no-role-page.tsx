// What somebody sees whose device has no role: how to get one.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { parseLoginCode } from "../../shared/protocol/login-code.ts";
import { text } from "../text.ts";

export function NoRolePage({ onCode }: { onCode: (code: string) => void }) {
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string | null>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const code = parseLoginCode(typed);
    if (code) onCode(code);
    else setError(text("start.none.code.wrong"));
  };
  return (
    <section class="card enrol" data-testid="no-role">
      <h1>{text("start.none.title")}</h1>
      <p>{text("start.none.intro")}</p>
      <ol class="numbered">
        <li>{text("start.none.step1")}</li>
        <li>{text("start.none.step2")}</li>
        <li>{text("start.none.step3")}</li>
      </ol>
      <details class="more">
        <summary>{text("start.none.code")}</summary>
        <form class="stack" onSubmit={submit}>
          <Field
            label={text("start.none.code.label")}
            hint={text("start.none.code.hint")}
            look="code"
            autoCapitalize="characters"
            value={typed}
            onInput={setTyped}
            error={error}
            testId="staff-code"
          />
          <Button type="submit" look="second">
            {text("start.none.code.go")}
          </Button>
        </form>
      </details>
    </section>
  );
}
