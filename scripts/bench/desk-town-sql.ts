// The statements that fill a large municipality: each makes all rows of a table at once. Every number is worked out from the row's own,
// so that the same size gives the same town.
import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";

export const YEAR_SECONDS = 364 * 86_400;
export const SCHEME: Hex = `0x${"5c".repeat(16)}`;
export const NO_HASH: Hex = `0x${"00".repeat(32)}`;
const NOBODY: Hex = `0x${"00".repeat(20)}`;
const GRANTED_CENTS = 60_000;
const PAYMENTS_PER_BLOCK = 50;
/** Far from what the bench's own chain says. */
const FIRST_BLOCK = 10_000_000;

export type Filling = {
  families: number;
  payments: number;
  shops: number;
  /** Unix seconds; the year ends now. */
  now: number;
  staff: Hex;
};

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
export const householdId = (n: number): Hex => `0x${md5(`household ${n}`)}`;
export const shopId = (n: number): Hex => `0x${md5(`shop ${n}`)}`;

const idOf = (kind: string, number: SQL) => sql`'0x' || md5(${sql.raw(`'${kind} '`)} || ${number})`;
const hashOf = (kind: string, number: SQL) =>
  sql`'0x' || md5(${sql.raw(`'${kind} '`)} || ${number}) || md5(${sql.raw(`'${kind}, '`)} || ${number})`;
const addressOf = (kind: string, number: SQL) =>
  sql`'0x' || left(md5(${sql.raw(`'${kind} '`)} || ${number}) || md5(${sql.raw(`'${kind}, '`)} || ${number}), 40)`;
const integer = (number: number) => sql.raw(String(Math.floor(number)));

/** One family in ten never began; one in fifty left. */
const hasBegun = (family: SQL) => sql`${family} % 10 <> 0`;
const isClosed = (family: SQL) => sql`${family} % 50 = 1`;

export function statements(given: Filling): SQL[] {
  const { now, payments } = given;
  const from = now - YEAR_SECONDS;
  return [
    sql`set synchronous_commit = off`,
    children(given),
    sales(given),
    sql`insert into payments select '0x' || md5('payment ' || i) || md5('payment, ' || i), position, 'open', ${SCHEME},
      ${idOf("child", sql`family || '/0'`)}, shop_id, ${addressOf("till", sql`shop_id`)}, ${addressOf("phone", sql`family || '/0'`)},
      i, cents, corrected, 0, at, position / 1000000, '0x' || md5('payment ' || i) || md5('payment, ' || i) from town_sales`,
    sql`insert into corrections select position + ${integer(1_000_000)}::bigint * ${integer(payments)} , '0x' || md5('payment ' || i) || md5('payment, ' || i), 'refund', ${SCHEME},
      ${idOf("child", sql`family || '/0'`)}, shop_id, ${addressOf("till", sql`shop_id`)}, corrected, null, null, at + 60, ${NO_HASH}
      from town_sales where corrected > 0`,
    sql`insert into shop_weeks select ${SCHEME}, shop_id, to_char(date_trunc('week', to_timestamp(at) at time zone 'Europe/Amsterdam'), 'YYYY-MM-DD') as week,
      min(position), count(*), sum(cents - corrected) from town_sales group by shop_id, week`,
    ...beneficiaries(from),
    ...shops(given),
    ...payouts(),
    ...events(given),
    sql`insert into schemes select ${SCHEME}, ${given.staff}, ${from}, ${now + 30 * 86_400}, 0, 0, 30000, 0, false, false,
      g + 1000000, 1000000, b, o, 0, p, 0, ${from} from (select
        (select sum(granted_cents) from beneficiaries) as g, (select sum(balance_cents) from beneficiaries) as b,
        (select sum(owed_cents) from shop_accounts) as o, (select sum(paid_out_cents) from shop_accounts) as p) sums`,
    sql`insert into access_log select '0x' || md5('look ' || i), ${SCHEME}, ${idOf("household", sql`(i * 7919 % ${integer(given.families)})`)},
      ${given.staff}, 'validator', 'called', null, ${from} + i * ${integer(YEAR_SECONDS)}::bigint / ${integer(given.families)}
      from generate_series(1, ${integer(given.families)}) i`,
  ];
}

