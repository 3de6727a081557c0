// The first screen of a phone that has no budget yet: what this is, and the two ways to begin.

import { ButtonLink } from "../../shared/components/button.tsx";
import { CallLink } from "../../shared/components/call-link.tsx";
import { InstallFirst } from "../../shared/components/install-first.tsx";
import { BrandBar } from "../../shared/components/layout.tsx";
import { pathTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { Avatar } from "../parts/avatar.tsx";
import { LanguageButton } from "../parts/language-choice.tsx";
import { useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

export function Welcome() {
  const deployment = useStore(useFamily().deployments.store);
  return (
    <>
      <BrandBar {...(deployment ? { place: deployment.municipality } : {})}>
        <LanguageButton />
      </BrandBar>
      <main class="screen" id="main">
        <div class="welcome-picture" aria-hidden="true">
          <Avatar picture="rabbit" size={64} />
          <Avatar picture="fox" size={88} />
          <Avatar picture="frog" size={64} />
        </div>
        <div class="stack stack-tight centre">
          <h1>{t("welcome.title")}</h1>
          <p class="soft">{t("welcome.text")}</p>
        </div>
        <InstallFirst />
        <div class="push stack stack-tight">
          <ButtonLink big wide icon="scan" href={pathTo("brief")} testId="scan-letter">
            {t("welcome.scan")}
          </ButtonLink>
          <ButtonLink
            wide
            look="second"
            icon="pencil"
            href={pathTo("activeren")}
            testId="type-code"
          >
            {t("welcome.type")}
          </ButtonLink>
          <ButtonLink
            wide
            look="quiet"
            icon="phone"
            href={pathTo("telefoon-erbij")}
            testId="other-phone"
          >
            {t("welcome.otherPhone")}
          </ButtonLink>
          <div class="centre">
            <p class="soft small">{t("welcome.noLetter")}</p>
            <CallLink />
          </div>
        </div>
      </main>
    </>
  );
}
