// Blocked budgets and suspended shops in one list: who, when and why.
import { useState } from "preact/hooks";
import { Amount } from "../../shared/components/amount.tsx";
import { ButtonLink } from "../../shared/components/button.tsx";
import { EmptyState } from "../../shared/components/layout.tsx";
import { formatMoment } from "../../shared/dates.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { shortCode } from "../../shared/short-code.ts";
import { useDesk } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { type DataColumn, DataTable } from "../components/data-table.tsx";
import { Loading } from "../components/page.tsx";
import { Pager } from "../components/pager.tsx";
import { text } from "../text.ts";
import { timelinePath } from "../timeline/places.ts";
import { whoDidIt } from "../timeline/sentence.ts";
import type { Stop, StopList } from "./answers.ts";

const PER_PAGE = 20;

export function StopTable({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const [page, setPage] = useState(0);
  const loaded = useLoad<StopList>(`stops ${schemeId} ${page}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/stops?offset=${page * PER_PAGE}&limit=${PER_PAGE}`, {
      signal,
    }),
  );
  return (
    <section class="stack" aria-labelledby="stops-title" data-testid="stops">
      <h2 id="stops-title">{text("guardian.stops")}</h2>
      <Loading loaded={loaded}>
        {({ stops, total }) =>
          total === 0 ? (
            <section class="card">
              <EmptyState icon="check" title={text("guardian.stops.none")}>
                <p class="soft">{text("guardian.stops.none.what")}</p>
              </EmptyState>
            </section>
          ) : (
            <>
              <DataTable
                caption={text("guardian.stops")}
                columns={COLUMNS}
                rows={stops}
                rowKey={({ id }) => id}
                testId="stops-table"
              />
              <Pager page={page} perPage={PER_PAGE} total={total} onPage={setPage} />
            </>
          )
        }
      </Loading>
    </section>
  );
}

function nameOf({ shopName, letterNumber, child, id }: Stop): string {
  if (shopName !== null) return shopName || text("timeline.aShop");
  return letterNumber === null || child === null
    ? text("guardian.stops.childOnly", { code: shortCode(id) })
    : text("guardian.stops.child", { letter: letterNumber, child });
}

const COLUMNS: DataColumn<Stop>[] = [
  {
    id: "what",
    title: text("guardian.stops.what"),
    cell: (stop) => (
      <span>
        <span class="strong">{nameOf(stop)}</span>
        <br />
        <span class="soft small">
          {text(stop.kind === "shop" ? "guardian.stops.suspended" : "guardian.stops.frozen")}
        </span>
      </span>
    ),
  },
  { id: "who", title: text("guardian.stops.who"), cell: ({ who }) => whoDidIt(who) },
  {
    id: "when",
    title: text("guardian.stops.when"),
    cell: ({ at }) => <span class="unbroken">{formatMoment(at)}</span>,
  },
  {
    id: "reason",
    title: text("guardian.stops.reason"),
    cell: ({ reason }) => text(`reason.${reason}`),
  },
  {
    id: "cents",
    title: text("guardian.stops.cents"),
    isNumber: true,
    cell: ({ owedCents }) => owedCents !== null && <Amount cents={BigInt(owedCents)} />,
  },
  {
    id: "history",
    title: text("timeline.open"),
    isActions: true,
    cell: (stop) => (
      <ButtonLink
        look="second"
        href={timelinePath(stop.kind === "shop" ? "shop" : "child", stop.id)}
        testId="stop-history"
      >
        {text("guardian.history")}
        <span class="unseen"> {nameOf(stop)}</span>
      </ButtonLink>
    ),
  },
];
