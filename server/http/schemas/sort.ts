// In which order a list comes: by one of the columns that its table shows.
import { z } from "zod";

/** A column's name, or with `-` before it downwards. */
export type Sort<Column extends string> = Column | `-${Column}`;

/** @param columns Names of columns that the list sorts by. */
export const sortOf = <Column extends string>(columns: readonly Column[]) =>
  z.enum(columns.flatMap((column): Sort<Column>[] => [column, `-${column}`])).optional();
