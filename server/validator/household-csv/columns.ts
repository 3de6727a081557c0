// Finds the separator and the columns of a household CSV by its header; never depends on their order.
import { AppError } from "../../errors/app-error.ts";

export type Column = "clientNumber" | "children" | "language";
export type Header = { separator: string; columns: Record<Column, number> };

/** Expected first; a comma or a tab is what another setting of Excel makes. */
const SEPARATORS = [";", ",", "\t"] as const;

/** Header names without case, diacritics and punctuation; the first is how a person is told about it. */
const NAMES: Record<Column, { shown: string; known: readonly string[] }> = {
  clientNumber: {
    shown: "Cliëntnummer",
    known: ["clientnummer", "clientnr", "klantnummer", "klantnr"],
  },
  // Not "aantal personen": in an export that is how many live there, and budgets for adults would follow.
  children: {
    shown: "Aantal kinderen",
    known: ["aantalkinderen", "kinderen", "aantalbudgetten"],
  },
  language: { shown: "Taal", known: ["taal", "voorkeurstaal", "taalcode"] },
};
const ALL_COLUMNS = Object.keys(NAMES) as Column[];

/**
 * Reads the header with each separator; the one that gives every column wins.
 * @throws {AppError} `csv-column-missing` and `csv-column-twice` with the names of the columns; `csv-wrong-separator` when
 * none of the three separates anything.
 */
export function readHeader(line: string): Header {
  const attempts = SEPARATORS.map((separator) => ({
    separator,
    positions: positionsOf(cellsOf(line, separator)),
  }));
  const best = attempts.reduce((one, other) =>
    other.positions.size > one.positions.size ? other : one,
  );
  const missing = ALL_COLUMNS.filter((column) => !best.positions.has(column));
  if (missing.length === ALL_COLUMNS.length && !SEPARATORS.some((one) => line.includes(one))) {
    throw new AppError("csv-wrong-separator");
  }
  if (missing.length > 0) throw new AppError("csv-column-missing", { column: shown(missing) });
  const twice = ALL_COLUMNS.filter((column) => (best.positions.get(column)?.length ?? 0) > 1);
  if (twice.length > 0) throw new AppError("csv-column-twice", { column: shown(twice) });
  const columns = Object.fromEntries(
    ALL_COLUMNS.map((column) => [column, best.positions.get(column)?.[0] ?? 0]),
  ) as Record<Column, number>;
  return { separator: best.separator, columns };
}

function positionsOf(cells: readonly string[]): Map<Column, number[]> {
  const positions = new Map<Column, number[]>();
  for (const [index, cell] of cells.entries()) {
    const column = ALL_COLUMNS.find((one) => NAMES[one].known.includes(normaliseHeader(cell)));
    if (column !== undefined) positions.set(column, [...(positions.get(column) ?? []), index]);
  }
  return positions;
}

const shown = (columns: readonly Column[]) =>
  columns.map((column) => NAMES[column].shown).join(", ");

/** "Cliëntnummer" → "clientnummer", also when the ë is an e with a separate diaeresis. */
function normaliseHeader(cell: string): string {
  return cell
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
}

/** A header's cells; its names hold no separators or line breaks, so quotes only need to be taken off. */
function cellsOf(line: string, separator: string): string[] {
  return line.split(separator).map((cell) => cell.trim().replace(/^"|"$/g, ""));
}
