// Derives which sales and corrections a payout pays. The chain keeps sums only, so the rule below lays them out again.
//
// What a shop sold is paid in the order of the chain. A payout ends at the first payment, in the first week at whose end that is so, at
// which all sales so far, less their corrections until the payout was opened, reach the sum of the payouts until then (returned ones
// don't count, what the shop paid back is taken off). Its items are the payments after the end of the payout before, and the corrections of all payments
// up to its own end that were made since the payout before was opened, or belong to payments that one didn't reach.
import { inArray, type SQL, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Database } from "../store/database.ts";
import type { PayoutState } from "../store/schema/bank.ts";

export type PayoutItem = {
  kind: "payment" | "refund" | "reversal";
  paymentId: Hex;
  /** Negative for a correction. */
  amountCents: bigint;
  /** Unix seconds. */
  at: number;
};

export type PayoutOfPayment = {
  payoutId: Hex;
  state: PayoutState;
  bankReference: string | null;
};

/** What a shop sold is paid by the payouts that come next: no need to lay out all of a year. */
const FIRST_PAYOUTS = 20;
/** After every place on the chain. */
const BEYOND = "9223372036854775807";

/** Oldest first. */
export async function itemsOf(database: Database, payoutId: Hex): Promise<PayoutItem[]> {
  const rows = await run<{ kind: PayoutItem["kind"]; paymentId: Hex; cents: string; at: string }>(
    database,
    sql`
    ${reachesOf([payoutId])}
    select kind, payment_id as "paymentId", cents::text as cents, at::text as at from (
      select 'payment' as kind, p.payment_id, p.amount_cents as cents, p.paid_at as at, p.position
      from reaches r join payments p on ${isIn(sql`p`)}
      union all
      select c.kind, c.payment_id, -c.amount_cents, c.at, c.position
      from reaches r
      join corrections c on c.scheme_id = r.scheme_id and c.shop_id = r.shop_id and c.at <= r.opened_at
      join payments p on p.payment_id = c.payment_id and p.position <= r.until_position
      where p.position > r.after_position or c.at > r.after_at
    ) items order by position`,
  );
  return rows.map(({ kind, paymentId, cents, at }) => ({
    kind,
    paymentId,
    amountCents: BigInt(cents),
    at: Number(at),
  }));
}

/** How many sales each of these payouts pays, by one question however many they are. */
export async function paymentCounts(
  database: Database,
  payoutIds: readonly Hex[],
): Promise<Map<Hex, number>> {
  if (payoutIds.length === 0) return new Map();
  const rows = await run<{ payoutId: Hex; count: string }>(
    database,
    sql`
    ${reachesOf(payoutIds)}
    select r.payout_id as "payoutId", (select count(*) from payments p where ${isIn(sql`p`)})::text as count
    from reaches r`,
  );
  return new Map(rows.map(({ payoutId, count }) => [payoutId, Number(count)]));
}

/** The newest payout on the chain that pays this sale, unless it was returned; null while none does. */
export async function payoutOf(
  database: Database,
  paymentId: Hex,
): Promise<PayoutOfPayment | null> {
  const later = await run<{ payoutId: Hex }>(
    database,
    sql`
    select o.payout_id as "payoutId" from payments p
    join payout_orders o on o.scheme_id = p.scheme_id and o.shop_id = p.shop_id
    join payouts own on own.payout_id = o.payout_id
    where p.payment_id = ${paymentId} and own.returned_at is null and own.opened_at >= p.paid_at
    order by own.opened_at limit ${FIRST_PAYOUTS}`,
  );
  if (later.length === 0) return null;
  const [row] = await run<PayoutOfPayment>(
    database,
    sql`
    ${reachesOf(later.map(({ payoutId }) => payoutId))}
    select o.payout_id as "payoutId", o.state, o.bank_payment_id as "bankReference"
    from reaches r
    join payout_orders o on o.payout_id = r.payout_id
    join payments p on ${isIn(sql`p`)}
    where p.payment_id = ${paymentId} and o.state <> 'REJECTED'
    order by r.opened_at desc limit 1`,
  );
  return row ?? null;
}

/** Median of the seconds from sale to the bank's booking, and of how many families these sales are; null without one. */
export async function saleToBank(
  database: Database,
  payoutIds: readonly Hex[],
): Promise<{ seconds: number; families: number } | null> {
  if (payoutIds.length === 0) return null;
  const [row] = await run<{ seconds: number | null; families: number }>(
    database,
    sql`
    ${reachesOf(payoutIds)}
    select percentile_cont(0.5) within group (order by o.booked_at / 1000.0 - p.paid_at)::float8 as seconds,
      count(distinct m.household_id)::int as families
    from reaches r
    join payout_orders o on o.payout_id = r.payout_id and o.booked_at is not null
    join payments p on ${isIn(sql`p`)}
    left join household_beneficiaries m on m.beneficiary_id = p.beneficiary_id`,
  );
  return row && row.seconds !== null ? { seconds: row.seconds, families: row.families } : null;
}

