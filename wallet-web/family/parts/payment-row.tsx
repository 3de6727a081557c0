// A payment in a list: where, when, how much; what came back stands with it.

import type { PaymentAnswer } from "../../shared/api-types.ts";
import { Amount } from "../../shared/components/amount.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { formatMoment, formatTime } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { pathTo } from "../../shared/router.ts";
import { t } from "../texts.ts";

export function PaymentRow(props: {
  payment: PaymentAnswer;
  /** Whose budget, where several stand in one list. */
  whose?: string;
  /** Where the day stands above it already. */
  isOfDay?: boolean;
}) {
  const { payment, whose } = props;
  const refunded = BigInt(payment.refundedCents);
  return (
    <a class="list-row" href={pathTo("betaling", payment.paymentId)} data-testid="payment-row">
      <span class="list-icon">
        <Icon name={refunded > 0n ? "refund" : "shop"} />
      </span>
      <span class="list-main">
        <bdi class="strong">{payment.shopName}</bdi>
        <span class="soft small">
          {whose && (
            <>
              <bdi>{whose}</bdi> ·{" "}
            </>
          )}
          <bdi>{props.isOfDay ? formatTime(payment.paidAt) : formatMoment(payment.paidAt)}</bdi>
        </span>
        {refunded > 0n && (
          <span class="good small strong">
            {t("history.back", { amount: formatCents(refunded) })}
          </span>
        )}
      </span>
      <Amount cents={-BigInt(payment.amountCents)} />
    </a>
  );
}
