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
import { text } from "../text.ts";
import type { PayoutList, TreasuryPayout } from "./answers.ts";
import { BlocksCard } from "./blocks-card.tsx";
import { FilesCard } from "./files-card.tsx";
import { PayoutDialog } from "./payout-dialog.tsx";
import { explain } from "./reasons.ts";
import { ReportCard } from "./report-card.tsx";
import { ATTENTION, lookOf } from "./states.ts";

const PER_PAGE = 25;
const SHOWS = ["attention", "under-way", "all"] as const;
type Show = (typeof SHOWS)[number];

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
  const [show, setShow] = useState<Show>("attention");
  const [page, setPage] = useState(0);
  const [openId, setOpenId] = useState<Hex | null>(null);
  const query = `show=${show}&offset=${page * PER_PAGE}&limit=${PER_PAGE}`;
  const loaded = useLoad<PayoutList>(`payouts ${schemeId} ${query}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/payouts?${query}`, { signal }),
  );
  const choose = (value: Show) => {
    setShow(value);
    setPage(0);
  };
  return (
    <section class="card" aria-labelledby="payouts-list">
      <div class="row row-apart">
        <h2 class="card-title" id="payouts-list">
          {text("payouts.list")}
        </h2>
        <Choices
          label={text("payouts.show")}
          chosen={show}
          choices={SHOWS.map((value) => ({ value, text: text(`payouts.show.${value}`) }))}
          onChoose={choose}
        />
      </div>
      <Loading loaded={loaded}>
        {(list) => (
          <>
            <Counts list={list} />
            {list.payouts.length === 0 ? (
              <EmptyState icon="bank" title={text(`payouts.none.${show}`)}>
                <p class="soft">{text("payouts.none.todo")}</p>
              </EmptyState>
            ) : (
              <DataTable
                caption={text("payouts.list")}
                columns={columns(setOpenId)}
                rows={list.payouts}
                rowKey={(row) => row.payoutId}
                testId="payout-table"
              />
            )}
            <Pager page={page} perPage={PER_PAGE} total={list.total} onPage={setPage} />
          </>
        )}
      </Loading>
      {openId && (
        <PayoutDialog schemeId={schemeId} payoutId={openId} onClose={() => setOpenId(null)} />
      )}
    </section>
  );
}

/** What needs attention, in one line; nothing when all is well. */
function Counts({ list }: { list: PayoutList }) {
  const parts = ATTENTION.map((state) => [state, list.counts[state] ?? 0] as const).filter(
    ([, count]) => count > 0,
  );
  if (parts.length === 0) return null;
  return (
    <p class="row small" role="status">
      {parts.map(([state, count]) => (
        <Tag key={state} kind={lookOf(state)}>
          {`${count} ${text(`payouts.state.${state}`)}`}
        </Tag>
      ))}
    </p>
  );
}

function columns(onOpen: (payoutId: Hex) => void): DataColumn<TreasuryPayout>[] {
  return [
    {
      id: "shop",
      title: text("payouts.shop"),
      cell: (row) => row.shopName,
      sortBy: (row) => row.shopName,
    },
    {
      id: "state",
      title: text("payouts.state"),
      cell: (row) => (
        <>
          <Tag kind={lookOf(row.state)}>{text(`payouts.state.${row.state}`)}</Tag>{" "}
          {row.reason !== null && <span class="small soft">{explain(row.reason).what}</span>}
        </>
      ),
      sortBy: (row) => row.state,
    },
    {
      id: "since",
      title: text("payouts.since"),
      cell: (row) => formatMoment(row.changedAt),
      sortBy: (row) => row.changedAt,
    },
    {
      id: "amount",
      title: text("payouts.amount"),
      isNumber: true,
      cell: (row) => formatCents(BigInt(row.amountCents)),
      sortBy: (row) => BigInt(row.amountCents),
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
