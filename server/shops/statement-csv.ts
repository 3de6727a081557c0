// The same statement for a Dutch spreadsheet: its lines and payouts below each other, adding up from opening to closing in each scheme.
import words from "../../wallet-web/shared/translations/nl/statement.json" with { type: "json" };
import { formatCentsAsDecimal } from "../bank/money.ts";
import { csvCell, csvFile, dutchTime } from "../treasury/report-csv.ts";
import type { Statement } from "./statement.ts";

const COLUMNS = ["at", "kind", "reference", "payout", "bank", "amount", "scheme"] as const;
type Scheme = Statement["schemes"][number];
type Kind = Scheme["unpaid"][number]["kind"] | "opening" | "payout" | "closing";

export function statementCsv(statement: Statement): Uint8Array {
  const rows = statement.schemes.flatMap((scheme) =>
    rowsOf(statement, scheme).map((cells) => [...cells, csvCell(scheme.name)]),
  );
  return csvFile([COLUMNS.map((column) => words[column]), ...rows]);
}

function rowsOf({ from, until }: Statement, scheme: Scheme): string[][] {
  const lineRow = (payout: string) => (line: Scheme["unpaid"][number]) =>
    row(line.kind, { ...line, payout });
  return [
    row("opening", { at: from, amountCents: scheme.openingCents }),
    ...scheme.payouts.flatMap((payout) => {
      const reference = payout.payoutId.slice(2);
      return [
        ...payout.lines.map(lineRow(reference)),
        row("payout", {
          at: payout.openedAt,
          payout: reference,
          bank: payout.bankReference ?? "",
          amountCents: `-${payout.amountCents}`,
        }),
      ];
    }),
    ...scheme.unpaid.map(lineRow("")),
    row("closing", { at: until - 1, amountCents: scheme.closingCents }),
  ];
}

function row(
  kind: Kind,
  given: { at: number; amountCents: string; reference?: string; payout?: string; bank?: string },
): string[] {
  return [
    csvCell(dutchTime.format(given.at * 1000)),
    csvCell(words[`kind.${kind}`]),
    csvCell(given.reference?.replace(/^0x/, "") ?? ""),
    csvCell(given.payout ?? ""),
    csvCell(given.bank ?? ""),
    formatCentsAsDecimal(BigInt(given.amountCents)).replace(".", ","),
  ];
}
