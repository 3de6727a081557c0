// This device's right was taken away, a till's by the owner or the owner's by the municipality: says so, and that nothing stayed behind.
import { Button } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { BrandBar } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { goTo } from "../../shared/router.ts";
import { useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";

export function Removed({ was }: { was: "till" | "owner" }) {
  const till = useTill();
  const startAgain = () => {
    goTo([], { replace: true });
    till.removed.set(null);
  };
  return (
    <>
      <BrandBar place={t("brand")} />
      <main class="screen" id="main">
        <div class="start-picture" aria-hidden="true">
          <Icon name="lock" size={72} />
        </div>
        <div class="stack stack-tight centre" role="status" data-testid="till-removed">
          <h1>{t(`removed.${was}.title`)}</h1>
          <p class="soft">{t(`removed.${was}.text`)}</p>
        </div>
        <Notice call title={t("removed.todo.title")}>
          <p>{t(`removed.${was}.todo.text`)}</p>
        </Notice>
        <div class="push">
          <Button wide look="second" testId="start-again" onPress={startAgain}>
            {t("removed.again")}
          </Button>
        </div>
      </main>
    </>
  );
}