/** What hangs on the households' own rows. */
export function afterHouseholds(given: Filling): SQL[] {
  return [
    sql`insert into household_beneficiaries select ${idOf("child", sql`family || '/' || child`)}, ${idOf("household", sql`family`)}, child, ${NO_HASH} from town_children`,
    sql`insert into payment_questions select payment_id, beneficiary_id, ${SCHEME}, 'not-mine', null, ${given.now - 3_600}, null, null, null
      from payments order by position desc limit 40 offset 1000`,
    sql`drop table town_children, town_sales`,
  ];
}

function children({ families }: Filling): SQL {
  return sql`create table town_children as
    select family, child from generate_series(0, ${integer(families)} - 1) family, generate_series(0, 2) child
    where child <= family % 3`;
}

/**
 * In the order of the year. Families with a high number stop buying early, so that some didn't buy for months; few shops have most of the
 * sales; one sale in fifty is refunded.
 */
function sales({ families, payments, shops, now }: Filling): SQL {
  const share = sql`(hashint8(i) & 1048575) / 1048576.0`;
  const other = sql`(hashint8(i + 500000000) & 1048575) / 1048576.0`;
  return sql`create table town_sales as
    select i, family + case when family % 10 = 0 then 2 when family % 50 = 1 then 1 else 0 end as family,
      '0x' || md5('shop ' || shop) as shop_id, cents, case when i % 50 = 0 then cents else 0 end as corrected,
      ${integer(now - YEAR_SECONDS)} + i * ${integer(YEAR_SECONDS - 3_600)}::bigint / ${integer(payments)} as at,
      (${integer(FIRST_BLOCK)} + i / ${integer(PAYMENTS_PER_BLOCK)}) * 1000000::bigint + i % ${integer(PAYMENTS_PER_BLOCK)} as position
    from (
      select i, floor(${share} * ${integer(families - 3)} * (1 - 0.5 * i / ${integer(payments)}))::int as family,
        floor(power(${other}, 3) * ${integer(shops)})::int as shop, 100 + i * 7919 % 1900 as cents
      from generate_series(1::bigint, ${integer(payments)}::bigint) i
    ) drawn`;
}

function beneficiaries(from: number): SQL[] {
  return [
    sql`insert into beneficiaries (beneficiary_id, scheme_id, state, granted_cents, balance_cents, device_count, registered_at, has_paid, last_used_at)
      select ${idOf("child", sql`c.family || '/' || c.child`)}, ${SCHEME},
        case when ${isClosed(sql`c.family`)} then 'closed' when ${hasBegun(sql`c.family`)} then 'active' else 'registered' end,
        case when ${isClosed(sql`c.family`)} then 0 else ${integer(GRANTED_CENTS)} + coalesce(s.cents, 0) end,
        case when ${isClosed(sql`c.family`)} then 0 else ${integer(GRANTED_CENTS)} end,
        case when ${hasBegun(sql`c.family`)} then 1 else 0 end, ${from}, s.last_at is not null,
        case when ${hasBegun(sql`c.family`)} then coalesce(s.last_at, ${from} + 3600) end
      from town_children c left join (
        select family, sum(cents - corrected) as cents, max(at) as last_at from town_sales group by family
      ) s on s.family = c.family and c.child = 0`,
    sql`insert into devices (device, beneficiary_id, added_by, added_at)
      select ${addressOf("phone", sql`family || '/' || child`)}, ${idOf("child", sql`family || '/' || child`)}, ${NOBODY}, ${from} + 3600
      from town_children where ${hasBegun(sql`family`)}`,
  ];
}

function shops({ shops: count, staff, now }: Filling): SQL[] {
  const all = sql`generate_series(0, ${integer(count)} - 1) n`;
  const from = now - YEAR_SECONDS;
  return [
    sql`insert into shops select ${idOf("shop", sql`n`)}, ${staff}, ${SCHEME}, ${from} from ${all}`,
    sql`insert into shop_accounts select ${SCHEME}, ${idOf("shop", sql`n`)}, 'admitted', 0, 0, coalesce(s.cents, 0), ${NO_HASH}, null, null, ${from}, null
      from ${all} left join (
        select shop_id, sum(cents - corrected) as cents from town_sales group by shop_id
      ) s on s.shop_id = ${idOf("shop", sql`n`)}`,
    // What the last hour sold is still owed.
    sql`update shop_accounts a set owed_cents = s.cents, paid_out_cents = a.paid_out_cents - s.cents
      from (select shop_id, sum(cents - corrected) as cents from town_sales where at >= ${now - 86_400} group by shop_id) s where s.shop_id = a.shop_id`,
  ];
}

