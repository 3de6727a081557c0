// What a day's payments add up to, all together and by till.
import type { PaymentAnswer } from "../../shared/api-types.ts";
import { Amount } from "../../shared/components/amount.tsx";
import { formatCents } from "../../shared/money.ts";
import { totalOf, totalsByTill } from "../model/day.ts";
import { t } from "../texts.ts";
import { tillName } from "./till-name.ts";
import { useShop } from "./use-till.ts";

export function DayTotals({ payments }: { payments: readonly PaymentAnswer[] }) {
  const shop = useShop();
  const total = totalOf(payments);
  const byTill = totalsByTill(payments);
  return (
    <section class="card day-total" data-testid="day-total">
      <p class="soft">{t.count("today.count", total.count)}</p>
      <Amount cents={total.netCents} big testId="day-net" />
      {total.refundedCents > 0n && (
        <p class="soft small">
          {t("today.sum", {
            paid: formatCents(total.paidCents),
            refunded: formatCents(total.refundedCents),
          })}
        </p>
      )}
      {byTill.length > 1 && (
        <dl class="facts" data-testid="by-till">
          {byTill.map(({ till, total: own }) => (
            <div key={till ?? ""}>
              <dt>
                {tillName(shop, till)} <span class="small">({own.count})</span>
              </dt>
              <dd>{formatCents(own.netCents)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
