// How the scheme does as a whole: the money, the goals, and spending by week, age and kind of shop. Never of fewer than five families.
import { EmptyState } from "../../shared/components/layout.tsx";
import { formatTime } from "../../shared/dates.ts";
import type { Insight } from "../app/answers.ts";
import { useDesk, useRole, useScheme } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { Loading, Page } from "../components/page.tsx";
import { text } from "../text.ts";
import { AgeLine } from "./age-line.tsx";
import { CategoryTable } from "./category-table.tsx";
import { Downloads } from "./downloads.tsx";
import { Goals } from "./goals.tsx";
import { MarkBars } from "./mark-bars.tsx";
import { MoneyFigures } from "./money-figures.tsx";
import { WeekBars } from "./week-bars.tsx";

const STAFF = ["sponsor", "validator", "treasurer", "guardian"] as const;

export function InsightPage() {
  const desk = useDesk();
  const { schemeId, scheme } = useScheme();
  const maySee = useRole(...STAFF);
  const loaded = useLoad<Insight>(scheme && maySee ? `insight ${schemeId}` : null, (signal) =>
    desk.api.get(`/schemes/${schemeId}/insight`, { signal }),
  );
  return (
    <Page
      title={text("insight.title")}
      intro={text("insight.intro")}
      roles={STAFF}
      testId="insight"
    >
      {!scheme && <Nothing title={text("empty.scheme.title")} what={text("empty.scheme.what")} />}
      {scheme && !maySee && (
        <Nothing title={text("overview.notYours.title")} what={text("overview.notYours")} />
      )}
      {scheme && maySee && (
        <Loading loaded={loaded}>{(insight) => <Shown insight={insight} />}</Loading>
      )}
    </Page>
  );
}

function Shown({ insight }: { insight: Insight }) {
  return (
    <>
      <MoneyFigures insight={insight} />
      <Goals insight={insight} />
      {insight.weeks ? (
        <div class="charts">
          <WeekBars weeks={insight.weeks} />
          <AgeLine insight={insight} />
        </div>
      ) : (
        <section class="card" data-testid="insight-few">
          <EmptyState icon="chart" title={text("insight.few.title")}>
            <p class="soft">{text("insight.few")}</p>
          </EmptyState>
        </section>
      )}
      <MarkBars satisfaction={insight.satisfaction} />
      {insight.categories && <CategoryTable categories={insight.categories} />}
      <Downloads schemeId={insight.schemeId} />
      <p>
        <a href={`/openbaar/${insight.schemeId}`} data-testid="insight-open">
          {text("insight.open")}
        </a>
      </p>
      <p class="soft small">{text("insight.made", { time: formatTime(insight.madeAt) })}</p>
    </>
  );
}

function Nothing({ title, what }: { title: string; what: string }) {
  return (
    <section class="card">
      <EmptyState icon="chart" title={title}>
        <p class="soft">{what}</p>
      </EmptyState>
    </section>
  );
}
