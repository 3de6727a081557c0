// Payments at this till as rows that open.
import type { PaymentAnswer } from "../../shared/api-types.ts";
import { Amount } from "../../shared/components/amount.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { formatTime } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { pathTo } from "../../shared/router.ts";
import { shortCode } from "../../shared/short-code.ts";
import { t } from "../texts.ts";

export function PaymentList({ payments }: { payments: readonly PaymentAnswer[] }) {
  return (
    <ul class="list" data-testid="payments">
      {payments.map((payment) => (
        <li key={payment.paymentId}>
          <Row payment={payment} />
        </li>
      ))}
    </ul>
  );
}

function Row({ payment }: { payment: PaymentAnswer }) {
  const refunded = BigInt(payment.refundedCents);
  return (
    <a
      class="list-row"
      href={pathTo("betaling", payment.paymentId)}
      data-testid="payment-row"
      data-payment={payment.paymentId}
    >
      <span class={refunded > 0n ? "list-icon list-icon-warn" : "list-icon list-icon-good"}>
        <Icon name={refunded > 0n ? "refund" : "check"} />
      </span>
      <span class="list-main">
        <span class="strong">{formatTime(payment.paidAt)}</span>
        <span class="soft small">{shortCode(payment.paymentId)}</span>
        {refunded > 0n && (
          <span class="small strong">{t("list.back", { amount: formatCents(refunded) })}</span>
        )}
      </span>
      <Amount cents={BigInt(payment.amountCents)} />
      <Icon name="next" size={20} />
    </a>
  );
}
