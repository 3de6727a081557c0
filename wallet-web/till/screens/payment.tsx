// One payment at the till: its facts, what was given back, and giving back.
import { useState } from "preact/hooks";
import type { PaymentAnswer } from "../../shared/api-types.ts";
import { Amount } from "../../shared/components/amount.tsx";
import { Button } from "../../shared/components/button.tsx";
import { EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { formatDate, formatExactTime, formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { shortCode } from "../../shared/short-code.ts";
import { useStore } from "../../shared/store.ts";
import { mayRefund, refundableOf } from "../model/day.ts";
import { RefundDialog } from "../parts/refund-dialog.tsx";
import { tillName } from "../parts/till-name.ts";
import { useShop, useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";

export function PaymentScreen({ paymentId }: { paymentId: string }) {
  const till = useTill();
  const shop = useShop();
  const payment = useStore(till.payments).find((one) => one.paymentId === paymentId);
  const [isRefunding, setRefunding] = useState(false);
  return (
    <>
      <TopBar title={t("payment.title")} onBack={() => history.back()} />
      <main class="screen" id="main">
        {payment ? (
          <>
            <Facts payment={payment} />
            <div class="push">
              {refundableOf(payment) === 0n ? (
                <p class="soft centre">{t("payment.allBack")}</p>
              ) : mayRefund(shop, payment) ? (
                <Button
                  wide
                  big
                  look="second"
                  icon="refund"
                  testId="refund"
                  onPress={() => setRefunding(true)}
                >
                  {t("payment.giveBack")}
                </Button>
              ) : (
                <p class="soft centre">{t("payment.otherTill")}</p>
              )}
            </div>
            {isRefunding && <RefundDialog payment={payment} onClose={() => setRefunding(false)} />}
          </>
        ) : (
          <EmptyState icon="list" title={t("payment.gone")} />
        )}
      </main>
    </>
  );
}

function Facts({ payment }: { payment: PaymentAnswer }) {
  const shop = useShop();
  const facts = [
    [t("payment.day"), formatDate(payment.paidAt)],
    [t("payment.time"), formatExactTime(payment.paidAt)],
    [t("payment.code"), shortCode(payment.paymentId)],
    [t("payment.way"), t(`payment.${payment.kind}`)],
    [t("payment.till"), tillName(shop, payment.till)],
  ] as const;
  return (
    <section class="card receipt">
      <div class="centre stack stack-tight">
        <p class="good strong">{t("payment.paid")}</p>
        <Amount cents={BigInt(payment.amountCents)} big />
      </div>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {payment.corrections.map((one) => (
        <p key={`${one.at}-${one.requestId}`} class="receipt-back" data-testid="correction">
          <span>
            {t(`payment.${one.kind}`)}{" "}
            <span class="soft small">
              {formatMoment(one.at)}
              {one.till && `, ${tillName(shop, one.till)}`}
            </span>
          </span>
          <strong class="no-wrap">{formatCents(BigInt(one.amountCents))}</strong>
        </p>
      ))}
    </section>
  );
}
