// One of a few: which part of a list is shown.
export function Choices<Value extends string>(props: {
  label: string;
  chosen: Value;
  choices: readonly { value: Value; text: string }[];
  onChoose: (value: Value) => void;
}) {
  return (
    <fieldset class="choices">
      <legend class="unseen">{props.label}</legend>
      {props.choices.map(({ value, text }) => (
        <button
          key={value}
          type="button"
          class="choice"
          aria-pressed={value === props.chosen}
          data-testid={`choice-${value}`}
          onClick={() => props.onChoose(value)}
        >
          {text}
        </button>
      ))}
    </fieldset>
  );
}
