// Derives which sales and corrections a payout pays. The chain keeps sums only, so the rule below lays them out again.
//
// What a shop sold is paid in the order of the chain. A payout ends at the first payment at which all sales so far, less their
// corrections until the payout was opened, reach the sum of the payouts until then (returned ones don't count, what the shop
// paid back is taken off). Its items are the payments after the end of the payout before, and the corrections of all payments
// up to its own end that were made since the payout before was opened, or belong to payments that one didn't reach.
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Database } from "../store/database.ts";
import type { payoutOrders } from "../store/schema/bank.ts";
import { payouts, schemeMovements } from "../store/schema/projections.ts";

export type PayoutItem = {
  kind: "payment" | "refund" | "reversal";
  paymentId: Hex;
  /** Negative for a correction. */
  amountCents: bigint;
  /** Unix seconds. */
  at: number;
};

type Order = Pick<
  typeof payoutOrders.$inferSelect,
  "payoutId" | "schemeId" | "shopId" | "amountCents" | "createdAt"
>;
/** Up to where on the chain a payout reaches, as it stood when it was opened. */
type Reach = { position: number; openedAt: number };

/** Oldest first. */
export async function itemsOf(database: Database, order: Order): Promise<PayoutItem[]> {
  const rows = await database
    .select()
    .from(payouts)
    .where(and(eq(payouts.schemeId, order.schemeId), eq(payouts.shopId, order.shopId)))
    .orderBy(payouts.openedAt, payouts.payoutId);
  const own = rows.find(({ payoutId }) => payoutId === order.payoutId);
  const openedAt = own?.openedAt ?? Math.floor(order.createdAt / 1000);
  const earlier = rows.filter(
    (row) =>
      row.payoutId !== order.payoutId &&
      (row.openedAt < openedAt || (row.openedAt === openedAt && row.payoutId < order.payoutId)) &&
      (row.returnedAt === null || row.returnedAt > openedAt),
  );
  const paidBefore = earlier.reduce((sum, row) => sum + row.amountCents, 0n);
  const previous = earlier.at(-1);
  const before: Reach = previous
    ? await reachOf(database, order, { openedAt: previous.openedAt, paidCents: paidBefore })
    : { position: -1, openedAt: -1 };
  const paidCents = paidBefore + order.amountCents;
  return between(database, order, before, await reachOf(database, order, { openedAt, paidCents }));
}

async function reachOf(
  database: Database,
  order: Order,
  given: { openedAt: number; paidCents: bigint },
): Promise<Reach> {
  const { openedAt } = given;
  const [repaid] = await database
    .select({ cents: sql<string>`coalesce(sum(${schemeMovements.amountCents}), 0)` })
    .from(schemeMovements)
    .where(
      and(
        eq(schemeMovements.schemeId, order.schemeId),
        eq(schemeMovements.shopId, order.shopId),
        eq(schemeMovements.kind, "repaid"),
        sql`${schemeMovements.at} <= ${openedAt}`,
      ),
    );
  const goal = given.paidCents - BigInt(repaid?.cents ?? 0);
  const rows = await run<{ position: string | null }>(
    database,
    sql`
    select min(position) as position from (
      select p.position, sum(p.amount_cents - coalesce(c.cents, 0)) over (order by p.position) as reached
      from payments p
      left join (
        select payment_id, sum(amount_cents) as cents from corrections
        where shop_id = ${order.shopId} and at <= ${openedAt} group by payment_id
      ) c on c.payment_id = p.payment_id
      where p.scheme_id = ${order.schemeId} and p.shop_id = ${order.shopId} and p.paid_at <= ${openedAt}
    ) sums where reached >= ${String(goal)}::bigint`,
  );
  const position = rows[0]?.position;
  return { position: position == null ? Number.MAX_SAFE_INTEGER : Number(position), openedAt };
}

async function between(
  database: Database,
  order: Order,
  before: Reach,
  reach: Reach,
): Promise<PayoutItem[]> {
  const rows = await run<{ kind: PayoutItem["kind"]; paymentId: Hex; cents: string; at: string }>(
    database,
    sql`
    select kind, payment_id as "paymentId", cents::text as cents, at::text as at from (
      select 'payment' as kind, payment_id, amount_cents as cents, paid_at as at, position from payments
      where scheme_id = ${order.schemeId} and shop_id = ${order.shopId} and paid_at <= ${reach.openedAt}
        and position > ${before.position} and position <= ${reach.position}
      union all
      select c.kind, c.payment_id, -c.amount_cents, c.at, c.position from corrections c
      join payments p on p.payment_id = c.payment_id
      where c.scheme_id = ${order.schemeId} and c.shop_id = ${order.shopId} and c.at <= ${reach.openedAt}
        and p.position <= ${reach.position}
        and (p.position > ${before.position} or c.at > ${before.openedAt})
    ) items order by position`,
  );
  return rows.map(({ kind, paymentId, cents, at }) => ({
    kind,
    paymentId,
    amountCents: BigInt(cents),
    at: Number(at),
  }));
}

/** Rows as both drivers give them. */
async function run<T>(database: Database, query: SQL): Promise<T[]> {
  const { rows } = (await database.execute(query)) as { rows: T[] };
  return rows;
}
