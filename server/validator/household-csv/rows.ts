// Judges the rows of a household CSV, one by one and against each other; registers nothing and keeps no name.
import type { z } from "zod";
import type { rowProblem } from "../../http/schemas/desk.ts";
import { language } from "../../http/schemas/primitives.ts";
import type { Header } from "./columns.ts";

export type RowProblem = z.infer<typeof rowProblem>;
export type Language = z.infer<typeof language>;

/** A row as it was read. `row` counts from 1 with the header, as Excel does. */
export type HouseholdRow = {
  row: number;
  clientNumber: string;
  children: number;
  language: Language;
  problems: RowProblem[];
};

/** As many as one login code has keys for in a lookup. */
export const MAXIMUM_CHILDREN = 16;
const MAXIMUM_CLIENT_NUMBER_LENGTH = 40;

const LANGUAGE_NAMES: Readonly<Record<string, Language>> = {
  "": "nl",
  nederlands: "nl",
  engels: "en",
  arabisch: "ar",
  perzisch: "fa",
  farsi: "fa",
  dari: "fa",
  oekraiens: "uk",
  turks: "tr",
  pools: "pl",
};

/** What a client number is compared by: case and spaces make no other family. */
export function normaliseClientNumber(clientNumber: string): string {
  return clientNumber.normalize("NFKC").toUpperCase().replace(/\s+/g, "");
}

/** Reads one record; every problem is named, not just the first. */
export function readRow(given: {
  row: number;
  record: readonly string[];
  header: Header;
}): HouseholdRow {
  const { columns } = given.header;
  const cells = {
    clientNumber: given.record[columns.clientNumber]?.trim(),
    children: given.record[columns.children]?.trim(),
    language: given.record[columns.language]?.trim(),
  };
  const present = Object.values(cells).filter((cell) => cell !== undefined);
  const problems: RowProblem[] = [];
  if (present.length < 3) problems.push("columns-missing");
  if (present.some((cell) => /^[=+\-@\t\r]/.test(cell))) problems.push("formula");

  const clientNumber = cells.clientNumber ?? "";
  if (clientNumber === "") problems.push("client-number-missing");
  if (clientNumber.length > MAXIMUM_CLIENT_NUMBER_LENGTH) problems.push("client-number-too-long");
  const children = readChildren(cells.children ?? "");
  if (typeof children === "string") problems.push(children);
  const preferred = readLanguage(cells.language ?? "");
  if (preferred === null) problems.push("language-unknown");
  return {
    row: given.row,
    clientNumber: clientNumber.slice(0, MAXIMUM_CLIENT_NUMBER_LENGTH),
    children: typeof children === "number" ? children : 0,
    language: preferred ?? "nl",
    problems,
  };
}

function readChildren(cell: string): number | RowProblem {
  if (!/^[0-9]{1,6}$/.test(cell)) return "children-not-a-number";
  const children = Number(cell);
  return children >= 1 && children <= MAXIMUM_CHILDREN ? children : "children-out-of-range";
}

function readLanguage(cell: string): Language | null {
  const normalised = cell
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
  if (cell !== "" && normalised === "") return null;
  const code = language.safeParse(normalised);
  return code.success ? code.data : (LANGUAGE_NAMES[normalised] ?? null);
}

/**
 * Marks client numbers that occur more than once. Of equal rows the first stays good; when they say different things,
 * nobody here can know which is right, so all are refused.
 */
export function markRepeated(rows: readonly HouseholdRow[]): void {
  const byClient = new Map<string, HouseholdRow[]>();
  for (const row of rows) {
    const key = normaliseClientNumber(row.clientNumber);
    if (key === "") continue;
    const sameClient = byClient.get(key);
    if (sameClient) sameClient.push(row);
    else byClient.set(key, [row]);
  }
  for (const [first, ...others] of byClient.values()) {
    if (first === undefined || others.length === 0) continue;
    const equal = others.every(
      (other) => other.children === first.children && other.language === first.language,
    );
    if (!equal) first.problems.push("client-number-twice");
    for (const other of others) other.problems.push("client-number-twice");
  }
}
