// Which language the app speaks: a button with its own name, and a list in which each language is called as it calls itself.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { Problem } from "../../shared/components/notice.tsx";
import { LANGUAGE_CODES, LANGUAGES, type LanguageCode, spoken } from "../../shared/language.ts";
import { ApiError } from "../../shared/problem.ts";
import { useStore } from "../../shared/store.ts";
import { chooseLanguage } from "../model/language.ts";
import { t } from "../texts.ts";

/** The button for a bar at the top. */
export function LanguageButton() {
  const [isChoosing, setChoosing] = useState(false);
  const { name } = LANGUAGES[useStore(spoken)];
  return (
    <>
      <Button look="quiet" icon="language" testId="language" onPress={() => setChoosing(true)}>
        <span class="unseen">{t("language.title")}: </span>
        {name}
      </Button>
      {isChoosing && <LanguageDialog onClose={() => setChoosing(false)} />}
    </>
  );
}

export function LanguageDialog({ onClose }: { onClose: () => void }) {
  const now = useStore(spoken);
  const [error, setError] = useState<unknown>(null);
  const choose = (code: LanguageCode) => {
    setError(null);
    chooseLanguage(code).then(onClose, (cause: unknown) =>
      setError(new ApiError({ code: "no-answer", status: 0, cause })),
    );
  };
  return (
    <Dialog title={t("language.title")} onClose={onClose} testId="language-dialog">
      <ul class="list">
        {LANGUAGE_CODES.map((code) => (
          <li key={code}>
            <button
              type="button"
              class="list-row"
              lang={code}
              dir={LANGUAGES[code].direction}
              aria-current={code === now}
              data-testid={`language-${code}`}
              onClick={() => choose(code)}
            >
              <span class="list-main strong">{LANGUAGES[code].name}</span>
              {code === now && <Icon name="check" />}
            </button>
          </li>
        ))}
      </ul>
      <Problem error={error} />
      {!LANGUAGES[now].checkedByNativeSpeaker && (
        <p class="soft small">{t("language.unchecked")}</p>
      )}
    </Dialog>
  );
}
