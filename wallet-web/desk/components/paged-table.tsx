// A table of a list that is here as a whole, a page at a time: sorting sorts all of it, not the page that shows.
import { useMemo, useState } from "preact/hooks";
import { DataTable, type TableProps } from "./data-table.tsx";
import { Pager } from "./pager.tsx";
import { type Order, sortRows } from "./sorting.ts";

export function PagedTable<Row>(props: TableProps<Row> & { perPage: number }) {
  const { rows, columns, perPage, ...rest } = props;
  const [page, setPage] = useState(0);
  const [order, setOrder] = useState<Order>(null);
  const sorted = useMemo(() => sortRows(rows, columns, order), [rows, columns, order]);
  // A list that became shorter has no page there any more.
  const shown = Math.min(page, Math.max(0, Math.ceil(rows.length / perPage) - 1));
  return (
    <>
      <DataTable
        {...rest}
        columns={columns}
        rows={sorted.slice(shown * perPage, (shown + 1) * perPage)}
        order={order}
        onOrder={(next) => {
          setOrder(next);
          setPage(0);
        }}
      />
      <Pager page={shown} perPage={perPage} total={rows.length} onPage={setPage} />
    </>
  );
}
