// Reads a household CSV as a municipality's back office exports it; says which rows are good before anything is written.
import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { AppError } from "../../errors/app-error.ts";
import { type Header, readHeader } from "./columns.ts";
import { type HouseholdRow, markRepeated, readRow } from "./rows.ts";
import { decodeText } from "./text.ts";

/** More than the largest municipality has households on low income. */
export const MAXIMUM_ROWS = 200_000;
/** Small pieces, so that payments go on between them while a long file is read. */
const PIECE_LENGTH = 64 * 1024;
const SEPARATOR_HINT = /^sep=[^\r\n]?\r?\n/i;

/**
 * Reads and judges every row of a file.
 * @throws {AppError} `csv-unreadable`, `csv-wrong-separator`, `csv-column-missing`, `csv-column-twice`, `csv-empty`,
 * `csv-too-many-rows` when the file as a whole is of no use.
 */
export async function readHouseholdCsv(file: Uint8Array): Promise<HouseholdRow[]> {
  const text = decodeText(file);
  if (text === null) throw new AppError("csv-unreadable");
  if (text.trim() === "") throw new AppError("csv-empty");
  const hint = SEPARATOR_HINT.exec(text)?.[0] ?? "";
  const body = text.slice(hint.length);
  const header = readHeader(firstLine(body));
  const rows = await readRows({ body, header, rowsBefore: hint === "" ? 0 : 1 });
  if (rows.length === 0) throw new AppError("csv-empty");
  markRepeated(rows);
  return rows;
}

function firstLine(text: string): string {
  return text.split(/\r\n|\n|\r/).find((line) => line.trim() !== "") ?? "";
}

async function readRows(given: {
  body: string;
  header: Header;
  rowsBefore: number;
}): Promise<HouseholdRow[]> {
  const parser = Readable.from(piecesOf(given.body)).pipe(
    parse({
      delimiter: given.header.separator,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: 100_000,
    }),
  );
  const rows: HouseholdRow[] = [];
  let row = given.rowsBefore;
  let headerSeen = false;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      row += 1;
      if (record.every((cell) => cell.trim() === "")) continue;
      if (!headerSeen) {
        headerSeen = true;
        continue;
      }
      if (rows.length === MAXIMUM_ROWS) {
        const limit = String(MAXIMUM_ROWS);
        throw new AppError("csv-too-many-rows", { rows: `${limit}+`, limit });
      }
      rows.push(readRow({ row, record, header: given.header }));
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new AppError("csv-unreadable", {
      row: String(given.rowsBefore + Number(error.records) + 1),
    });
  }
  return rows;
}

function* piecesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; start += PIECE_LENGTH) {
    yield text.slice(start, start + PIECE_LENGTH);
  }
}
