// What the dashboard asks of the index, each by one question that ends in a few rows, however many families there are.
// Only families that are known count towards five: a beneficiary whose family was erased counts for none.
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Database } from "../store/database.ts";
import { payoutOrders } from "../store/schema/bank.ts";
import { saleToBank } from "../treasury/payout-items.ts";
import type { Group } from "./at-least-five.ts";

/** The median is that of the newest payouts: how long it takes now, and no more work as the scheme grows. */
const NEWEST_PAYOUTS = 20;

/** Spending by week in the Netherlands, each by its Monday: `2026-04-06`. Weeks without a payment are left out. */
export function spentByWeek(database: Database, schemeId: Hex): Promise<Group<string>[]> {
  const week = sql`to_char(date_trunc('week', to_timestamp(p.paid_at) at time zone 'Europe/Amsterdam'), 'YYYY-MM-DD')`;
  return spentBy(database, { schemeId, key: week, join: sql`` });
}

/** @param categories What each shop sells; of others it is `other`. */
export function spentByCategory(
  database: Database,
  { schemeId, categories }: { schemeId: Hex; categories: ReadonlyMap<Hex, string> },
): Promise<Group<string>[]> {
  const shops = JSON.stringify(
    [...categories].map(([shopId, category]) => ({ shop_id: shopId, category })),
  );
  return spentBy(database, {
    schemeId,
    key: sql`coalesce(told.category, 'other')`,
    join: sql`left join json_to_recordset(${shops}::json) as told(shop_id text, category text) on told.shop_id = p.shop_id`,
  });
}

/** First by family, then by group: counting families within each group alone would sort every payment. */
async function spentBy(
  database: Database,
  { schemeId, key, join }: { schemeId: Hex; key: SQL; join: SQL },
): Promise<Group<string>[]> {
  const rows = await run<{ key: string; families: number; cents: string }>(
    database,
    sql`
    select key, count(household_id) filter (where cents > 0)::int as families, sum(cents)::text as cents
    from (
      select ${key} as key, m.household_id, sum(p.amount_cents - p.corrected_cents) as cents
      from payments p
      left join household_beneficiaries m on m.beneficiary_id = p.beneficiary_id
      ${join}
      where p.scheme_id = ${schemeId}
      group by 1, 2
    ) by_family
    group by key order by key`,
  );
  return rows.map(({ key, families, cents }) => ({ key, families, cents: BigInt(cents) }));
}

/**
 * Families of a scheme, and those of which a child paid at least once, refunded or not. Who spent something paid: only of the others
 * the payments are looked for, so that no million of them is read.
 */
export async function countFamilies(
  database: Database,
  schemeId: Hex,
): Promise<{ whole: number; part: number }> {
  const [row] = await run<{ whole: number; part: number }>(
    database,
    sql`
    select count(*)::int as whole, count(*) filter (where paid)::int as part
    from (
      select m.household_id, bool_or(case when b.granted_cents > b.balance_cents then true else exists (
        select 1 from payments p where p.beneficiary_id = b.beneficiary_id
      ) end) as paid
      from beneficiaries b
      join household_beneficiaries m on m.beneficiary_id = b.beneficiary_id
      where b.scheme_id = ${schemeId}
      group by m.household_id
    ) families`,
  );
  return row ?? { whole: 0, part: 0 };
}

/** Shops that sold something in a scheme. */
export async function sellingShops(database: Database, schemeId: Hex): Promise<Hex[]> {
  const rows = await run<{ shopId: Hex }>(
    database,
    sql`select distinct shop_id as "shopId" from payments where scheme_id = ${schemeId}`,
  );
  return rows.map(({ shopId }) => shopId);
}

/** From sale to the bank's booking, of the sales in the newest booked payouts; null before the first. */
export async function medianSaleToBank(
  database: Database,
  schemeId: Hex,
): Promise<{ seconds: number; families: number } | null> {
  const newest = await database
    .select({ payoutId: payoutOrders.payoutId })
    .from(payoutOrders)
    .where(and(eq(payoutOrders.schemeId, schemeId), eq(payoutOrders.state, "BOOKED")))
    .orderBy(desc(payoutOrders.createdAt))
    .limit(NEWEST_PAYOUTS);
  return saleToBank(
    database,
    newest.map(({ payoutId }) => payoutId),
  );
}

/** Rows as both drivers give them. */
async function run<T>(database: Database, query: SQL): Promise<T[]> {
  const { rows } = (await database.execute(query)) as { rows: T[] };
  return rows;
}
