// The shop's own facts, this device, help.

import { useState } from "preact/hooks";
import { prepareSound, signal } from "../../shared/app/device.ts";
import { install, installOffer, isInstalled, isIos } from "../../shared/app/install.ts";
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { CallLink } from "../../shared/components/call-link.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Card, TopBar } from "../../shared/components/layout.tsx";
import { pathTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { sharedText } from "../../shared/texts.ts";
import { tillName } from "../parts/till-name.ts";
import { useShop } from "../parts/use-till.ts";
import { t } from "../texts.ts";

export function More() {
  const shop = useShop();
  const offer = useStore(installOffer);
  const [isExplaining, setExplaining] = useState(false);
  if (!shop) return null;
  return (
    <>
      <TopBar title={t("more.title")} />
      <main class="screen" id="main">
        <Card title={shop.name}>
          <dl class="facts">
            <div>
              <dt>{t("field.category")}</dt>
              <dd>{sharedText(`category.${shop.category}`)}</dd>
            </div>
            <div>
              <dt>{t("field.address")}</dt>
              <dd>{shop.address}</dd>
            </div>
            <div>
              <dt>{t("more.thisTill")}</dt>
              <dd>{tillName(shop, shop.device)}</dd>
            </div>
          </dl>
          {shop.owner && (
            <>
              <ButtonLink look="second" icon="till" href={pathTo("kassas")} testId="tills">
                {t("more.tills")}
              </ButtonLink>
              <ButtonLink
                look="second"
                icon="clock"
                href={pathTo("openingstijden")}
                testId="to-hours"
              >
                {t("hours.title")}
              </ButtonLink>
            </>
          )}
        </Card>
        <Card title={t("more.device")}>
          <Button
            look="second"
            onPress={() => {
              prepareSound();
              setTimeout(() => signal("paid"), 100);
            }}
          >
            {t("more.sound")}
          </Button>
          {!isInstalled() && (
            <Button
              look="second"
              icon="phone"
              onPress={() => (offer ? void install() : setExplaining(true))}
            >
              {t("more.install")}
            </Button>
          )}
        </Card>
        <Card title={t("help.title")}>
          <ButtonLink look="second" icon="till" href={pathTo("oefenen")} testId="practise">
            {t("practice.start")}
          </ButtonLink>
          <dl class="help">
            {(["charge", "paid", "less", "back", "money"] as const).map((topic) => (
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
        <Dialog title={t("more.install")} onClose={() => setExplaining(false)}>
          <p>{isIos() ? t("install.ios") : t("install.menu")}</p>
          {isIos() && (
            <p>{t("install.empty", { join: t("start.join"), tills: t("more.tills") })}</p>
          )}
          <Button wide onPress={() => setExplaining(false)}>
            {t("install.ok")}
          </Button>
        </Dialog>
      )}
    </>
  );
}
