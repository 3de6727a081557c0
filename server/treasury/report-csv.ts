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

const dutchTime = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Amsterdam",
  dateStyle: "short",
  timeStyle: "medium",
});

export function reportCsv(report: Pick<Report, "lines">): Uint8Array {
  const rows = report.lines.map((line) =>
    [
      cell(words[`kind.${line.kind}`]),
      cell(dutchTime.format(line.at * 1000)),
      cell(line.payoutId?.slice(2) ?? ""),
      cell(line.creditorNumber),
      cell(line.shopName),
      cell(line.iban),
      formatCentsAsDecimal(BigInt(line.amountCents)).replace(".", ","),
      String(line.payments),
      cell(line.bankReference),
      cell(line.reason),
    ].join(";"),
  );
  return Buffer.from(
    `\ufeff${[COLUMNS.map((column) => words[column]).join(";"), ...rows].join("\r\n")}\r\n`,
    "utf8",
  );
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
