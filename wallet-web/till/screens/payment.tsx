// One payment at the till: its facts, what was given back, and giving back.
import { useEffect, useState } from "preact/hooks";
import type { PaymentAnswer } from "../../shared/api-types.ts";
import { Amount } from "../../shared/components/amount.tsx";
import { Button } from "../../shared/components/button.tsx";
import { EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { Problem } from "../../shared/components/notice.tsx";
import { toast, toastProblem } from "../../shared/components/toast.tsx";
import { formatDate, formatExactTime, formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { ApiError } from "../../shared/problem.ts";
import { shortCode } from "../../shared/short-code.ts";
import { useStore } from "../../shared/store.ts";
import { mayRefund, refundableOf } from "../model/day.ts";
import { notePayment } from "../model/follow.ts";
import { receiptText } from "../model/receipt.ts";
import { RefundDialog } from "../parts/refund-dialog.tsx";
import { tillName } from "../parts/till-name.ts";
import { useAsked } from "../parts/use-asked.ts";
import { useShop, useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";

export function PaymentScreen({ paymentId }: { paymentId: string }) {
  const shop = useShop();
  const { payment, error } = usePayment(paymentId);
  const [isRefunding, setRefunding] = useState(false);
  return (
    <>
      <TopBar title={t("payment.title")} onBack={() => history.back()} />
      <main class="screen" id="main">
        {payment ? (
          <>
            <Facts payment={payment} />
            <div class="push stack stack-tight no-print">
              <ReceiptButtons payment={payment} />
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
          <Missing error={error} />
        )}
      </main>
    </>
  );
}

/** From the list, or from the server when it is older than what the list has. */
function usePayment(paymentId: string) {
  const till = useTill();
  const listed = useStore(till.payments).find((one) => one.paymentId === paymentId);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (listed) return;
    till.api
      .get<PaymentAnswer>(`/payments/${paymentId}`)
      .then((payment) => notePayment(till, payment), setError);
  }, [till, paymentId, listed]);
  return { payment: listed, error };
}

/** Not there, or not to be had now: of those only the first is the payment's own. */
function Missing({ error }: { error: unknown }) {
  if (!(error instanceof ApiError && error.status === 404)) return <Problem error={error} />;
  return (
    <EmptyState icon="list" title={t("payment.gone")}>
      <p class="soft">{t("payment.gone.todo")}</p>
    </EmptyState>
  );
}

/** On paper, or to wherever the customer wants it. */
function ReceiptButtons({ payment }: { payment: PaymentAnswer }) {
  const shop = useShop();
  const asked = useAsked(payment.paymentId);
  const share = async () => {
    if (!shop) return;
    const text = receiptText({ shop, payment, askedCents: asked });
    try {
      if (navigator.share) return await navigator.share({ text });
      await navigator.clipboard.writeText(text);
      toast(t("receipt.copied"));
    } catch (error) {
      // Closed by the person who opened it.
      if (error instanceof DOMException && error.name === "AbortError") return;
      toastProblem(t("receipt.cant"));
    }
  };
  return (
    <div class="row">
      <Button look="second" icon="print" testId="print-receipt" onPress={() => print()}>
        {t("receipt.print")}
      </Button>
      <Button look="second" icon="upload" testId="share-receipt" onPress={() => void share()}>
        {t("receipt.share")}
      </Button>
    </div>
  );
}

function Facts({ payment }: { payment: PaymentAnswer }) {
  const shop = useShop();
  const asked = useAsked(payment.paymentId);
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
        {shop && (
          <p class="only-print strong">
            {shop.name}, {shop.address}
          </p>
        )}
        <p class="good strong">{t("payment.paid")}</p>
        <Amount cents={BigInt(payment.amountCents)} big />
      </div>
      <dl class="facts">
        {asked !== null && (
          <>
            <div data-testid="asked">
              <dt>{t("receipt.asked")}</dt>
              <dd>{formatCents(asked)}</dd>
            </div>
            <div>
              <dt>{t("receipt.rest")}</dt>
              <dd>{formatCents(asked - BigInt(payment.amountCents))}</dd>
            </div>
          </>
        )}
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
