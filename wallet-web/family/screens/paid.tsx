// "Betaald", over the whole screen: how much, where, when, for whom, and what is left.
import { useEffect } from "preact/hooks";
import type { PaymentAnswer } from "../../shared/api-types.ts";
import { signal } from "../../shared/app/device.ts";
import { Amount } from "../../shared/components/amount.tsx";
import { Button } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { useFocusOnOpen } from "../../shared/components/layout.tsx";
import { announce } from "../../shared/components/toast.tsx";
import { formatExactTime } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { goTo } from "../../shared/router.ts";
import { useNameOf } from "../parts/child-name.ts";
import { MarkCard } from "../parts/mark-card.tsx";
import { useChild, useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

export function Paid({ payment }: { payment: PaymentAnswer }) {
  const family = useFamily();
  const child = useChild(payment.beneficiaryId);
  const nameOf = useNameOf();
  const heading = useFocusOnOpen<HTMLHeadingElement>(payment.paymentId);
  useEffect(() => {
    signal("paid");
    announce(
      t("paid.said", {
        amount: formatCents(BigInt(payment.amountCents)),
        shop: payment.shopName,
      }),
    );
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
        <p class="result-where">
          <bdi>{payment.shopName}</bdi>
        </p>
        <p>
          {t("paid.at", { time: formatExactTime(payment.paidAt) })}
          {child && (
            <>
              {" · "}
              <bdi>{nameOf(child)}</bdi>
            </>
          )}
        </p>
        {payment.balanceAfterCents !== null && (
          <p class="result-left">
            {t("paid.left", { amount: formatCents(BigInt(payment.balanceAfterCents)) })}
          </p>
        )}
      </div>
      <Button
        wide
        big
        look="second"
        testId="paid-done"
        onPress={() => {
          family.paid.set(null);
          goTo([], { replace: true });
        }}
      >
        {t("paid.done")}
      </Button>
      <MarkCard />
    </main>
  );
}
