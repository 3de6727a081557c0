import { EmptyState, Tag } from "../../shared/components/layout.tsx";
import { formatTime } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import type { DataColumn } from "../components/data-table.tsx";
import { PagedTable } from "../components/paged-table.tsx";
import { text } from "../text.ts";
import type { ReportLine } from "./answers.ts";
import { bankSaid } from "./reasons.ts";

const PER_PAGE = 25;
const LOOKS = {
  paid: "good",
  refused: "bad",
  returned: "bad",
  unknown: "warn",
  held: "warn",
  conflict: "bad",
  unmatched: "info",
} as const satisfies Record<ReportLine["kind"], string>;

type Row = ReportLine & { key: string };

export function ReportLines(props: { lines: readonly ReportLine[]; testId: string }) {
  // The newest first: what just happened is what is looked for.
  const rows = props.lines.map((line, index): Row => ({ ...line, key: String(index) })).reverse();
  if (rows.length === 0) {
    return (
      <EmptyState icon="list" title={text("report.empty")}>
        <p class="soft">{text("report.empty.what")}</p>
      </EmptyState>
    );
  }
  return (
    <PagedTable
      caption={text("report.lines")}
      columns={COLUMNS}
      rows={rows}
      perPage={PER_PAGE}
      rowKey={({ key }) => key}
      testId={props.testId}
    />
  );
}

const COLUMNS: DataColumn<Row>[] = [
  {
    id: "kind",
    title: text("report.kind"),
    cell: (row) => (
      <span class="state-cell">
        <Tag kind={LOOKS[row.kind]}>{text(`report.${row.kind}`)}</Tag>
        {row.reason && <span class="small soft">{reasonOf(row)}</span>}
      </span>
    ),
    sortBy: ({ kind }) => text(`report.${kind}`),
  },
  {
    id: "shop",
    title: text("report.shop"),
    cell: (row) => (
      <span class="cell-lines">
        <span class="strong">{row.shopName || text("payouts.unknown")}</span>
        <span class="small soft">
          {[row.creditorNumber, row.iban && `•••• ${row.iban.slice(-4)}`]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
    ),
    sortBy: ({ shopName }) => shopName,
  },
  {
    id: "at",
    title: text("report.time"),
    cell: ({ at }) => formatTime(at),
    sortBy: ({ at }) => at,
  },
  {
    id: "number",
    title: text("report.number"),
    cell: ({ bankReference }) => <span class="breaks">{bankReference || text("report.dash")}</span>,
  },
  {
    id: "amount",
    title: text("payouts.amount"),
    isNumber: true,
    cell: ({ amountCents }) => <span class="unbroken">{formatCents(BigInt(amountCents))}</span>,
    sortBy: ({ amountCents }) => BigInt(amountCents),
  },
];

/** Of a line that isn't ours the bank's own words. */
const reasonOf = ({ kind, reason }: ReportLine): string =>
  kind === "unmatched" ? reason : bankSaid(reason);