const isIn = (p: SQL) => sql`${p}.scheme_id = r.scheme_id and ${p}.shop_id = r.shop_id
  and ${p}.paid_at <= r.opened_at and ${p}.position > r.after_position and ${p}.position <= r.until_position`;

/** `reaches`: from after which place on the chain to which, and since when, each payout reaches as it stood when it was opened. */
const reachesOf = (payoutIds: readonly Hex[]) => sql`
  with asked as (
    select o.payout_id, o.scheme_id, o.shop_id, o.amount_cents, coalesce(own.opened_at, o.created_at / 1000) as opened_at
    from payout_orders o left join payouts own on own.payout_id = o.payout_id
    where ${inArray(sql`o.payout_id`, [...payoutIds])}
  ), placed as materialized (
    select asked.*, earlier.cents as paid_before, earlier.last_at
    from asked cross join lateral (
      select coalesce(sum(e.amount_cents), 0) as cents, max(e.opened_at) as last_at
      from payouts e
      where e.scheme_id = asked.scheme_id and e.shop_id = asked.shop_id and e.payout_id <> asked.payout_id
        and (e.opened_at, e.payout_id) < (asked.opened_at, asked.payout_id)
        and (e.returned_at is null or e.returned_at > asked.opened_at)
    ) earlier
  ), reaches as materialized (
    select placed.*, coalesce(last_at, -1) as after_at,
      case when last_at is null then -1 else ${reach(sql`placed.last_at`, sql`placed.paid_before`)} end as after_position,
      ${reach(sql`placed.opened_at`, sql`placed.paid_before + placed.amount_cents`)} as until_position
    from placed
  )`;

/**
 * The first place at which sales, less corrections, reach what was paid by then; beyond everything when they don't. Looked for in the first
 * week at whose end they do, by the sums that the index keeps: a large shop has a hundred thousand sales before it.
 */
function reach(openedAt: SQL, paidCents: SQL): SQL {
  const target = sql`${paidCents} - (
    select coalesce(sum(m.amount_cents), 0) from scheme_movements m
    where m.scheme_id = placed.scheme_id and m.shop_id = placed.shop_id and m.kind = 'repaid' and m.at <= ${openedAt}
  )`;
  return sql`coalesce((
    select min(sums.position) from (
      select p.position, week.before + sum(p.amount_cents - coalesce(c.cents, 0)) over (order by p.position) as reached
      from (
        select weeks.* from (
          select first_position, next_position, sum(cents) over (order by first_position) as reached,
            sum(cents) over (order by first_position) - cents as before
          from (
            select w.first_position, lead(w.first_position) over (order by w.first_position) as next_position,
              w.spent_cents + coalesce(later.cents, 0) as cents
            from shop_weeks w left join (${correctedSince(openedAt)}) later on later.week = w.week
            where w.scheme_id = placed.scheme_id and w.shop_id = placed.shop_id
          ) kept
        ) weeks
        where weeks.reached >= ${target} order by weeks.first_position limit 1
      ) week
      join payments p on p.scheme_id = placed.scheme_id and p.shop_id = placed.shop_id and p.paid_at <= ${openedAt}
        and p.position >= week.first_position and p.position < coalesce(week.next_position, ${BEYOND}::bigint)
      left join lateral (
        select sum(amount_cents) as cents from corrections where payment_id = p.payment_id and at <= ${openedAt}
      ) c on true
    ) sums
    where sums.reached >= ${target}
  ), ${BEYOND}::bigint)`;
}

/** What was corrected later than that, by the week of the sale: the kept sums are those of now. */
const correctedSince = (openedAt: SQL) => sql`
  select to_char(date_trunc('week', to_timestamp(p.paid_at) at time zone 'Europe/Amsterdam'), 'YYYY-MM-DD') as week,
    sum(c.amount_cents) as cents
  from corrections c join payments p on p.payment_id = c.payment_id
  where c.shop_id = placed.shop_id and c.at > ${openedAt}
    and p.scheme_id = placed.scheme_id and p.shop_id = placed.shop_id
  group by 1`;

/** Rows as both drivers give them. */
async function run<T>(database: Database, query: SQL): Promise<T[]> {
  const { rows } = (await database.execute(query)) as { rows: T[] };
  return rows;
}
