// The order of a list in the database, by a column that was asked for.
import { asc, type Column, desc, type SQL } from "drizzle-orm";
import type { Sort } from "../http/schemas/sort.ts";

/**
 * None when nothing was asked for: then the list's own order stands.
 * @param columns What each name stands for.
 */
export function orderOf<Name extends string>(
  sort: Sort<Name> | undefined,
  columns: Readonly<Record<Name, Column>>,
): SQL[] {
  if (sort === undefined) return [];
  const isDescending = sort.startsWith("-");
  const column = columns[(isDescending ? sort.slice(1) : sort) as Name];
  return [isDescending ? desc(column) : asc(column)];
}
