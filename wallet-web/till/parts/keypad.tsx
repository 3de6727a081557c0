// The keypad with the amount above it, always in sight. Keys of a keyboard work as well.
import { useEffect } from "preact/hooks";
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
  const { amountCents, onAmount, onEnter } = props;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const isOnButton = event.target instanceof HTMLButtonElement;
      if (event.key === "Enter" && !isOnButton && amountCents > 0n) onEnter();
      const key = keyOfKeyboard(event.key);
      if (key) onAmount(pressKey(amountCents, key));
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [amountCents, onAmount, onEnter]);
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
              onAmount(pressKey(amountCents, key as Key));
            }}
          >
            {key === "back" ? <Icon name="backspace" size={28} /> : key}
          </button>
        ))}
      </div>
    </div>
  );
}
