// Accepted without a connection. Never to be taken for "paid": what is certain, what isn't, and who bears it, in so many words.
import { useEffect } from "preact/hooks";
import { Amount } from "../../../shared/components/amount.tsx";
import { Button } from "../../../shared/components/button.tsx";
import { Icon } from "../../../shared/components/icon.tsx";
import { useFocusOnOpen } from "../../../shared/components/layout.tsx";
import { announce } from "../../../shared/components/toast.tsx";
import { formatCents } from "../../../shared/money.ts";
import type { AcceptedCharge } from "../../model/offline/queue.ts";
import { t } from "../../texts.ts";

export function AcceptedStep(props: { charge: AcceptedCharge; onNext: () => void }) {
  const { paymentId, body, carrier } = props.charge;
  const { amountCents } = body.charge;
  const heading = useFocusOnOpen<HTMLHeadingElement>(paymentId);
  useEffect(() => {
    announce(`${t("accepted.title")}: ${formatCents(amountCents)}.`);
  }, [paymentId, amountCents]);
  return (
    <main
      class="result result-warn result-accepted"
      data-testid="accepted"
      data-payment={paymentId}
      id="main"
    >
      <div class="result-body">
        <span class="result-mark">
          <Icon name="clock" size={56} />
        </span>
        <h1 ref={heading} tabIndex={-1}>
          {t("accepted.title")}
        </h1>
        <Amount cents={amountCents} big testId="accepted-amount" />
        <dl class="accepted-facts">
          <dt>{t("accepted.sure")}</dt>
          <dd>{t("accepted.sure.text")}</dd>
          <dt>{t("accepted.unsure")}</dt>
          <dd>{t("accepted.unsure.text")}</dd>
          <dt>{t("accepted.risk")}</dt>
          <dd data-testid="accepted-carrier">{t(`accepted.risk.${carrier}`)}</dd>
        </dl>
        <p>{t("accepted.send")}</p>
      </div>
      <Button wide big look="second" testId="next" onPress={props.onNext}>
        {t("paid.next")}
      </Button>
    </main>
  );
}
