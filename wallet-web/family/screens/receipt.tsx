// One payment as a receipt: shop, amount, time, code, what came back, and what to do when it isn't right.
import { Amount } from "../../shared/components/amount.tsx";
import { EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { formatDate, formatExactTime, formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { shortCode } from "../../shared/short-code.ts";
import { useStore } from "../../shared/store.ts";
import { useNameOf } from "../parts/child-name.ts";
import { PaymentQuestion } from "../parts/payment-question.tsx";
import { useChild, useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

export function Receipt({ paymentId }: { paymentId: string }) {
  const history = useStore(useFamily().history);
  const payment = Object.values(history)
    .flat()
    .find((one) => one.paymentId === paymentId);
  const child = useChild(payment?.beneficiaryId);
  const nameOf = useNameOf();
  const back = () => globalThis.history.back();
  if (!payment) {
    return (
      <>
        <TopBar title={t("receipt.title")} onBack={back} />
        <main class="screen" id="main">
          <EmptyState icon="list" title={t("receipt.gone")} />
        </main>
      </>
    );
  }
  return (
    <>
      <TopBar title={t("receipt.title")} onBack={back} />
      <main class="screen" id="main">
        <section class="card receipt">
          <div class="centre stack stack-tight">
            <p class="strong">
              <bdi>{payment.shopName}</bdi>
            </p>
            <Amount cents={BigInt(payment.amountCents)} big />
          </div>
          <dl class="facts">
            <Fact name={t("receipt.day")} value={formatDate(payment.paidAt)} />
            <Fact name={t("receipt.time")} value={formatExactTime(payment.paidAt)} />
            {child && <Fact name={t("receipt.for")} value={nameOf(child)} />}
            <Fact name={t("receipt.code")} value={shortCode(payment.paymentId)} />
          </dl>
          {payment.corrections.map((one) => (
            <p key={`${one.at}-${one.requestId}`} class="receipt-back">
              <span>
                {t(`receipt.${one.kind}`)}{" "}
                <bdi class="soft small no-wrap">{formatMoment(one.at)}</bdi>
              </span>
              <strong class="good no-wrap">+ {formatCents(BigInt(one.amountCents))}</strong>
            </p>
          ))}
        </section>
        <PaymentQuestion payment={payment} />
      </main>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}
