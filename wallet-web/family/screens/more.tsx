// Everything beside paying: names, another letter, the home screen, help.

import { useState } from "preact/hooks";
import { install, installOffer, isInstalled, isIos } from "../../shared/app/install.ts";
import { Button } from "../../shared/components/button.tsx";
import { CallLink } from "../../shared/components/call-link.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Icon, type IconName } from "../../shared/components/icon.tsx";
import { Card, TopBar } from "../../shared/components/layout.tsx";
import { LANGUAGES, spoken } from "../../shared/language.ts";
import { pathTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { useBudgetTexts } from "../parts/child-name.ts";
import { LanguageDialog } from "../parts/language-choice.tsx";
import { PayCards } from "../parts/pay-cards.tsx";
import { t } from "../texts.ts";

export function More() {
  const [isExplaining, setExplaining] = useState(false);
  const offer = useStore(installOffer);
  const tOfBudgets = useBudgetTexts();
  const askInstall = () => {
    if (offer) void install();
    else setExplaining(true);
  };
  return (
    <>
      <TopBar title={t("more.title")} />
      <main class="screen" id="main">
        <ul class="list">
          <Item
            icon="pencil"
            href={pathTo("namen")}
            title={t("more.names")}
            text={tOfBudgets("looks")}
          />
          <Item
            icon="letter"
            href={pathTo("activeren")}
            title={t("more.code")}
            text={t("more.codeText")}
          />
          <Item
            icon="phone"
            href={pathTo("telefoons")}
            title={t("more.phones")}
            text={t("more.phonesText")}
          />
          <LanguageItem />
        </ul>
        <PayCards />
        {!isInstalled() && (
          <Card title={t("install.title")}>
            <p class="soft">{t("install.text")}</p>
            <Button look="second" icon="phone" onPress={askInstall}>
              {t("install.do")}
            </Button>
          </Card>
        )}
        <Card title={t("help.title")}>
          <dl class="help">
            {(["pay", "phone", "wrong", "privacy"] as const).map((topic) => (
              <div key={topic}>
                <dt class="strong">{t(`help.${topic}.q`)}</dt>
                <dd class="soft">{t(`help.${topic}.a`)}</dd>
              </div>
            ))}
          </dl>
          <CallLink />
        </Card>
      </main>
      {isExplaining && (
        <Dialog title={t("install.title")} onClose={() => setExplaining(false)}>
          <p>{isIos() ? t("install.ios") : t("install.menu")}</p>
          {isIos() && (
            <p>
              {t("install.empty", { other: t("welcome.otherPhone"), phones: t("more.phones") })}
            </p>
          )}
          <Button wide onPress={() => setExplaining(false)}>
            {t("install.ok")}
          </Button>
        </Dialog>
      )}
    </>
  );
}

/** Says in the language itself which one it is, so that whoever doesn't read the rest finds the way back. */
function LanguageItem() {
  const [isChoosing, setChoosing] = useState(false);
  const { name } = LANGUAGES[useStore(spoken)];
  return (
    <li>
      <button
        type="button"
        class="list-row"
        data-testid="more-language"
        onClick={() => setChoosing(true)}
      >
        <span class="list-icon">
          <Icon name="language" />
        </span>
        <span class="list-main">
          <span class="strong">{t("language.title")}</span>
          <span class="soft small">{name}</span>
        </span>
        <Icon name="next" />
      </button>
      {isChoosing && <LanguageDialog onClose={() => setChoosing(false)} />}
    </li>
  );
}

function Item(props: { icon: IconName; href: string; title: string; text: string }) {
  return (
    <li>
      <a class="list-row" href={props.href}>
        <span class="list-icon">
          <Icon name={props.icon} />
        </span>
        <span class="list-main">
          <span class="strong">{props.title}</span>
          <span class="soft small">{props.text}</span>
        </span>
        <Icon name="next" />
      </a>
    </li>
  );
}
