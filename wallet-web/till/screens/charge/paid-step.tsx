// "Betaald", from the server's own receipt and from nothing else: amount, time, short code, with a sound.
import { useEffect } from "preact/hooks";
import type { PaymentAnswer } from "../../../shared/api-types.ts";
import { signal } from "../../../shared/app/device.ts";
import { Amount } from "../../../shared/components/amount.tsx";
import { Button, ButtonLink } from "../../../shared/components/button.tsx";
import { Icon } from "../../../shared/components/icon.tsx";
import { useFocusOnOpen } from "../../../shared/components/layout.tsx";
import { announce } from "../../../shared/components/toast.tsx";
import { formatExactTime } from "../../../shared/dates.ts";
import { formatCents } from "../../../shared/money.ts";
import { pathTo } from "../../../shared/router.ts";
import { shortCode } from "../../../shared/short-code.ts";
import { useAsked } from "../../parts/use-asked.ts";
import { t } from "../../texts.ts";

export function PaidStep(props: { payment: PaymentAnswer; onNext: () => void }) {
  const { payment } = props;
  const asked = useAsked(payment.paymentId);
  const rest = asked === null ? null : asked - BigInt(payment.amountCents);
  const heading = useFocusOnOpen<HTMLHeadingElement>(payment.paymentId);
  useEffect(() => {
    signal("paid");
    announce(t("paid.said", { amount: formatCents(BigInt(payment.amountCents)) }));
  }, [payment]);
  return (
    <main class="result result-good" data-testid="paid" data-payment={payment.paymentId}>
      <div class="result-body">
        <span class="result-mark">
          <Icon name="check" size={56} />
        </span>
        <h1 ref={heading} tabIndex={-1}>
          {t("paid.title")}
        </h1>
        <Amount cents={BigInt(payment.amountCents)} big testId="paid-amount" />
        <p class="result-where">{t("paid.at", { time: formatExactTime(payment.paidAt) })}</p>
        {rest !== null && (
          <p class="result-where" data-testid="paid-rest">
            {t("paid.rest", { amount: formatCents(rest) })}
          </p>
        )}
        <p class="result-left">{t("paid.code", { code: shortCode(payment.paymentId) })}</p>
      </div>
      <div class="stack stack-tight">
        <Button wide big look="second" testId="next" onPress={props.onNext}>
          {t("paid.next")}
        </Button>
        <ButtonLink
          wide
          look="quiet"
          icon="print"
          href={pathTo("betaling", payment.paymentId)}
          testId="receipt"
        >
          {t("paid.receipt")}
        </ButtonLink>
      </div>
    </main>
  );
}
