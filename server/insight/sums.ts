// What the dashboard asks of the index: sums that it keeps, and whether five families are in them; never all payments of a year.
// Only families that are known count towards five: a beneficiary whose family was erased counts for none.
import { and, count, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { dutchWeekBounds } from "../payouts/banking-days.ts";
import type { Database } from "../store/database.ts";
import { payoutOrders } from "../store/schema/bank.ts";
import { householdAccounts, shopWeeks } from "../store/schema/sums.ts";
import { saleToBank } from "../treasury/payout-items.ts";
import { FEWEST_FAMILIES, type Group, isEnough } from "./at-least-five.ts";

/** The median is that of the newest payouts: how long it takes now, and no more work as the scheme grows. */
const NEWEST_PAYOUTS = 20;

/** What a shop sold in a scheme: how many payments, and of how much, less what was corrected of them. */
export type Sold = { shopId: Hex; payments: number; cents: bigint };

export function soldByShop(database: Database, schemeId: Hex): Promise<Sold[]> {
  const { shopId, payments, spentCents } = shopWeeks;
  return database
    .select({
      shopId,
      payments: sql`sum(${payments})`.mapWith(Number),
      cents: sql`sum(${spentCents})`.mapWith(BigInt),
    })
    .from(shopWeeks)
    .where(eq(shopWeeks.schemeId, schemeId))
    .groupBy(shopId);
}

/** Spending by week, each by its Monday. Weeks without a payment are left out. */
export async function spentByWeek(database: Database, schemeId: Hex): Promise<Group<string>[]> {
  const { week, spentCents } = shopWeeks;
  const sums = await database
    .select({ key: week, cents: sql`sum(${spentCents})`.mapWith(BigInt) })
    .from(shopWeeks)
    .where(eq(shopWeeks.schemeId, schemeId))
    .groupBy(week);
  const weeks = sums.map(({ key }) => {
    const { fromMs, untilMs } = dutchWeekBounds(key);
    return { key, from_at: fromMs / 1000, until_at: untilMs / 1000 };
  });
  const families = await familiesIn(database, {
    schemeId,
    groups: sql`json_to_recordset(${JSON.stringify(weeks)}::json) as g(key text, from_at bigint, until_at bigint)`,
    isIn: (p) => sql`${p}.paid_at >= g.from_at and ${p}.paid_at < g.until_at`,
    some: sql`
      select p.beneficiary_id from payments p
      where p.scheme_id = ${schemeId} and p.paid_at >= g.from_at and p.paid_at < g.until_at
        and p.amount_cents > p.corrected_cents
      order by p.paid_at limit ${LOOKED_AT}`,
  });
  return groupsOf(sums, families);
}

/** @param categories What each shop sells; of others it is `other`. */
export async function spentByCategory(
  database: Database,
  given: { schemeId: Hex; sold: readonly Sold[]; categories: ReadonlyMap<Hex, string> },
): Promise<Group<string>[]> {
  const { schemeId, sold } = given;
  const categoryOf = ({ shopId }: { shopId: Hex }) => given.categories.get(shopId) ?? "other";
  const busiestFirst = sold.toSorted((one, other) => other.payments - one.payments);
  const byCategory = [...Map.groupBy(busiestFirst, categoryOf)];
  const groups = byCategory.map(([key, shops]) => {
    const shopIds = shops.map(({ shopId }) => shopId);
    return { key, shops: shopIds, busiest: shopIds.slice(0, BUSIEST_SHOPS) };
  });
  const families = await familiesIn(database, {
    schemeId,
    groups: sql`json_to_recordset(${JSON.stringify(groups)}::json) as g(key text, shops text[], busiest text[])`,
    isIn: (p) => sql`${p}.shop_id = any(g.shops)`,
    some: sql`
      select newest.beneficiary_id
      from unnest(g.busiest) shop(id)
      cross join lateral (
        select p.beneficiary_id from payments p
        where p.shop_id = shop.id and p.scheme_id = ${schemeId} and p.amount_cents > p.corrected_cents
        order by p.position desc limit ${LOOKED_AT}
      ) newest`,
  });
  const sums = byCategory.map(([key, shops]) => ({
    key,
    cents: shops.reduce((sum, { cents }) => sum + cents, 0n),
  }));
  return groupsOf(sums, families);
}

/** By name, so that their order tells nothing. */
function groupsOf(
  sums: readonly { key: string; cents: bigint }[],
  families: ReadonlyMap<string, number>,
): Group<string>[] {
  return sums
    .map((sum) => ({ ...sum, families: families.get(sum.key) ?? 0 }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

/** Payments that are looked at to find five families: of nearly every group they are enough, however large it is. */
const LOOKED_AT = 40;
const BUSIEST_SHOPS = 3;

type Grouping = {
  schemeId: Hex;
  /** `g`: each with its `key`. */
  groups: SQL;
  /** Whether a payment belongs to `g`. */
  isIn: (payment: SQL) => SQL;
  /** Beneficiaries of some payments in `g`. */
  some: SQL;
};

/** In how many of the groups how many families spent something, counted up to five: more than that nobody has to know. */
async function familiesIn(
  database: Database,
  { schemeId, groups, isIn, some }: Grouping,
): Promise<Map<string, number>> {
  const count = (candidates: SQL, keys: SQL) =>
    run<{ key: string; families: number }>(
      database,
      sql`
      select g.key, count(*)::int as families
      from ${groups}
      cross join lateral (
        select candidate.household_id
        from (
          select distinct m.household_id
          from (${candidates}) of_group
          join household_beneficiaries m on m.beneficiary_id = of_group.beneficiary_id
        ) candidate
        where (
          select sum(p.amount_cents - p.corrected_cents)
          from household_beneficiaries own join payments p on p.beneficiary_id = own.beneficiary_id
          where own.household_id = candidate.household_id and p.scheme_id = ${schemeId} and ${isIn(sql`p`)}
        ) > 0
        limit ${FEWEST_FAMILIES}
      ) family
      where ${keys}
      group by g.key`,
    );
  const found = new Map((await count(some, sql`true`)).map(({ key, families }) => [key, families]));
  const enough = [...found].filter(([, families]) => isEnough(families)).map(([key]) => key);
  // Of the others all payments are looked at; they are few, or of few families.
  const all = sql`select p.beneficiary_id from payments p where p.scheme_id = ${schemeId} and ${isIn(sql`p`)}`;
  const isLeft = sql`g.key not in (select json_array_elements_text(${JSON.stringify(enough)}::json))`;
  for (const { key, families } of await count(all, isLeft)) found.set(key, families);
  return found;
}

/** Families of a scheme, and those of which a child paid at least once, refunded or not. */
export async function countFamilies(
  database: Database,
  schemeId: Hex,
): Promise<{ whole: number; part: number }> {
  const { hasPaid } = householdAccounts;
  const [row] = await database
    .select({ whole: count(), part: sql`count(*) filter (where ${hasPaid})`.mapWith(Number) })
    .from(householdAccounts)
    .where(eq(householdAccounts.schemeId, schemeId));
  return row ?? { whole: 0, part: 0 };
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
