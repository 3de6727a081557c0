// The day at the till: totals first, then each payment; older days below.
import { ButtonLink } from "../../shared/components/button.tsx";
import { EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { pathTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { paymentsOfDay } from "../model/day.ts";
import { AcceptedList } from "../parts/accepted-list.tsx";
import { DayTotals } from "../parts/day-totals.tsx";
import { MarkCard } from "../parts/mark-card.tsx";
import { PaymentList } from "../parts/payment-list.tsx";
import { useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";

export function TodayScreen() {
  const till = useTill();
  const all = useStore(till.payments);
  const today = paymentsOfDay(all, till.deployments.now());
  const earlier = all.filter((payment) => !today.includes(payment));
  return (
    <>
      <TopBar title={t("today.title")} />
      <main class="screen" id="main">
        <DayTotals payments={today} />
        <AcceptedList />
        <ButtonLink look="second" icon="search" href={pathTo("zoeken")} testId="search">
          {t("today.search")}
        </ButtonLink>
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
