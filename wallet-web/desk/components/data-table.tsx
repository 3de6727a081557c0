// A table that sorts by its headings, and becomes a list of cards on a narrow screen.
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { text } from "../text.ts";

export type DataColumn<Row> = {
  id: string;
  title: string;
  cell: (row: Row) => ComponentChildren;
  isNumber?: boolean;
  /** What to sort by; a column without it doesn't sort. */
  sortBy?: (row: Row) => string | number | bigint;
  /** Buttons: no word before them on a narrow screen. */
  isActions?: boolean;
};

type Order = { id: string; isDescending: boolean };

export function DataTable<Row>(props: {
  caption: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowClass?: (row: Row) => string;
  testId: string;
}) {
  const { caption, columns, rows, rowKey } = props;
  const [order, setOrder] = useState<Order | null>(null);
  const sorted = useMemo(() => sortRows(rows, columns, order), [rows, columns, order]);
  return (
    // A wide table scrolls sideways within its frame, also by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached without a mouse.
    <div class="table-frame" data-testid={props.testId} tabIndex={0}>
      <table class="table data-table">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.id} column={column} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={rowKey(row)} class={props.rowClass?.(row)} data-testid={`${props.testId}-row`}>
              {columns.map(({ id, title, cell, isNumber, isActions }) => (
                <td
                  key={id}
                  class={isNumber ? "number" : isActions ? "actions" : undefined}
                  data-title={isActions ? undefined : title}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heading<Row>(props: {
  column: DataColumn<Row>;
  order: Order | null;
  onOrder: (order: Order) => void;
}) {
  const { column, order, onOrder } = props;
  const isHere = order?.id === column.id;
  const className = column.isNumber ? "number" : undefined;
  if (!column.sortBy) {
    return (
      <th scope="col" class={className}>
        {column.isActions ? <span class="unseen">{column.title}</span> : column.title}
      </th>
    );
  }
  const direction = isHere ? (order?.isDescending ? "descending" : "ascending") : "none";
  return (
    <th scope="col" class={className} aria-sort={direction}>
      <button
        type="button"
        class="sort"
        title={text("table.sort", { column: column.title })}
        onClick={() =>
          onOrder({ id: column.id, isDescending: isHere ? !order?.isDescending : false })
        }
      >
        {column.title}
        <span class={`sort-mark sort-${direction}`} aria-hidden="true" />
      </button>
    </th>
  );
}

function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly DataColumn<Row>[],
  order: Order | null,
): readonly Row[] {
  const sortBy = columns.find(({ id }) => id === order?.id)?.sortBy;
  if (!sortBy || !order) return rows;
  const sign = order.isDescending ? -1 : 1;
  return rows.toSorted((one, other) => sign * compare(sortBy(one), sortBy(other)));
}

function compare(one: string | number | bigint, other: string | number | bigint): number {
  if (typeof one === "string" && typeof other === "string") {
    return one.localeCompare(other, "nl", { numeric: true });
  }
  return one < other ? -1 : one > other ? 1 : 0;
}
