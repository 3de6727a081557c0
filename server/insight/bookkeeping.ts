// The bookkeeping's file: a line for each payment, correction, payout, deposit and withdrawal, day by day, so that a year of a large scheme
// is never in memory. No line says whose payment it is. What shops earn is above zero, what they were paid below: a shop's lines add up to
// what it is still owed. The municipality's own money has no shop: deposits above zero, what it took back below; less what was spent, these
// add up to what the scheme still has.
import { sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import words from "../../wallet-web/shared/translations/nl/bookkeeping.json" with { type: "json" };
import { formatCentsAsDecimal } from "../bank/money.ts";
import { AppError } from "../errors/app-error.ts";
import { type Day, dutchDayBounds } from "../payouts/banking-days.ts";
import type { Profiles, ShopProfile } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { csvCell, dutchTime } from "../treasury/report-csv.ts";

const MOST_DAYS = 366;
const DAY_MS = 86_400_000;
const COLUMNS = ["at", "kind", "reference", "shop", "kvk", "iban", "amount", "bank"] as const;

type Kind =
  | "payment"
  | "refund"
  | "reversal"
  | "payout"
  | "return"
  | "repaid"
  | "funded"
  | "withdrawn";
type Row = {
  kind: Kind;
  reference: Hex;
  /** Null of the municipality's own money. */
  shopId: Hex | null;
  commitment: Hex | null;
  cents: string;
  at: string;
  bank: string | null;
};
type Given = { database: Database; profiles: Profiles; schemeId: Hex; days: readonly Day[] };

/** @throws {AppError} `invalid-request` when a day isn't one, the last comes before the first, or they are too many. */
export function daysOf({ from, until }: { from: Day; until: Day }): Day[] {
  const [first, last] = [dayStart(from), dayStart(until)];
  const count = (last - first) / DAY_MS + 1;
  if (!(count >= 1 && count <= MOST_DAYS)) throw new AppError("invalid-request");
  return Array.from({ length: count }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  );
}

function dayStart(day: Day): number {
  const midnight = new Date(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  return isDay ? midnight.getTime() : Number.NaN;
}

/** CSV for Dutch spreadsheets, in pieces of a day. */
export async function* bookkeepingCsv(given: Given): AsyncGenerator<string> {
  yield `\ufeff${COLUMNS.map((column) => words[column]).join(";")}\r\n`;
  const shops = new Map<Hex, ShopProfile>();
  const ibans = new Map<Hex, string>();
  for (const day of given.days) {
    const rows = await rowsOf(given, day);
    if (rows.length === 0) continue;
    await learn(given.profiles, rows, { shops, ibans });
    yield rows.map((row) => `${lineOf(row, { shops, ibans })}\r\n`).join("");
  }
}

/** Opens the profiles that were not opened for a day before. */
async function learn(
  profiles: Profiles,
  rows: readonly Row[],
  known: { shops: Map<Hex, ShopProfile>; ibans: Map<Hex, string> },
): Promise<void> {
  const unknown = rows.flatMap(({ shopId }) => (shopId && !known.shops.has(shopId) ? shopId : []));
  for (const [shopId, profile] of await profiles.readMany(unknown)) {
    known.shops.set(shopId, profile);
  }
  const asked = rows.flatMap(({ shopId, commitment }) =>
    shopId && commitment && !known.ibans.has(commitment) ? [{ shopId, commitment }] : [],
  );
  for (const [commitment, { iban }] of await profiles.ibansOf(asked)) {
    known.ibans.set(commitment, iban);
  }
}

function lineOf(
  row: Row,
  { shops, ibans }: { shops: Map<Hex, ShopProfile>; ibans: Map<Hex, string> },
): string {
  const shop = row.shopId === null ? undefined : shops.get(row.shopId);
  return [
    csvCell(dutchTime.format(Number(row.at) * 1000)),
    csvCell(words[`kind.${row.kind}`]),
    csvCell(row.reference.slice(2)),
    csvCell(shop?.name ?? ""),
    csvCell(shop?.kvkNumber ?? ""),
    csvCell((row.commitment && ibans.get(row.commitment)) ?? ""),
    formatCentsAsDecimal(BigInt(row.cents)).replace(".", ","),
    csvCell(row.bank ?? ""),
  ].join(";");
}

/** A sale's IBAN is the shop's of now; a payout's the one that it went to. */
async function rowsOf({ database, schemeId }: Given, day: Day): Promise<Row[]> {
  const { fromMs, untilMs } = dutchDayBounds(day);
  const [from, until] = [Math.floor(fromMs / 1000), Math.floor(untilMs / 1000)];
  const account = sql`left join shop_accounts a on a.scheme_id = x.scheme_id and a.shop_id = x.shop_id`;
  const paid = sql`from payouts x left join payout_orders o on o.payout_id = x.payout_id where x.scheme_id = ${schemeId} and x.settled_at is not null`;
  const { rows } = (await database.execute(sql`
    select kind, reference, "shopId", commitment, cents::text as cents, at::text as at, bank from (
      select 'payment' as kind, x.payment_id as reference, x.shop_id as "shopId", a.iban_commitment as commitment,
        x.amount_cents as cents, x.paid_at as at, null as bank
      from payments x ${account} where x.scheme_id = ${schemeId} and x.paid_at >= ${from} and x.paid_at < ${until}
      union all
      select x.kind, x.payment_id, x.shop_id, a.iban_commitment, -x.amount_cents, x.at, null
      from corrections x ${account} where x.scheme_id = ${schemeId} and x.at >= ${from} and x.at < ${until}
      union all
      select 'payout', x.payout_id, x.shop_id, x.iban_commitment, -x.amount_cents, x.settled_at, o.bank_payment_id
      ${paid} and x.settled_at >= ${from} and x.settled_at < ${until}
      union all
      select 'return', x.payout_id, x.shop_id, x.iban_commitment, x.amount_cents, x.returned_at, o.bank_payment_id
      ${paid} and x.returned_at >= ${from} and x.returned_at < ${until}
      union all
      select 'repaid', x.bank_reference, x.shop_id, a.iban_commitment, x.amount_cents, x.at, null
      from scheme_movements x ${account}
      where x.scheme_id = ${schemeId} and x.kind = 'repaid' and x.at >= ${from} and x.at < ${until}
      union all
      select x.kind, x.bank_reference, null, null, x.amount_cents, x.at, null
      from scheme_movements x
      where x.scheme_id = ${schemeId} and x.kind = 'funded' and x.at >= ${from} and x.at < ${until}
      union all
      select x.kind, x.bank_reference, null, null, -x.amount_cents, x.at, null
      from scheme_movements x
      where x.scheme_id = ${schemeId} and x.kind = 'withdrawn' and x.at >= ${from} and x.at < ${until}
    ) lines order by lines.at, kind, reference`)) as { rows: Row[] };
  return rows;
}
