// The day at the till: totals first, then each payment; older days below.
import { Amount } from "../../shared/components/amount.tsx";
import { EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { formatCents } from "../../shared/money.ts";
import { useStore } from "../../shared/store.ts";
import { paymentsOfDay, totalOf } from "../model/day.ts";
import { MarkCard } from "../parts/mark-card.tsx";
import { PaymentList } from "../parts/payment-list.tsx";
import { useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";

export function TodayScreen() {
  const till = useTill();
  const all = useStore(till.payments);
  const today = paymentsOfDay(all, till.deployments.now());
  const earlier = all.filter((payment) => !today.includes(payment));
  const total = totalOf(today);
  return (
    <>
      <TopBar title={t("today.title")} />
      <main class="screen" id="main">
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
        </section>
        {today.length === 0 ? (
          <EmptyState icon="list" title={t("today.none.title")}>
            <p class="soft">{t("today.none.todo")}</p>
          </EmptyState>
        ) : (
          <PaymentList payments={today} />
        )}
        {all.length > 0 && <MarkCard />}
        {earlier.length > 0 && (
          <section class="stack stack-tight">
            <h2>{t("today.earlier")}</h2>
            <PaymentList payments={earlier} />
          </section>
        )}
      </main>
    </>
  );
}
