// Ten digits for a PIN, and dots for what was typed: never the digits themselves. Keys of a keyboard work as well.
import { useEffect } from "preact/hooks";
import { Icon } from "../../shared/components/icon.tsx";
import { PIN_KEYS, pressPinKey } from "../../shared/keypad.ts";
import { t } from "../texts.ts";

type Props = {
  pin: string;
  length: number;
  onPin: (pin: string) => void;
  onEnter: () => void;
  onCancel: () => void;
};

export function PinKeypad(props: Props) {
  const { pin, length, onPin } = props;
  useKeyboard(props);
  return (
    <>
      <output
        class="pin-dots"
        aria-label={t("pin.typed", { count: pin.length, length })}
        data-testid="pin-dots"
        data-count={pin.length}
      >
        {Array.from({ length }, (_, place) => (
          <span key={place} class={place < pin.length ? "pin-dot pin-dot-full" : "pin-dot"} />
        ))}
      </output>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset does not stretch as a grid */}
      <div class="keypad pin-keypad" role="group" aria-label={t("keypad.label")}>
        {PIN_KEYS.map((key) =>
          key === null ? (
            <span key="none" />
          ) : (
            <button
              key={key}
              type="button"
              class={key === "back" ? "key key-back" : "key"}
              aria-label={key === "back" ? t("keypad.back") : key}
              data-testid={`pin-${key}`}
              onClick={() => onPin(pressPinKey(pin, key, length))}
            >
              {key === "back" ? <Icon name="backspace" size={28} /> : key}
            </button>
          ),
        )}
      </div>
    </>
  );
}

function useKeyboard({ pin, length, onPin, onEnter, onCancel }: Props): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const isOnButton = event.target instanceof HTMLButtonElement;
      if (event.key === "Enter" && !isOnButton && pin.length === length) onEnter();
      if (event.key === "Escape") onCancel();
      if (event.key === "Backspace") onPin(pressPinKey(pin, "back", length));
      if (/^[0-9]$/.test(event.key)) onPin(pressPinKey(pin, event.key, length));
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [pin, length, onPin, onEnter, onCancel]);
}
