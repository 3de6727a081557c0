// Rows of one verdict: who is registered by them can be left out, and a family with fewer children can be looked at.
import { useMemo, useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { DataColumn } from "../components/data-table.tsx";
import { PagedTable } from "../components/paged-table.tsx";
import { HouseholdDialog } from "../households/household-dialog.tsx";
import { text } from "../text.ts";
import { canRegister, newChildren, withRows } from "./decisions.ts";
import type { Deciding, Group } from "./import-groups.tsx";
import { type ImportRow, problemsOf, VERDICT_KINDS } from "./verdicts.ts";

const ROWS_PER_PAGE = 25;

type Opened = { householdId: Hex; clientNumber: string };

export function RowGroup(props: Deciding & { group: Exclude<Group, "absent"> }) {
  const { preview, decisions, onDecide, onChanged, group } = props;
  const [opened, setOpened] = useState<Opened | null>(null);
  const rows = useMemo(() => preview.rows.filter((row) => row.verdict === group), [preview, group]);
  const take = (some: readonly ImportRow[], isTaken: boolean) =>
    onDecide((before) => withRows(before, some, isTaken));
  const isChosen = group === "new" || group === "more";
  const columns = [
    ...(isChosen ? [takeColumn(decisions.left, take)] : []),
    ...COLUMNS,
    ...(group === "fewer" ? [lookColumn(setOpened)] : []),
  ];
  return (
    <>
      {(group === "more" || group === "fewer") && <p>{text(`import.group.${group}`)}</p>}
      {isChosen && rows.length > 1 && (
        <div class="row">
          <Button look="second" onPress={() => take(rows, true)} testId="take-all">
            {text("import.take.all")}
          </Button>
          <Button look="quiet" onPress={() => take(rows, false)} testId="take-none">
            {text("import.take.none")}
          </Button>
        </div>
      )}
      <PagedTable
        caption={text("import.rows")}
        columns={columns}
        rows={rows}
        perPage={ROWS_PER_PAGE}
        rowKey={(row) => String(row.row)}
        testId="import-rows"
      />
      {opened && (
        <HouseholdDialog
          schemeId={preview.schemeId}
          found={opened}
          onClose={() => {
            setOpened(null);
            onChanged();
          }}
        />
      )}
    </>
  );
}

function takeColumn(
  left: ReadonlySet<number>,
  take: (rows: readonly ImportRow[], isTaken: boolean) => void,
): DataColumn<ImportRow> {
  return {
    id: "take",
    title: text("import.column.take"),
    cell: (row) =>
      canRegister(row) && (
        <input
          type="checkbox"
          class="take"
          checked={!left.has(row.row)}
          aria-label={text("import.take", { client: row.clientNumber })}
          data-testid={`take-${row.row}`}
          onChange={(event) => take([row], event.currentTarget.checked)}
        />
      ),
  };
}

function lookColumn(open: (opened: Opened) => void): DataColumn<ImportRow> {
  return {
    id: "look",
    title: text("import.look"),
    isActions: true,
    cell: ({ known, clientNumber }) =>
      known && (
        <Button
          look="second"
          onPress={() => open({ householdId: known.householdId, clientNumber })}
          testId="import-look"
        >
          {text("import.look")}
          <span class="unseen">: {clientNumber}</span>
        </Button>
      ),
  };
}

const COLUMNS: readonly DataColumn<ImportRow>[] = [
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
          <Tag kind={VERDICT_KINDS[row.verdict]}>{verdictText(row)}</Tag>
        )}
        {row.verdict === "more" && row.known && row.known.closed > 0 && (
          <span>{text.count("import.wasClosed", row.known.closed)}</span>
        )}
        {problemsOf(row).map((problem) => (
          <span key={problem}>{problem}</span>
        ))}
      </div>
    ),
  },
];

function verdictText(row: ImportRow): string {
  const difference = newChildren(row);
  if (row.verdict === "more") return text.count("import.verdict.more", difference);
  if (row.verdict === "fewer") return text.count("import.verdict.fewer", -difference);
  return text(`import.verdict.${row.verdict}`);
}
