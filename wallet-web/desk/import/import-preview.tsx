// What will happen with each row of the file, before anything is written.
import { useMemo, useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatCents } from "../../shared/money.ts";
import { useScheme } from "../app/context.ts";
import { Choices } from "../components/choices.tsx";
import { type DataColumn, DataTable } from "../components/data-table.tsx";
import { Pager, pageOf } from "../components/pager.tsx";
import { text } from "../text.ts";
import type { ImportPreview } from "./start-import.ts";
import { type ImportRow, problemsOf, VERDICT_KINDS } from "./verdicts.ts";

const ROWS_PER_PAGE = 25;
const FILTERS = ["refused", "new", "registered"] as const;
type Filter = (typeof FILTERS)[number];

export function ImportPreviewView(props: {
  preview: ImportPreview;
  onStart: (preview: ImportPreview) => void;
  onAgain: () => void;
}) {
  const { preview } = props;
  const { counts } = preview;
  const { scheme } = useScheme();
  const children = useMemo(() => newChildrenOf(preview), [preview]);
  const total = BigInt(scheme?.amountPerBeneficiaryCents ?? "0") * BigInt(children);
  return (
    <>
      <section class="card" data-testid="import-preview">
        <h2 class="card-title">{text("import.found")}</h2>
        <div class="counts">
          <Count kind="new" count={counts.new} />
          <Count kind="registered" count={counts.registered} />
          <Count kind="refused" count={counts.refused} />
        </div>
        {counts.new > 0 ? (
          <>
            <p>
              {text.count("import.will", counts.new, {
                children: text.count("children", children),
                amount: formatCents(BigInt(scheme?.amountPerBeneficiaryCents ?? "0")),
                total: formatCents(total),
              })}
            </p>
            {counts.refused > 0 && <p class="soft">{text("import.refused.later")}</p>}
            <div class="row">
              <Button icon="check" onPress={() => props.onStart(preview)} testId="import-register">
                {text.count("import.register", counts.new)}
              </Button>
              <Button look="quiet" onPress={props.onAgain}>
                {text("import.other")}
              </Button>
            </div>
            <p class="soft small final-soft">
              <Icon name="lock" size={18} /> {text("import.codes")}
            </p>
          </>
        ) : (
          <>
            <Notice title={text("import.nothing")}>
              <p>{text(counts.refused > 0 ? "import.nothing.refused" : "import.nothing.known")}</p>
            </Notice>
            <Button look="second" onPress={props.onAgain}>
              {text("import.other")}
            </Button>
          </>
        )}
      </section>
      <Rows key={preview.importId} preview={preview} />
    </>
  );
}

function Rows({ preview }: { preview: ImportPreview }) {
  const filters = FILTERS.filter((one) => preview.counts[one] > 0);
  const [filter, setFilter] = useState<Filter>(filters[0] ?? "new");
  const [page, setPage] = useState(0);
  const rows = useMemo(
    () => preview.rows.filter((row) => row.verdict === filter),
    [preview, filter],
  );
  if (filters.length === 0) return null;
  return (
    <section class="stack" aria-label={text("import.rows")}>
      <Choices
        label={text("import.rows")}
        chosen={filter}
        choices={filters.map((one) => ({
          value: one,
          text: `${text(`import.filter.${one}`)} (${preview.counts[one]})`,
        }))}
        onChoose={(one) => {
          setFilter(one);
          setPage(0);
        }}
      />
      <DataTable
        caption={text("import.rows")}
        columns={columnsOf()}
        rows={pageOf(rows, page, ROWS_PER_PAGE)}
        rowKey={(row) => String(row.row)}
        testId="import-rows"
      />
      <Pager page={page} perPage={ROWS_PER_PAGE} total={rows.length} onPage={setPage} />
    </section>
  );
}

function columnsOf(): DataColumn<ImportRow>[] {
  return [
    { id: "row", title: text("import.column.row"), cell: ({ row }) => row, isNumber: true },
    {
      id: "client",
      title: text("import.column.client"),
      cell: ({ clientNumber }) => (
        <span class="unbroken">{clientNumber || text("import.column.empty")}</span>
      ),
    },
    {
      id: "children",
      title: text("import.column.children"),
      cell: (row) => (row.problems.includes("children-not-a-number") ? "?" : row.children),
      isNumber: true,
    },
    {
      id: "language",
      title: text("import.column.language"),
      cell: ({ language }) => text(`language.${language}`),
    },
    {
      id: "verdict",
      title: text("import.column.verdict"),
      cell: (row) => (
        <div class="verdict">
          {row.problems.length === 0 && (
            <Tag kind={VERDICT_KINDS[row.verdict]}>{text(`import.verdict.${row.verdict}`)}</Tag>
          )}
          {problemsOf(row).map((problem) => (
            <span key={problem}>{problem}</span>
          ))}
        </div>
      ),
    },
  ];
}

function Count({ kind, count }: { kind: Filter; count: number }) {
  return (
    <p
      class={`count count-${kind} ${count === 0 ? "count-none" : ""}`}
      data-testid={`import-count-${kind}`}
    >
      <span class="count-number">{count}</span>
      <span>{text(`import.count.${kind}`)}</span>
    </p>
  );
}

function newChildrenOf(preview: ImportPreview): number {
  return preview.rows
    .filter((row) => row.verdict === "new")
    .reduce((sum, row) => sum + row.children, 0);
}
