// Shows the one-time code until the other device has taken it over.
import { useEffect } from "preact/hooks";
import { useScreenAwake } from "../../../shared/app/device.ts";
import { Button } from "../../../shared/components/button.tsx";
import { EmptyState, TopBar } from "../../../shared/components/layout.tsx";
import { Notice } from "../../../shared/components/notice.tsx";
import { announce } from "../../../shared/components/toast.tsx";
import { QrImage } from "../../../shared/qr/qr-image.tsx";
import { refreshShop } from "../../model/follow.ts";
import type { WaitingTill } from "../../model/tills.ts";
import { useShop, useTill } from "../../parts/use-till.ts";
import { t } from "../../texts.ts";

/** Beside the live stream, for when that is down. */
const ASK_MS = 4_000;

export function WaitingForTill({ till, onDone }: { till: WaitingTill; onDone: () => void }) {
  const model = useTill();
  const isWaiting = useShop()?.tills.some((one) => one.address === till.address) ?? false;
  useScreenAwake();
  useEffect(() => {
    if (!isWaiting) {
      announce(t("tills.joined", { name: till.name }));
      return;
    }
    const timer = setInterval(() => void refreshShop(model).catch(() => undefined), ASK_MS);
    return () => clearInterval(timer);
  }, [model, till, isWaiting]);
  return (
    <>
      <TopBar title={till.name} onBack={onDone} />
      <main class="screen" id="main">
        {isWaiting ? (
          <>
            <div class="request-frame">
              <h2>{t("tills.scan.title")}</h2>
              <QrImage text={till.link} label={t("tills.qr")} testId="till-qr" />
              <p class="strong" data-testid="till-code">
                {t("tills.code", { code: till.code })}
              </p>
              <p role="status">{t("tills.wait")}</p>
            </div>
            <p class="soft">{t("tills.scan.text")}</p>
            <Notice title={t("tills.once")} />
          </>
        ) : (
          <div data-testid="till-joined">
            <EmptyState icon="check" title={t("tills.joined", { name: till.name })} />
          </div>
        )}
        <div class="push">
          <Button wide look="second" testId="till-done" onPress={onDone}>
            {t("tills.done")}
          </Button>
        </div>
      </main>
    </>
  );
}
