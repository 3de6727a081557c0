// In which order a table stands: by one of its columns, up or down. Of a list that the server pages, the server sorts.
import { useState } from "preact/hooks";

/** By a column's id; null is the order in which the rows came. */
export type Order = { id: string; isDescending: boolean } | null;

export type Sortable<Row> = {
  id: string;
  /** What to sort by; a column without it doesn't sort. */
  sortBy?: ((row: Row) => string | number | bigint) | "server";
};

/** All rows in an order; of a column that the server sorts by they are as they came. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Sortable<Row>[],
  order: Order,
): readonly Row[] {
  const sortBy = columns.find(({ id }) => id === order?.id)?.sortBy;
  if (!order || typeof sortBy !== "function") return rows;
  const sign = order.isDescending ? -1 : 1;
  return [...rows].sort((one, other) => sign * compare(sortBy(one), sortBy(other)));
}

function compare(one: string | number | bigint, other: string | number | bigint): number {
  if (typeof one === "string" && typeof other === "string") {
    return one.localeCompare(other, "nl", { numeric: true });
  }
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What the server takes for an order: `since`, or downwards `-since`; undefined for its own. */
export const sortText = (order: Order): string | undefined =>
  order === null ? undefined : `${order.isDescending ? "-" : ""}${order.id}`;

/** The order of a list that the server pages; another order begins at the first page. */
export function useServerOrder(onFirstPage: () => void) {
  const [order, setOrder] = useState<Order>(null);
  return {
    order,
    sort: sortText(order),
    onOrder: (next: Order) => {
      setOrder(next);
      onFirstPage();
    },
  };
}
