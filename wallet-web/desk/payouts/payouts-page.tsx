// Where each payout stands, what needs a person, and what the bank said: the treasurer's working page.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { EmptyState, Tag } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { useDesk, useRole, useScheme } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { Choices } from "../components/choices.tsx";
import { type DataColumn, DataTable } from "../components/data-table.tsx";
import { Loading, Page } from "../components/page.tsx";
import { Pager } from "../components/pager.tsx";
import { useServerOrder } from "../components/sorting.ts";
import { text } from "../text.ts";
import type { PayoutList, TreasuryPayout } from "./answers.ts";
import { BlocksCard } from "./blocks-card.tsx";
import { FilesCard } from "./files-card.tsx";
import { PayoutDialog } from "./payout-dialog.tsx";
import { explain } from "./reasons.ts";
import { ReportCard } from "./report-card.tsx";
import { StateTiles } from "./state-tiles.tsx";
import { lookOf, STATES, type State } from "./states.ts";
import { UnpaidShops } from "./unpaid-shops.tsx";

const PER_PAGE = 25;
const SHOWS = ["attention", "under-way", "all"] as const;
type Filter = (typeof SHOWS)[number] | State;

export function PayoutsPage() {
  const { schemeId, scheme } = useScheme();
  const maySee = useRole("sponsor", "validator", "treasurer", "guardian");
  return (
    <Page
      title={text("payouts.title")}
      intro={text("payouts.intro")}
      roles={["treasurer"]}
      testId="payouts"
    >
      {scheme && schemeId && maySee ? (
        <Content schemeId={schemeId} />
      ) : (
        <Notice title={text(scheme ? "households.notYours" : "import.noScheme")} />
      )}
    </Page>
  );
}

function Content({ schemeId }: { schemeId: Hex }) {
  return (
    <>
      <Payouts schemeId={schemeId} />
      <BlocksCard schemeId={schemeId} />
      <FilesCard schemeId={schemeId} />
      <ReportCard schemeId={schemeId} />
    </>
  );
}

function Payouts({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const [filter, setFilter] = useState<Filter>("attention");
  const [page, setPage] = useState(0);
  const sums = useLoad<PayoutList>(`payout sums ${schemeId}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/payouts?limit=1`, { signal }),
  );
  const choose = (value: Filter) => {
    setFilter(value);
    setPage(0);
  };
  return (
    <section class="card" aria-labelledby="payouts-list">
      <div class="row row-apart">
        <h2 class="card-title" id="payouts-list">
          {text("payouts.list")}
        </h2>
        <Choices<Filter>
          label={text("payouts.show")}
          chosen={filter}
          choices={SHOWS.map((value) => ({ value, text: text(`payouts.show.${value}`) }))}
          onChoose={choose}
        />
      </div>
      {sums.value && <StateTiles sums={sums.value} chosen={stateOf(filter)} onChoose={choose} />}
      {filter === "EARNED" ? (
        <UnpaidShops schemeId={schemeId} />
      ) : (
        <PayoutTable schemeId={schemeId} filter={filter} page={page} onPage={setPage} />
      )}
    </section>
  );
}

function PayoutTable(props: {
  schemeId: Hex;
  filter: Filter;
  page: number;
  onPage: (page: number) => void;
}) {
  const { schemeId, filter, page } = props;
  const desk = useDesk();
  const [openId, setOpenId] = useState<Hex | null>(null);
  const state = stateOf(filter);
  const which = state ? `state=${state}` : `show=${filter}`;
  const { sort, ...sorting } = useServerOrder(() => props.onPage(0));
  const query = `${which}&offset=${page * PER_PAGE}&limit=${PER_PAGE}${sort ? `&sort=${sort}` : ""}`;
  const loaded = useLoad<PayoutList>(`payouts ${schemeId} ${query}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/payouts?${query}`, { signal }),
  );
  return (
    <>
      <Loading loaded={loaded}>
        {(list) => (
          <>
            {list.payouts.length === 0 ? (
              <EmptyState icon="bank" title={emptyTitle(filter)}>
                <p class="soft">{text("payouts.none.todo")}</p>
              </EmptyState>
            ) : (
              <DataTable
                caption={text("payouts.list")}
                columns={columns(setOpenId)}
                rows={list.payouts}
                rowKey={(row) => row.payoutId}
                {...sorting}
                testId="payout-table"
              />
            )}
            <Pager page={page} perPage={PER_PAGE} total={list.total} onPage={props.onPage} />
          </>
        )}
      </Loading>
      {openId && (
        <PayoutDialog schemeId={schemeId} payoutId={openId} onClose={() => setOpenId(null)} />
      )}
    </>
  );
}

const stateOf = (filter: Filter): State | null => STATES.find((state) => state === filter) ?? null;

function emptyTitle(filter: Filter): string {
  const show = SHOWS.find((value) => value === filter);
  return show ? text(`payouts.none.${show}`) : text("payouts.none.state");
}

function columns(onOpen: (payoutId: Hex) => void): DataColumn<TreasuryPayout>[] {
  return [
    {
      id: "shop",
      title: text("payouts.shop"),
      cell: (row) => <span class="strong">{row.shopName}</span>,
    },
    {
      id: "state",
      title: text("payouts.state"),
      cell: (row) => (
        <span class="state-cell">
          <Tag kind={lookOf(row.state)}>{text(`payouts.state.${row.state}`)}</Tag>
          {row.reason !== null && <span class="small soft">{explain(row.reason).what}</span>}
        </span>
      ),
      sortBy: "server",
    },
    {
      id: "since",
      title: text("payouts.since"),
      cell: (row) => <span class="unbroken">{formatMoment(row.changedAt)}</span>,
      sortBy: "server",
    },
    {
      id: "amount",
      title: text("payouts.amount"),
      isNumber: true,
      cell: (row) => formatCents(BigInt(row.amountCents)),
      sortBy: "server",
    },
    {
      id: "look",
      title: text("payouts.look"),
      isActions: true,
      cell: (row) => (
        <Button look="second" onPress={() => onOpen(row.payoutId)} testId="payout-open">
          {text("payouts.look")}
          <span class="unseen">{` ${row.shopName}`}</span>
        </Button>
      ),
    },
  ];
}
