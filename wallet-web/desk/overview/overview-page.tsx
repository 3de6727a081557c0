// How the scheme stands: what has to be done, where the money is, and how many take part.
import type { ComponentChildren } from "preact";
import { Amount } from "../../shared/components/amount.tsx";
import { ButtonLink } from "../../shared/components/button.tsx";
import { Icon, type IconName } from "../../shared/components/icon.tsx";
import { EmptyState } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatDate } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { pathTo } from "../../shared/router.ts";
import type { SchemeOverview } from "../app/answers.ts";
import { useDesk, useRole, useScheme } from "../app/context.ts";
import type { Scheme } from "../app/desk.ts";
import { useLoad } from "../app/use-load.ts";
import { Loading, Page } from "../components/page.tsx";
import { text } from "../text.ts";
import { averageText } from "./average.ts";
import { forecastOf } from "./forecast.ts";
import { shareOf } from "./money-parts.ts";
import { MoneyPicture } from "./money-picture.tsx";
import { PayoutsNotice } from "./payouts-notice.tsx";
import { TodoList } from "./todo-list.tsx";

export function OverviewPage() {
  const desk = useDesk();
  const { schemeId, scheme } = useScheme();
  const maySee = useRole("sponsor", "validator", "treasurer", "guardian");
  const loaded = useLoad<SchemeOverview>(
    scheme && maySee ? `overview ${schemeId}` : null,
    (signal) => desk.api.get(`/schemes/${schemeId}/overview`, { signal }),
  );
  return (
    <Page
      title={text("overview.title")}
      intro={text("overview.intro")}
      roles="own"
      testId="overview"
    >
      {scheme && !maySee && <NotYours />}
      {scheme && maySee && (
        <Loading loaded={loaded}>
          {(overview) => (
            <>
              <Standing scheme={scheme} now={desk.deployments.now()} />
              <PayoutsNotice schemeId={scheme.schemeId} />
              <TodoList overview={overview} />
              <Figures scheme={scheme} overview={overview} />
              <MoneyPicture conservation={overview.conservation} />
            </>
          )}
        </Loading>
      )}
      {!scheme && <NoScheme isNamed={schemeId !== null} />}
    </Page>
  );
}

/** Who gives roles sees no one's business. */
function NotYours() {
  return (
    <section class="card">
      <EmptyState icon="lock" title={text("overview.notYours.title")}>
        <p class="soft">{text("overview.notYours")}</p>
        <ButtonLink href={pathTo("roles")}>{text("overview.notYours.go")}</ButtonLink>
      </EmptyState>
    </section>
  );
}

/** An empty desk says what to do first. */
function NoScheme({ isNamed }: { isNamed: boolean }) {
  const maySponsor = useRole("sponsor");
  const isAdmin = useRole("admin");
  if (!isNamed && isAdmin) {
    return (
      <section class="card">
        <EmptyState icon="people" title={text("empty.scheme.role.title")}>
          <p class="soft">{text("empty.scheme.role.what")}</p>
          <ButtonLink href={pathTo("roles")}>{text("empty.scheme.role.go")}</ButtonLink>
        </EmptyState>
      </section>
    );
  }
  return (
    <section class="card">
      <EmptyState icon="list" title={text("empty.scheme.title")}>
        <p class="soft">{text("empty.scheme.what")}</p>
        {maySponsor && (
          <ButtonLink href={pathTo("scheme")} testId="open-scheme">
            {text("empty.scheme.open")}
          </ButtonLink>
        )}
      </EmptyState>
    </section>
  );
}

function Standing({ scheme, now }: { scheme: Scheme; now: number }) {
  if (scheme.closed) return <Notice title={text("overview.closed")} />;
  if (scheme.paused) return <Notice kind="bad" title={text("overview.paused")} />;
  if (now >= scheme.endsAt) {
    return (
      <Notice kind="warn" title={text("overview.ended", { date: formatDate(scheme.endsAt) })} />
    );
  }
  return null;
}

function Figures({ scheme, overview }: { scheme: Scheme; overview: SchemeOverview }) {
  const { now } = useDesk().deployments;
  const { conservation, households, payments } = overview;
  const [funded, spent] = [BigInt(conservation.fundedCents), BigInt(overview.spentCents)];
  const { active = 0, registered = 0, frozen = 0 } = overview.beneficiaries;
  const shops = overview.shops;
  const started = text("overview.households.started", {
    started: active + frozen,
    total: active + registered + frozen,
  });
  return (
    <div class="figures">
      <Figure
        icon="euro"
        title={text("overview.spent")}
        testId="figure-spent"
        subs={[spentOf(spent, funded), endOf(scheme, overview, now())]}
      >
        <Amount cents={spent} />
      </Figure>
      <Figure
        icon="people"
        title={text("overview.households")}
        testId="figure-households"
        subs={[started, paidOf(overview.adoption)]}
      >
        {households}
      </Figure>
      <Figure
        icon="shop"
        title={text("overview.shops")}
        testId="figure-shops"
        subs={[
          text("overview.shops.admitted"),
          shops.waiting ? text.count("overview.shops.waiting", shops.waiting) : "",
          shops.suspended ? text.count("overview.shops.suspended", shops.suspended) : "",
        ]}
      >
        {shops.admitted ?? 0}
      </Figure>
      <Figure
        icon="check"
        title={text("overview.payments")}
        testId="figure-payments"
        subs={[averageText(overview)]}
      >
        {payments}
      </Figure>
    </div>
  );
}

function Figure(props: {
  icon: IconName;
  title: string;
  subs: readonly string[];
  children: ComponentChildren;
  testId: string;
}) {
  return (
    <section class="card figure" data-testid={props.testId}>
      <h2 class="figure-title">
        <Icon name={props.icon} size={20} />
        {props.title}
      </h2>
      <p class="figure-value">{props.children}</p>
      {props.subs
        .filter((sub) => sub !== "")
        .map((sub) => (
          <p key={sub} class="soft small">
            {sub}
          </p>
        ))}
    </section>
  );
}

/** When it ends, and when the money does. */
function endOf(scheme: Scheme, overview: SchemeOverview, now: number): string {
  const { startsAt, endsAt } = scheme;
  const forecast = forecastOf({
    ...{ startsAt, endsAt, now },
    spentCents: BigInt(overview.spentCents),
    outstandingCents: BigInt(overview.conservation.outstandingCents),
  });
  const date = formatDate(endsAt - 1);
  if (forecast.kind === "spent") {
    return text("overview.forecast.spent", { day: formatDate(forecast.at), date });
  }
  if (forecast.kind === "left") {
    return text("overview.forecast.left", { amount: formatCents(forecast.cents), date });
  }
  return now < endsAt ? text("overview.forecast.none", { date }) : "";
}

function spentOf(spent: bigint, funded: bigint): string {
  if (spent === 0n) return text("overview.spent.none");
  return text("overview.spent.sub", { percent: percent(shareOf(spent, funded)) });
}

/** Whole per cents, but never 0 or 100 for what is neither. */
function percent(share: number): number {
  const rounded = Math.round(share * 100);
  if (share > 0 && rounded === 0) return 1;
  return share < 1 && rounded === 100 ? 99 : rounded;
}

/** Fewer than five families are told of nowhere. */
function paidOf({ families, percent: share, isAtLeast }: SchemeOverview["adoption"]): string {
  if (families === null) return "";
  if (share === null) return text("overview.households.paid.few");
  const key = isAtLeast ? "overview.households.paid.atLeast" : "overview.households.paid";
  return text(key, { percent: share });
}
