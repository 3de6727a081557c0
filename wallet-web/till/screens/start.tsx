// The first screen of a device that is no till yet: sign a shop up, or join one by its owner's code.
import { ButtonLink } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { InstallFirst } from "../../shared/components/install-first.tsx";
import { BrandBar } from "../../shared/components/layout.tsx";
import { pathTo } from "../../shared/router.ts";
import { t } from "../texts.ts";

export function Start() {
  return (
    <>
      <BrandBar place={t("brand")} />
      <main class="screen" id="main">
        <div class="start-picture" aria-hidden="true">
          <Icon name="till" size={72} />
        </div>
        <div class="stack stack-tight centre">
          <h1>{t("start.title")}</h1>
          <p class="soft">{t("start.text")}</p>
        </div>
        <ol class="start-steps">
          {(["apply", "check", "scan"] as const).map((step, index) => (
            <li key={step}>
              <span class="start-number">{index + 1}</span>
              {t(`start.${step}`)}
            </li>
          ))}
        </ol>
        <InstallFirst />
        <div class="push stack stack-tight">
          <ButtonLink big wide href={pathTo("aanmelden")} testId="sign-up">
            {t("start.signUp")}
          </ButtonLink>
          <ButtonLink wide look="second" icon="qr" href={pathTo("koppelen")} testId="join">
            {t("start.join")}
          </ButtonLink>
          <p class="soft small centre">{t("start.lost")}</p>
        </div>
      </main>
    </>
  );
}
