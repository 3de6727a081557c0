// A day, chosen with the browser's own calendar.
import { useId } from "preact/hooks";
import { Icon } from "../../shared/components/icon.tsx";

export function DateField(props: {
  label: string;
  value: string;
  onInput: (day: string) => void;
  min?: string;
  hint?: string;
  error?: string | null | undefined;
  testId?: string;
}) {
  const id = useId();
  const { hint, error } = props;
  const description = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean);
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      {hint && (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <input
        id={id}
        class="field-input"
        type="date"
        value={props.value}
        min={props.min}
        aria-invalid={Boolean(error)}
        aria-describedby={description.join(" ") || undefined}
        data-testid={props.testId}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <span class="field-error" id={`${id}-error`} role="alert" hidden={!error}>
        {error && <Icon name="alert" size={18} />}
        {error}
      </span>
    </div>
  );
}
