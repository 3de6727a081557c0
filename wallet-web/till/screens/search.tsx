// Payments of any day, found by amount, time or code, a page at a time; of one day also what it adds up to.

import { useEffect, useState } from "preact/hooks";
import type { PaymentAnswer } from "../../shared/api-types.ts";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { Problem } from "../../shared/components/notice.tsx";
import { dayKey, formatDate } from "../../shared/dates.ts";
import { groupBy } from "../../shared/group-by.ts";
import { goTo } from "../../shared/router.ts";
import { type Found, queryOf, readSought, searchPayments } from "../model/search.ts";
import { DayTotals } from "../parts/day-totals.tsx";
import { PaymentList } from "../parts/payment-list.tsx";
import { useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";

export function SearchScreen() {
  const search = useSearch();
  const { found, day } = search;
  return (
    <>
      <TopBar title={t("today.search")} onBack={() => goTo(["vandaag"])} />
      <main class="screen" id="main">
        <form
          class="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            search.start();
          }}
        >
          <Field
            label={t("search.what")}
            hint={t("search.hint")}
            value={search.typed}
            onInput={search.setTyped}
            error={search.isWrong ? t("search.wrong") : null}
            maxLength={20}
            testId="search-text"
          />
          <label class="field">
            <span class="field-label">{t("search.day")}</span>
            <input
              type="date"
              class="field-input"
              value={day}
              max={search.today}
              data-testid="search-day"
              onInput={(event) => search.setDay(event.currentTarget.value)}
            />
          </label>
          <Button type="submit" wide icon="search" busy={search.isBusy} testId="search-ok">
            {t("search.go")}
          </Button>
        </form>
        <Problem error={search.error} />
        <div class="stack" aria-live="polite">
          {found?.payments.length === 0 && (
            <EmptyState icon="search" title={t("search.none")}>
              <p class="soft">{t("search.none.todo")}</p>
            </EmptyState>
          )}
          {search.isWholeDay && found?.next === null && found.payments.length > 0 && (
            <DayTotals payments={found.payments} />
          )}
          {found &&
            byDay(found.payments).map(([key, payments]) => (
              <section class="stack stack-tight" key={key}>
                <h2>{formatDate(payments[0]?.paidAt ?? 0)}</h2>
                <PaymentList payments={payments} />
              </section>
            ))}
        </div>
        {found?.next && (
          <Button
            wide
            look="second"
            busy={search.isBusy}
            testId="search-more"
            onPress={search.more}
          >
            {t("search.more")}
          </Button>
        )}
      </main>
    </>
  );
}

const byDay = (payments: readonly PaymentAnswer[]) => [
  ...groupBy(payments, (payment) => dayKey(payment.paidAt)),
];

/** A day that is looked at as a whole is fetched as a whole, up to this many pages. */
const MOST_PAGES = 40;

function useSearch() {
  const till = useTill();
  const now = till.deployments.now();
  const [typed, setTyped] = useState("");
  const [day, setDay] = useState("");
  const [found, setFound] = useState<Found | null>(null);
  const [query, setQuery] = useState<Record<string, string>>({});
  /** Whether what was found is a day with nothing left out: only that adds up to the day's total. */
  const [isWholeDay, setWholeDay] = useState(false);
  const [isWrong, setWrong] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const fetchFrom = async (asked: Record<string, string>, before: Found | null, pages: number) => {
    setBusy(true);
    setError(null);
    try {
      let all = before ?? { payments: [], next: null };
      for (let page = 0; page < pages && (page === 0 || all.next !== null); page++) {
        const { payments, next } = await searchPayments(till, asked, all.next);
        all = { payments: [...all.payments, ...payments], next };
      }
      setFound(all);
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  const start = () => {
    const sought = readSought(typed);
    const asked = sought && queryOf(sought, { day, now });
    setWrong(asked === null);
    if (!asked || !sought) return;
    setQuery(asked);
    const isDay = sought.kind === "all" && day !== "";
    setFound(null);
    setWholeDay(isDay);
    void fetchFrom(asked, null, isDay ? MOST_PAGES : 1);
  };
  useEffect(() => void fetchFrom({}, null, 1), []);
  return {
    typed,
    setTyped: (text: string) => {
      setTyped(text);
      setWrong(false);
    },
    day,
    setDay,
    today: dayKey(now),
    found,
    isWholeDay,
    isWrong,
    isBusy,
    error,
    start,
    more: () => void fetchFrom(query, found, 1),
  };
}
