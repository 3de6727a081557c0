// Lets the customer choose in which language the PIN's screen speaks; each is called as it calls itself.
import { Icon } from "../../shared/components/icon.tsx";
import { toastProblem } from "../../shared/components/toast.tsx";
import { isLanguage, LANGUAGE_CODES, LANGUAGES } from "../../shared/language.ts";
import { useStore } from "../../shared/store.ts";
import { sharedText } from "../../shared/texts.ts";
import { choosePinLanguage, pinLanguage, pinText } from "../model/pin-language.ts";

export function PinLanguage() {
  const spoken = useStore(pinLanguage);
  const choose = (code: string) => {
    if (!isLanguage(code)) return;
    choosePinLanguage(code).catch(() => toastProblem(sharedText("lazy.title")));
  };
  return (
    <label class="pin-language">
      <Icon name="language" />
      <span class="unseen">{pinText("language")}</span>
      <span class="select">
        <select
          class="field-input"
          value={spoken}
          data-testid="pin-language"
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {LANGUAGE_CODES.map((code) => (
            <option key={code} value={code} lang={code}>
              {LANGUAGES[code].name}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </label>
  );
}
