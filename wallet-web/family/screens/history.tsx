// What was paid and what came back, of all children or of one, by day.
import { useState } from "preact/hooks";
import type { PaymentAnswer } from "../../shared/api-types.ts";
import { EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { dayKey, formatDay } from "../../shared/dates.ts";
import { useStore } from "../../shared/store.ts";
import { useBudgetTexts, useNameOf } from "../parts/child-name.ts";
import { PaymentRow } from "../parts/payment-row.tsx";
import { useChildren, useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

export function HistoryScreen() {
  const history = useStore(useFamily().history);
  const children = useChildren();
  const nameOf = useNameOf();
  const tOfBudgets = useBudgetTexts();
  const [only, setOnly] = useState<string | null>(null);
  const names = new Map(children.map((child) => [child.beneficiaryId as string, nameOf(child)]));
  const payments = Object.values(history)
    .flat()
    .filter(({ beneficiaryId }) => (only ? beneficiaryId === only : names.has(beneficiaryId)))
    .sort((one, other) => other.paidAt - one.paidAt);
  return (
    <>
      <TopBar title={t("history.title")} />
      <main class="screen" id="main">
        {children.length > 1 && (
          <ul class="chips" aria-label={tOfBudgets("whose")}>
            {[null, ...children].map((child) => (
              <li key={child?.beneficiaryId ?? "all"}>
                <button
                  type="button"
                  class="chip"
                  data-colour={child?.colour}
                  aria-pressed={only === (child?.beneficiaryId ?? null)}
                  onClick={() => setOnly(child?.beneficiaryId ?? null)}
                >
                  {child ? nameOf(child) : t("history.everyone")}
                </button>
              </li>
            ))}
          </ul>
        )}
        {payments.length === 0 && (
          <EmptyState icon="list" title={t("home.none.title")}>
            <p class="soft">{t("home.none.todo")}</p>
          </EmptyState>
        )}
        {byDay(payments).map((day) => (
          <section key={day.key} class="stack stack-tight">
            <h2 class="day">{formatDay(day.at)}</h2>
            <ul class="list">
              {day.payments.map((payment) => (
                <li key={payment.paymentId}>
                  <PaymentRow
                    payment={payment}
                    isOfDay
                    {...(children.length > 1
                      ? { whose: names.get(payment.beneficiaryId) ?? "" }
                      : {})}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </main>
    </>
  );
}

type Day = { key: string; at: number; payments: PaymentAnswer[] };

function byDay(payments: readonly PaymentAnswer[]): Day[] {
  const days: Day[] = [];
  for (const payment of payments) {
    const key = dayKey(payment.paidAt);
    const last = days.at(-1);
    if (last?.key === key) last.payments.push(payment);
    else days.push({ key, at: payment.paidAt, payments: [payment] });
  }
  return days;
}
