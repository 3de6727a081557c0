// Without a connection this can't be accepted: why, and what can be done instead. Certain: nothing was paid.

import { useEffect } from "preact/hooks";
import { signal } from "../../../shared/app/device.ts";
import { Button } from "../../../shared/components/button.tsx";
import { CallLink } from "../../../shared/components/call-link.tsx";
import { Icon } from "../../../shared/components/icon.tsx";
import { useFocusOnOpen } from "../../../shared/components/layout.tsx";
import { announce } from "../../../shared/components/toast.tsx";
import { formatCents } from "../../../shared/money.ts";
import type { NotAccepted } from "../../model/offline/rules.ts";
import { useOfflineTerms } from "../../parts/use-offline-terms.ts";
import { t } from "../../texts.ts";

/** Of what is too much without internet a part may be taken; the same amount would only be refused again. */
const isTooMuch = (why: NotAccepted) => why === "above-limit" || why === "above-day";

export function NotAcceptedStep(props: {
  why: NotAccepted;
  /** What was to be paid. */
  amountCents: bigint;
  /** Takes a part of it. */
  onLess: (amountCents: bigint) => void;
  onScan: () => void;
  onStop: () => void;
}) {
  const { why } = props;
  const { perPaymentCents, leftCents } = useOfflineTerms();
  const heading = useFocusOnOpen<HTMLHeadingElement>(why);
  const title = t(`notAccepted.${why}`);
  useEffect(() => {
    signal("refused");
    announce(`${t("refused.title")}. ${title}`);
  }, [title]);
  const most = perPaymentCents < leftCents ? perPaymentCents : leftCents;
  const canLess = isTooMuch(why) && most > 0n;
  const params = { limit: formatCents(perPaymentCents), left: formatCents(leftCents) };
  return (
    <main class="result result-bad" data-testid="not-accepted" data-why={why} id="main">
      <div class="result-body">
        <span class="result-mark">
          <Icon name="close" size={56} />
        </span>
        <h1 ref={heading} tabIndex={-1}>
          {t("refused.title")}
        </h1>
        <p class="result-where">{title}</p>
        <p>{t(`notAccepted.${why}.todo`, params)}</p>
        {canLess && <p>{t("refused.rest", { amount: formatCents(props.amountCents - most) })}</p>}
        <CallLink />
      </div>
      <div class="stack stack-tight">
        {canLess ? (
          <Button wide big look="second" testId="accept-less" onPress={() => props.onLess(most)}>
            {t("notAccepted.take", { amount: formatCents(most) })}
          </Button>
        ) : (
          <Button wide big look="second" icon="scan" testId="scan-again" onPress={props.onScan}>
            {t("refused.again")}
          </Button>
        )}
        <Button wide look="quiet" testId="stop" onPress={props.onStop}>
          {t("refused.stop")}
        </Button>
      </div>
    </main>
  );
}
