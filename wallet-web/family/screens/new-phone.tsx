// On the phone that is to be added: its code as a QR and as letters, and the wait until the other phone has done it.
import { useEffect, useState } from "preact/hooks";
import { useScreenAwake } from "../../shared/app/device.ts";
import { ButtonLink } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { TopBar } from "../../shared/components/layout.tsx";
import { Problem } from "../../shared/components/notice.tsx";
import { toast } from "../../shared/components/toast.tsx";
import { formatTypedCode } from "../../shared/protocol/typed-code.ts";
import { QrImage } from "../../shared/qr/qr-image.tsx";
import { goTo, pathTo } from "../../shared/router.ts";
import type { Family } from "../model/family.ts";
import { offerThisPhone } from "../model/new-phone.ts";
import { offeredKeys, type PhoneOffer } from "../model/phone-offer.ts";
import { refreshChildren } from "../model/refresh.ts";
import { useChildren, useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

const LOOK_EVERY_MS = 2_000;
/** Held out anew this long before it ends. */
const RENEW_BEFORE_SECONDS = 60;

export function NewPhone() {
  const { offer, error } = useOffer();
  useScreenAwake();
  const leave = () => goTo([], { replace: true });
  return (
    <>
      <TopBar title={t("newPhone.title")} onBack={leave} />
      <main class="screen" id="main">
        <p>{t("newPhone.text")}</p>
        <Problem error={error} />
        {offer ? <OfferedCode offer={offer} /> : <div class="qr qr-empty" aria-busy="true" />}
        <ol class="soft numbered">
          <li>{t("newPhone.step.open")}</li>
          <li>{t("newPhone.step.scan")}</li>
          <li>{t("newPhone.step.wait")}</li>
        </ol>
        <ButtonLink wide look="quiet" icon="letter" href={pathTo("activeren")}>
          {t("newPhone.letter")}
        </ButtonLink>
      </main>
    </>
  );
}

function OfferedCode({ offer }: { offer: PhoneOffer }) {
  return (
    <section class="card centre stack stack-tight">
      <QrImage
        text={`${location.origin}/family/#telefoon=${offer.code}`}
        label={t("newPhone.qr")}
        testId="phone-qr"
      />
      <p class="soft small">{t("newPhone.code")}</p>
      <p class="spelled" data-testid="phone-code">
        {formatTypedCode(offer.code)}
      </p>
      <p class="pay-say" role="status">
        <Icon name="clock" />
        <span>{t("newPhone.waiting")}</span>
      </p>
    </section>
  );
}

function useOffer() {
  const family = useFamily();
  const children = useChildren();
  const [offer, setOffer] = useState<PhoneOffer | null>(null);
  const [error, setError] = useState<unknown>(null);
  const adopted = offer
    ? children.filter((child) => offer.keys.some(({ keyName }) => keyName === child.keyName)).length
    : 0;
  useEffect(() => {
    let isCurrent = true;
    const look = async () => {
      try {
        const held = await lookOnce(family);
        if (!isCurrent) return;
        setOffer(held);
        setError(null);
      } catch (cause) {
        if (isCurrent) setError(cause);
      }
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [family]);
  // The other phone links one child after the other: wait for a look that finds no more.
  useEffect(() => {
    if (adopted === 0) return;
    const timer = setTimeout(() => {
      toast(t("newPhone.done"));
      goTo(["namen"], { replace: true });
    }, LOOK_EVERY_MS + 500);
    return () => clearTimeout(timer);
  }, [adopted]);
  return { offer, error };
}

async function lookOnce(family: Family): Promise<PhoneOffer> {
  const soon = family.deployments.now() + RENEW_BEFORE_SECONDS;
  const kept = family.offer.get();
  if (!kept || offeredKeys(kept, soon).length === 0) return offerThisPhone(family);
  await refreshChildren(family);
  return kept;
}
