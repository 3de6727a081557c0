// A labelled input with its hint and, when something is wrong, the sentence that says what.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icon.tsx";

type FieldProps = {
  label: string;
  value: string;
  onInput: (value: string) => void;
  /** Called when the person leaves it: the moment to check. */
  onLeave?: () => void;
  hint?: string;
  error?: string | null | undefined;
  type?: "text" | "email" | "tel";
  inputMode?: "text" | "numeric" | "decimal" | "email" | "tel";
  autoComplete?: string;
  autoCapitalize?: "none" | "characters" | "words" | "sentences";
  maxLength?: number;
  placeholder?: string;
  look?: "plain" | "code" | "amount";
  testId?: string;
};

export function Field(props: FieldProps) {
  const id = useId();
  const { look = "plain" } = props;
  return (
    <Labelled {...props} id={id}>
      <input
        id={id}
        class={look === "plain" ? "field-input" : `field-input field-${look}`}
        type={props.type ?? "text"}
        dir={look === "plain" ? undefined : "ltr"}
        value={props.value}
        inputMode={props.inputMode ?? "text"}
        list={undefined}
        autocomplete={props.autoComplete ?? "off"}
        autocapitalize={props.autoCapitalize ?? "sentences"}
        spellcheck={false}
        maxLength={props.maxLength}
        placeholder={props.placeholder}
        aria-invalid={Boolean(props.error)}
        aria-describedby={descriptionOf(id, props)}
        data-testid={props.testId}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onBlur={props.onLeave}
      />
    </Labelled>
  );
}

/** Some lines of one's own words. */
export function TextArea(
  props: Pick<
    FieldProps,
    "label" | "value" | "onInput" | "hint" | "error" | "maxLength" | "testId"
  >,
) {
  const id = useId();
  return (
    <Labelled {...props} id={id}>
      <textarea
        id={id}
        class="field-input"
        rows={3}
        value={props.value}
        maxLength={props.maxLength}
        aria-invalid={Boolean(props.error)}
        aria-describedby={descriptionOf(id, props)}
        data-testid={props.testId}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </Labelled>
  );
}

/** A choice from a list. */
export function SelectField(
  props: Pick<FieldProps, "label" | "value" | "onInput" | "hint" | "error" | "testId"> & {
    /** First choice, which is none. */
    empty: string;
    choices: readonly { value: string; text: string }[];
  },
) {
  const id = useId();
  return (
    <Labelled {...props} id={id}>
      <span class="select">
        <select
          id={id}
          class="field-input"
          value={props.value}
          aria-invalid={Boolean(props.error)}
          aria-describedby={descriptionOf(id, props)}
          data-testid={props.testId}
          onChange={(event) => props.onInput(event.currentTarget.value)}
        >
          <option value="">{props.empty}</option>
          {props.choices.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </Labelled>
  );
}

type Described = { hint?: string; error?: string | null | undefined };

const descriptionOf = (id: string, { hint, error }: Described) =>
  [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ") || undefined;

function Labelled(props: Described & { id: string; label: string; children: ComponentChildren }) {
  const { id, label, hint, error, children } = props;
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {hint && (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children}
      <span class="field-error" id={`${id}-error`} role="alert" hidden={!error}>
        {error && <Icon name="alert" size={18} />}
        {error}
      </span>
    </div>
  );
}
