// What the desk asks of the server, screen by screen, as its own pages do.
import { dutchDay } from "../../server/payouts/banking-days.ts";
import { childrenOf, type LargeTown } from "./desk-town.ts";

export type Asked = {
  screen: string;
  method?: "POST";
  path: string;
  body?: unknown;
  /** Another file each time: the same one again is answered from what was kept. */
  csv?: (time: number) => string;
  /** A file of any length: what counts is when it begins to come. */
  isStream?: boolean;
};

const PAGE = 50;
const IMPORT_ROWS = 5_000;

export function screensOf(town: LargeTown, families: number): Asked[] {
  const base = `/schemes/${town.schemeId}`;
  const last = Math.max(0, families - PAGE);
  const lastPayouts = Math.max(0, town.payouts - PAGE);
  const today = Date.now();
  const [yesterday, day] = [dutchDay(today - 86_400_000), dutchDay(today)];
  const yearAgo = dutchDay(today - 363 * 86_400_000);
  const search = `${base}/access-log-searches`;
  return [
    { screen: "overview", path: `${base}/overview` },
    { screen: "dashboard", path: `${base}/insight` },
    { screen: "dashboard, file for the council", path: `${base}/insight.csv` },
    { screen: "public page", path: `${base}/public-totals` },
    { screen: "households, first page", path: `${base}/households?limit=${PAGE}` },
    { screen: "households, last page", path: `${base}/households?limit=${PAGE}&offset=${last}` },
    { screen: "households, newest first", path: `${base}/households?sort=-since&limit=${PAGE}` },
    { screen: "not started, first page", path: `${base}/households?show=not-started` },
    { screen: "unused, first page", path: `${base}/households?show=unused` },
    { screen: "unused, page 400", path: `${base}/households?show=unused&offset=${PAGE * 400}` },
    { screen: "with a question", path: `${base}/households?show=questions` },
    post("household by its number", `${base}/household-searches`, { number: "12345" }),
    post("reason for looking", `${base}/looks`, {
      householdId: town.householdId,
      reason: "called",
    }),
    { screen: "household", path: `${base}/households/${town.householdId}` },
    { screen: "import, 5,000 rows", ...importOf(base, town) },
    { screen: "shops", path: `${base}/shops` },
    { screen: "payouts, first page", path: `${base}/payouts` },
    { screen: "payouts, all, last page", path: `${base}/payouts?show=all&offset=${lastPayouts}` },
    { screen: "payouts, by amount", path: `${base}/payouts?show=all&sort=-amount` },
    { screen: "payout", path: `${base}/payouts/${town.payoutId}` },
    { screen: "unpaid shops", path: `${base}/unpaid-shops` },
    { screen: "tasks", path: `${base}/treasury-tasks` },
    { screen: "payment files", path: `${base}/payment-files` },
    { screen: "payout report of a day", path: `${base}/payout-report?day=${yesterday}` },
    post("access log, first page", search, { offset: 0, limit: PAGE }),
    post("access log, last page", search, { offset: last, limit: PAGE }),
    post("access log, by reason", search, { offset: 0, limit: PAGE, sort: "reason" }),
    post("access log of a family", search, { offset: 0, limit: PAGE, number: "123" }),
    { ...post("access log, file", `${search}.csv`, {}), isStream: true },
    {
      screen: "bookkeeping, file of a year",
      path: `${base}/bookkeeping.csv?from=${yearAgo}&until=${day}`,
      isStream: true,
    },
    { screen: "timeline of the scheme", path: `${base}/timeline` },
    { screen: "timeline of the busiest shop", path: `${base}/timeline?shopId=${town.shopId}` },
    { screen: "timeline of a payment", path: `${base}/timeline?paymentId=${town.paymentId}` },
    { screen: "timeline of a child", path: `${base}/timeline?beneficiaryId=${town.beneficiaryId}` },
    { screen: "what stands still", path: `${base}/stops` },
    { screen: "payments by code", path: `${base}/reversals?code=${town.paymentId.slice(-6)}` },
  ];
}

const post = (screen: string, path: string, body: unknown): Asked => ({
  ...{ screen, method: "POST", path, body },
});

/** A file of 5,000 families, of which the scheme has nine in ten. */
function importOf(
  base: string,
  { clientNumbers }: LargeTown,
): Pick<Asked, "method" | "path" | "csv"> {
  const known = Math.min(clientNumbers.length, IMPORT_ROWS * 0.9);
  const csv = (time: number) => {
    const lines = Array.from({ length: IMPORT_ROWS }, (_, n) =>
      n < known ? `${clientNumbers[n]};${childrenOf(n)};nl` : `NW-${time}-${n};2;nl`,
    );
    return `Cliëntnummer;Aantal kinderen;Taal\r\n${lines.join("\r\n")}\r\n`;
  };
  return { method: "POST", path: `${base}/household-imports`, csv };
}
