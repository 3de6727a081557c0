// Writes the access log as CSV for Dutch spreadsheets, for the privacy officer; piece by piece, so that years of it are never in memory.
import words from "../../wallet-web/shared/translations/nl/access-log.json" with { type: "json" };
import { csvCell, dutchTime } from "../treasury/report-csv.ts";
import type { LogEntry } from "./looks.ts";

const COLUMNS = ["at", "viewer", "role", "letter", "reason", "note"] as const;

export async function* accessLogCsv(
  pages: AsyncIterable<readonly LogEntry[]>,
): AsyncGenerator<string> {
  yield `\ufeff${COLUMNS.map((column) => words[column]).join(";")}\r\n`;
  for await (const looks of pages) yield looks.map((look) => `${lineOf(look)}\r\n`).join("");
}

const lineOf = (look: LogEntry): string =>
  [
    dutchTime.format(look.at * 1000),
    look.viewer,
    words[`role.${look.role}`],
    look.letterNumber === null ? words["letter.erased"] : String(look.letterNumber),
    words[`reason.${look.reason}`],
    look.note,
  ]
    .map(csvCell)
    .join(";");
