// Families of which the file has no row. They are kept, unless a person says for one, or for all, why they are closed.
import { useMemo } from "preact/hooks";
import { Icon } from "../../shared/components/icon.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { DataColumn } from "../components/data-table.tsx";
import { PagedTable } from "../components/paged-table.tsx";
import { text } from "../text.ts";
import { LEAVING_REASONS, type LeavingReason, withClosing } from "./decisions.ts";
import type { Deciding } from "./import-groups.tsx";
import type { ImportPreview } from "./start-import.ts";

const ROWS_PER_PAGE = 25;

type AbsentHousehold = ImportPreview["absent"][number];

export function AbsentGroup({ preview, decisions, onDecide }: Deciding) {
  const { absent, absentTotal } = preview;
  const { closing } = decisions;
  const choose = (ids: readonly Hex[], reason: LeavingReason | null) =>
    onDecide((before) => withClosing(before, ids, reason));
  const all = useMemo(() => absent.map((one) => one.householdId), [absent]);
  const shared = closing.get(all[0] ?? "0x") ?? null;
  const isSame = all.every((id) => (closing.get(id) ?? null) === shared);
  return (
    <>
      <p>{text("import.group.absent")}</p>
      {absentTotal > absent.length && (
        <Notice
          title={text("import.absent.first", {
            shown: String(absent.length),
            total: String(absentTotal),
          })}
          testId="absent-first"
        />
      )}
      {absent.length > 1 && (
        <LeavingSelect
          label={text.count("import.leaving.all", absent.length)}
          isLabelSeen
          value={isSame ? shared : "mixed"}
          onChoose={(reason) => choose(all, reason)}
          testId="leaving-all"
        />
      )}
      <PagedTable
        caption={text("import.filter.absent")}
        columns={columnsOf(closing, choose)}
        rows={absent}
        perPage={ROWS_PER_PAGE}
        rowKey={(row) => row.householdId}
        testId="import-absent"
      />
    </>
  );
}

function columnsOf(
  closing: ReadonlyMap<Hex, LeavingReason>,
  choose: (ids: readonly Hex[], reason: LeavingReason | null) => void,
): DataColumn<AbsentHousehold>[] {
  return [
    {
      id: "client",
      title: text("import.column.client"),
      cell: ({ clientNumber }) => <span class="unbroken">{clientNumber}</span>,
    },
    {
      id: "letter",
      title: text("households.letter"),
      cell: ({ letterNumber }) => letterNumber,
      isNumber: true,
    },
    {
      id: "children",
      title: text("import.column.children"),
      cell: ({ beneficiaryIds }) => beneficiaryIds.length,
      isNumber: true,
    },
    {
      id: "leaving",
      title: text("import.column.verdict"),
      cell: ({ householdId, clientNumber }) => (
        <LeavingSelect
          label={text("import.leaving", { client: clientNumber })}
          value={closing.get(householdId) ?? null}
          onChoose={(reason) => choose([householdId], reason)}
          testId="leaving"
        />
      ),
    },
  ];
}

function LeavingSelect(props: {
  label: string;
  isLabelSeen?: boolean;
  value: LeavingReason | "mixed" | null;
  onChoose: (reason: LeavingReason | null) => void;
  testId: string;
}) {
  const { value } = props;
  return (
    <label class="leaving">
      <span class={props.isLabelSeen ? "field-label" : "unseen"}>{props.label}</span>
      <span class="select">
        <select
          class="field-input"
          value={value ?? ""}
          data-testid={props.testId}
          onChange={({ currentTarget }) =>
            props.onChoose(LEAVING_REASONS.find((one) => one === currentTarget.value) ?? null)
          }
        >
          {value === "mixed" && (
            <option value="mixed" disabled>
              {text("import.leaving.mixed")}
            </option>
          )}
          <option value="">{text("import.leaving.keep")}</option>
          {LEAVING_REASONS.map((reason) => (
            <option key={reason} value={reason}>
              {text(`import.leaving.${reason}`)}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </label>
  );
}
