// The sums that the index keeps, beside what the payments, accounts and devices themselves add up to.
import { sql } from "drizzle-orm";
import type { Database } from "../../server/store/database.ts";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";

export async function rowsOf<T>(database: Database, query: ReturnType<typeof sql>): Promise<T[]> {
  return ((await database.execute(query)) as { rows: T[] }).rows;
}

/** From every payment, as no screen may ask it. */
const SHOP_WEEKS = sql`
  select p.scheme_id, p.shop_id, to_char(date_trunc('week', to_timestamp(p.paid_at) at time zone 'Europe/Amsterdam'), 'YYYY-MM-DD') as week,
    min(p.position)::text as first_position, count(*)::text as payments, sum(p.amount_cents - p.corrected_cents)::text as cents
  from payments p group by 1, 2, 3 order by 1, 2, 3`;
const KEPT_SHOP_WEEKS = sql`
  select scheme_id, shop_id, week, first_position::text as first_position, payments::text as payments, spent_cents::text as cents from shop_weeks order by 1, 2, 3`;
const HOUSEHOLDS = sql`
  select h.household_id, h.letter_number, count(*) filter (where b.state <> 'closed')::int as open,
    bool_or(b.state = 'registered') as is_not_started,
    bool_or(b.state = 'active' and b.balance_cents > 0) as can_spend,
    exists (select 1 from payments p join household_beneficiaries o on o.beneficiary_id = p.beneficiary_id where o.household_id = h.household_id) as has_paid,
    greatest(
      (select max(p.paid_at) from payments p join household_beneficiaries o on o.beneficiary_id = p.beneficiary_id where o.household_id = h.household_id),
      (select max(d.added_at) from devices d join household_beneficiaries o on o.beneficiary_id = d.beneficiary_id where o.household_id = h.household_id)
    )::text as last_used_at
  from households h join household_beneficiaries m on m.household_id = h.household_id
  join beneficiaries b on b.beneficiary_id = m.beneficiary_id
  group by h.household_id order by 1`;
const KEPT_HOUSEHOLDS = sql`
  select household_id, letter_number, open_accounts as open, is_not_started, can_spend, has_paid, last_used_at::text as last_used_at
  from household_accounts order by 1`;

export type HouseholdSums = {
  household_id: Hex;
  letter_number: number;
  open: number;
  is_not_started: boolean;
  can_spend: boolean;
  has_paid: boolean;
  /** Unix seconds. */
  last_used_at: string | null;
};
export type Sums = { shopWeeks: object[]; households: HouseholdSums[] };

export async function keptSums(database: Database): Promise<Sums> {
  return {
    shopWeeks: await rowsOf(database, KEPT_SHOP_WEEKS),
    households: await rowsOf(database, KEPT_HOUSEHOLDS),
  };
}

/** The same from every payment. */
export async function countAgain(database: Database): Promise<Sums> {
  return {
    shopWeeks: await rowsOf(database, SHOP_WEEKS),
    households: await rowsOf(database, HOUSEHOLDS),
  };
}
