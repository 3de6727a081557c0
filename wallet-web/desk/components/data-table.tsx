// A table that sorts by its headings, and becomes a list of cards on a narrow screen.
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { text } from "../text.ts";
import { type Order, type Sortable, sortRows } from "./sorting.ts";

export type DataColumn<Row> = Sortable<Row> & {
  title: string;
  cell: (row: Row) => ComponentChildren;
  isNumber?: boolean;
  /** Buttons: no word before them on a narrow screen. */
  isActions?: boolean;
};

export type TableProps<Row> = {
  caption: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowClass?: (row: Row) => string;
  testId: string;
};

/** @param props.onOrder Whoever has more rows than these sorts them; without it the table sorts what it got. */
export function DataTable<Row>(
  props: TableProps<Row> & { order?: Order; onOrder?: (order: Order) => void },
) {
  const { caption, columns, rows, rowKey } = props;
  const [own, setOwn] = useState<Order>(null);
  const sortedHere = useMemo(() => sortRows(rows, columns, own), [rows, columns, own]);
  const { order, onOrder, sorted } = props.onOrder
    ? { order: props.order ?? null, onOrder: props.onOrder, sorted: rows }
    : { order: own, onOrder: setOwn, sorted: sortedHere };
  return (
    // A wide table scrolls sideways within its frame, also by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached without a mouse.
    <div class="table-frame" data-testid={props.testId} tabIndex={0}>
      <table class="table data-table">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.id} column={column} {...{ order, onOrder }} />
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
  order: Order;
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
