// Writes the day's report as CSV for Dutch spreadsheets: UTF-8 with a byte order mark, semicolons, decimal commas, no formulas.
import words from "../../wallet-web/shared/translations/nl/report.json" with { type: "json" };
import { formatCentsAsDecimal } from "../bank/money.ts";
import type { Report } from "./report.ts";

/** The columns in their order; the file is Dutch, as the import of households is. */
const COLUMNS = [
  "kind",
  "at",
  "payout",
  "creditorNumber",
  "shopName",
  "iban",
  "amount",
  "payments",
  "bankReference",
  "reason",
] as const;

export const dutchTime = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Amsterdam",
  dateStyle: "short",
  timeStyle: "medium",
});

export function reportCsv(report: Pick<Report, "lines">): Uint8Array {
  const rows = report.lines.map((line) => [
    csvCell(words[`kind.${line.kind}`]),
    csvCell(dutchTime.format(line.at * 1000)),
    csvCell(line.payoutId?.slice(2) ?? ""),
    csvCell(line.creditorNumber),
    csvCell(line.shopName),
    csvCell(line.iban),
    formatCentsAsDecimal(BigInt(line.amountCents)).replace(".", ","),
    String(line.payments),
    csvCell(line.bankReference),
    csvCell(line.reason),
  ]);
  return csvFile([COLUMNS.map((column) => words[column]), ...rows]);
}

/** The whole file, its cells made safe before. */
export function csvFile(rows: readonly (readonly string[])[]): Uint8Array {
  return Buffer.from(`\ufeff${rows.map((row) => row.join(";")).join("\r\n")}\r\n`, "utf8");
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