/** Each shop is paid each day for what it sold on it. */
function payouts(): SQL[] {
  return [
    sql`create table town_payouts as
      select '0x' || md5('payout ' || shop_id || ' ' || day) as payout_id, shop_id, cents, day + 86399 as at from (
        select shop_id, at / 86400 * 86400 as day, sum(cents - corrected) as cents from town_sales group by 1, 2
      ) days where cents > 0 and day + 86400 < extract(epoch from now())::bigint`,
    sql`insert into payouts select payout_id, ${SCHEME}, shop_id, cents, ${NO_HASH}, ${NOBODY}, 'settled', at, at + 60, null, ${NO_HASH}, null from town_payouts`,
    sql`insert into payout_orders select payout_id, ${SCHEME}, shop_id, cents, 'BOOKED', null, left(payout_id, 20), at * 1000, at * 1000 + 60000, at * 1000 + 50000, 0 from town_payouts`,
    sql`insert into bank_entries (entry_id, kind, amount_cents, payout_id, status, booked_at, details, source, seen_at)
      select left(payout_id, 20), 'payout', -cents, payout_id, 'booked', to_char(to_timestamp(at + 50) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"'), '', 'bunq', at * 1000 + 50000 from town_payouts`,
  ];
}

function events({ now }: Filling): SQL[] {
  const from = now - YEAR_SECONDS;
  return [
    sql`insert into chain_events select ${integer(FIRST_BLOCK)} - 1000000 + family, child, ${NO_HASH}, ${from}, 'BeneficiaryRegistered',
      jsonb_build_object('schemeId', ${SCHEME}::text, 'beneficiaryId', ${idOf("child", sql`family || '/' || child`)}, 'activationKey', ${addressOf("letter", sql`family || '/' || child`)}, 'amount', '30000'), null from town_children`,
    sql`insert into chain_events select ${integer(FIRST_BLOCK)} - 1000000 + family, 10 + child, ${NO_HASH}, ${from} + 3600, 'DeviceAdded',
      jsonb_build_object('beneficiaryId', ${idOf("child", sql`family || '/' || child`)}, 'device', ${addressOf("phone", sql`family || '/' || child`)}, 'by', ${addressOf("letter", sql`family || '/' || child`)}), null
      from town_children where ${hasBegun(sql`family`)}`,
    sql`insert into chain_events select position / 1000000, position % 1000000, ${NO_HASH}, at, 'PaymentMade',
      jsonb_build_object('paymentId', ${hashOf("payment", sql`i`)}, 'beneficiaryId', ${idOf("child", sql`family || '/0'`)}, 'shopId', shop_id,
        'till', ${addressOf("till", sql`shop_id`)}, 'device', ${addressOf("phone", sql`family || '/0'`)}, 'nonce', i::text, 'amount', cents::text), null from town_sales`,
    sql`insert into chain_events select position / 1000000, 1000 + position % 1000000, ${NO_HASH}, at + 60, 'PaymentRefunded',
      jsonb_build_object('paymentId', ${hashOf("payment", sql`i`)}, 'beneficiaryId', ${idOf("child", sql`family || '/0'`)}, 'shopId', shop_id,
        'till', ${addressOf("till", sql`shop_id`)}, 'amount', corrected::text), null from town_sales where corrected > 0`,
    sql`insert into chain_events select ${integer(FIRST_BLOCK)} * 2::bigint + row_number() over (order by at, payout_id), part, ${NO_HASH}, at + part * 60,
      case part when 0 then 'PayoutOpened' else 'PayoutSettled' end,
      case part when 0 then jsonb_build_object('payoutId', payout_id, 'schemeId', ${SCHEME}::text, 'shopId', shop_id, 'amount', cents::text, 'ibanCommitment', ${NO_HASH}::text, 'by', ${NOBODY}::text)
        else jsonb_build_object('payoutId', payout_id, 'bankReference', ${NO_HASH}::text) end, null
      from town_payouts, generate_series(0, 1) part`,
    sql`drop table town_payouts`,
  ];
}
