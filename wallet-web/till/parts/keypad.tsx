// The keypad with the amount above it, always in sight. Keys of a keyboard work as well.
import { useEffect, useRef } from "preact/hooks";
import { prepareSound } from "../../shared/app/device.ts";
import { Amount } from "../../shared/components/amount.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { KEYS, type Key, keyOfKeyboard, pressKey } from "../../shared/keypad.ts";
import { t } from "../texts.ts";

export function Keypad(props: {
  amountCents: bigint;
  onAmount: (amountCents: bigint) => void;
  onEnter: () => void;
}) {
  const { amountCents } = props;
  // Fast fingers press again before an effect of the last drawing has run: what counts is what was drawn, not what was heard.
  const drawn = useRef(props);
  drawn.current = props;
  const press = (key: Key) => drawn.current.onAmount(pressKey(drawn.current.amountCents, key));
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const isOnButton = event.target instanceof HTMLButtonElement;
      const { amountCents: typed, onEnter } = drawn.current;
      if (event.key === "Enter" && !isOnButton && typed > 0n) onEnter();
      const key = keyOfKeyboard(event.key);
      if (key) press(key);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <div class="keypad-frame">
      <output class="display" aria-label={t("keypad.amount")} data-testid="amount">
        <Amount cents={amountCents} big />
      </output>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset does not stretch as a grid */}
      <div class="keypad" role="group" aria-label={t("keypad.label")}>
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            class={key === "back" ? "key key-back" : "key"}
            aria-label={key === "back" ? t("keypad.back") : key}
            data-testid={`key-${key}`}
            onClick={() => {
              prepareSound();
              press(key);
            }}
          >
            {key === "back" ? <Icon name="backspace" size={28} /> : key}
          </button>
        ))}
      </div>
    </div>
  );
}
