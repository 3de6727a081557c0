// Ten digits for a PIN, and dots for what was typed: never the digits themselves. Keys of a keyboard work as well.
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../shared/components/icon.tsx";
import { PIN_KEYS } from "../../shared/keypad.ts";
import { pinText } from "../model/pin-language.ts";

type Props = {
  /** How many digits were typed; which ones isn't known here. */
  count: number;
  length: number;
  onKey: (key: string) => void;
  onEnter: () => void;
  onCancel: () => void;
};

export function PinKeypad(props: Props) {
  const { count, length } = props;
  useKeyboard(props);
  return (
    <>
      <output
        class="pin-dots"
        dir="ltr"
        aria-label={pinText("typed", { count, length })}
        data-testid="pin-dots"
        data-count={count}
      >
        {Array.from({ length }, (_, place) => (
          <span key={place} class={place < count ? "pin-dot pin-dot-full" : "pin-dot"} />
        ))}
      </output>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset does not stretch as a grid */}
      <div class="keypad pin-keypad" dir="ltr" role="group" aria-label={pinText("keypad")}>
        {PIN_KEYS.map((key) =>
          key === null ? (
            <span key="none" />
          ) : (
            <button
              key={key}
              type="button"
              class={key === "back" ? "key key-back" : "key"}
              aria-label={key === "back" ? pinText("back") : key}
              data-testid={`pin-${key}`}
              onClick={() => props.onKey(key)}
            >
              {key === "back" ? <Icon name="backspace" size={28} /> : key}
            </button>
          ),
        )}
      </div>
    </>
  );
}

function useKeyboard(props: Props): void {
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { onKey, onEnter, onCancel } = latest.current;
      const isOnButton = event.target instanceof HTMLButtonElement;
      if (event.key === "Enter" && !isOnButton) onEnter();
      if (event.key === "Escape") onCancel();
      if (event.key === "Backspace") onKey("back");
      if (/^[0-9]$/.test(event.key)) onKey(event.key);
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}
