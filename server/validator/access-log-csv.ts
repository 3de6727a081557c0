// Writes the access log as CSV for Dutch spreadsheets, for the privacy officer.
import words from "../../wallet-web/shared/translations/nl/access-log.json" with { type: "json" };
import { csvCell, csvFile, dutchTime } from "../treasury/report-csv.ts";
import type { LogEntry } from "./looks.ts";

const COLUMNS = ["at", "viewer", "role", "letter", "reason", "note"] as const;

export function accessLogCsv(looks: readonly LogEntry[]): Uint8Array {
  return csvFile([
    COLUMNS.map((column) => words[column]),
    ...looks.map((look) =>
      [
        dutchTime.format(look.at * 1000),
        look.viewer,
        words[`role.${look.role}`],
        look.letterNumber === null ? words["letter.erased"] : String(look.letterNumber),
        words[`reason.${look.reason}`],
        look.note,
      ].map(csvCell),
    ),
  ]);
}
