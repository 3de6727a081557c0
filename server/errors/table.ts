// THE table of every code that an answer can carry. A code never changes its meaning and is never used again for another.
import { ledgerErrors } from "./table/ledger.ts";
import { requestErrors } from "./table/request.ts";
import { systemErrors } from "./table/system.ts";
import { treasuryErrors } from "./table/treasury.ts";

/** One row: what a client gets, why it happens, and what cures it. The sentence people read is in `translations/<language>/errors.json`. */
export type ErrorEntry = {
  /** HTTP status of the answer. */
  status: number;
  /** Why, in English, for developers and operators. */
  cause: string;
  /** What to do about it, in English. */
  remedy: string;
};

export const errorTable = {
  ...requestErrors,
  ...systemErrors,
  ...ledgerErrors,
  ...treasuryErrors,
} as const;

export type ErrorCode = keyof typeof errorTable;

/** Whether a text, from a database or another server, is a code of this table. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorTable, text);
}
