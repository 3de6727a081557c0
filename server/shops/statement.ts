// A shop's statement of a month: what it was owed before and after, each payout with the sales in it. Read from the index alone.
import { and, asc, eq, gte, lt, type SQLWrapper, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import type { statementAnswer } from "../http/schemas/statement.ts";
import { takers } from "../payments/takers.ts";
import { dutchDayBounds } from "../payouts/banking-days.ts";
import type { Database } from "../store/database.ts";
import { payoutOrders } from "../store/schema/bank.ts";
import { argument } from "../store/schema/chain.ts";
import { schemeNames } from "../store/schema/office.ts";
import { payouts, shopAccounts } from "../store/schema/projections.ts";
import { divideStatement, type StatementLine, sumOf } from "./statement-parts.ts";

/** As `payments.position` is made. */
const PLACES_PER_BLOCK = 1_000_000;

export type Statement = z.input<typeof statementAnswer>;
type Account = { schemeId: Hex; shopId: Hex };
type Period = { from: number; until: number };
type Row = {
  kind: StatementLine["kind"];
  at: string;
  position: string;
  reference: Hex;
  till: Hex | null;
  cents: string;
};

/**
 * Its schemes stand in the order of their names, in which somebody looks for them.
 *
 * @param given.month `2026-11`.
 * @throws {AppError} `invalid-request` when the month is none.
 */
export async function monthStatement(
  database: Database,
  given: { shopId: Hex; month: string },
): Promise<Statement> {
  const { shopId, month } = given;
  const period = periodOf(month);
  const accounts = await database
    .select({
      schemeId: shopAccounts.schemeId,
      shopId: shopAccounts.shopId,
      name: schemeNames.name,
    })
    .from(shopAccounts)
    .leftJoin(schemeNames, eq(schemeNames.schemeId, shopAccounts.schemeId))
    .where(eq(shopAccounts.shopId, shopId))
    .orderBy(schemeNames.name, shopAccounts.schemeId);
  const schemes = [];
  for (const { name, ...account } of accounts) {
    schemes.push({ ...(await ofScheme(database, account, period)), name: name ?? "" });
  }
  return { shopId, month, ...period, schemes };
}

function periodOf(month: string): Period {
  const [year = 0, number = 0] = month.split("-").map(Number);
  if (number < 1 || number > 12) throw new AppError("invalid-request");
  const next = number === 12 ? [year + 1, 1] : [year, number + 1];
  const startOf = ([y = 0, m = 0]: number[]) => {
    const day = `${String(y).padStart(4, "0")}-${String(m).padStart(2, "0")}-01`;
    return Math.floor(dutchDayBounds(day).fromMs / 1000);
  };
  return { from: startOf([year, number]), until: startOf(next) };
}

async function ofScheme(
  database: Database,
  account: Account,
  period: Period,
): Promise<Omit<Statement["schemes"][number], "name">> {
  const [earnedBefore, openedBefore, lines, opened] = await Promise.all([
    sumBefore(database, account, period.from),
    openedBy(database, account, period.from),
    linesOf(database, account, period),
    payoutsOf(database, account, period),
  ]);
  const openingCents = earnedBefore - openedBefore;
  const divided = divideStatement({ openingCents, lines, payouts: opened });
  return {
    schemeId: account.schemeId,
    openingCents: String(openingCents),
    closingCents: String(divided.closingCents),
    earnedCents: String(sumOf(lines)),
    paidOutCents: String(sumOf(opened)),
    payouts: divided.parts.map((part) => ({
      payoutId: part.payout.payoutId,
      amountCents: String(part.payout.amountCents),
      openedAt: part.payout.openedAt,
      settledAt: part.payout.settledAt,
      returnedAt: part.payout.returnedAt,
      bankReference: part.payout.bankReference,
      carriedInCents: String(part.carriedInCents),
      carriedOutCents: String(part.carriedOutCents),
      lines: part.lines.map(showLine),
    })),
    unpaid: divided.lines.map(showLine),
  };
}

const showLine = ({ position, ...line }: StatementLine) => ({
  ...line,
  amountCents: String(line.amountCents),
});

/** Where on the chain a payout was opened or came back: its row has but the second. */
const positionOfPayout = (payoutId: SQLWrapper, name: "PayoutOpened" | "PayoutReturned") => sql`(
  select event.block_number::bigint * ${sql.raw(String(PLACES_PER_BLOCK))} + event.log_index from chain_events event
  where ${argument(sql`event.args`, "payoutId")} = ${payoutId} and event.name = ${name})`;

/** All that made the shop be owed more or less, of one account, as rows with `at` and `cents`. */
const movements = ({ schemeId, shopId }: Account) => sql`
  select 'payment' as kind, p.paid_at as at, p.payment_id as reference, p.amount_cents as cents,
    p.position as position, coalesce(p.till, takers.till) as till
  from payments p left join ${takers} on takers.payment_id = p.payment_id and p.till is null
  where p.scheme_id = ${schemeId} and p.shop_id = ${shopId}
  union all
  select c.kind, c.at, c.payment_id, -c.amount_cents, c.position,
    case when c.kind = 'refund' then c.by end
  from corrections c where c.scheme_id = ${schemeId} and c.shop_id = ${shopId}
  union all
  select 'return', o.returned_at, o.payout_id, o.amount_cents,
    ${positionOfPayout(sql`o.payout_id`, "PayoutReturned")}, null
  from payouts o where o.scheme_id = ${schemeId} and o.shop_id = ${shopId} and o.returned_at is not null
  union all
  select 'repaid', m.at, m.bank_reference, m.amount_cents, 0, null
  from scheme_movements m
  where m.scheme_id = ${schemeId} and m.shop_id = ${shopId} and m.kind = 'repaid'`;

async function sumBefore(database: Database, account: Account, before: number): Promise<bigint> {
  const { rows } = (await database.execute(sql`
    select coalesce(sum(cents), 0)::text as cents from (${movements(account)}) moved
    where at < ${before}`)) as { rows: { cents: string }[] };
  return BigInt(rows[0]?.cents ?? "0");
}

async function linesOf(
  database: Database,
  account: Account,
  { from, until }: Period,
): Promise<StatementLine[]> {
  const { rows } = (await database.execute(sql`
    select kind, at::text as at, position::text as position, reference, till, cents::text as cents
    from (${movements(account)}) moved where at >= ${from} and at < ${until}
    order by moved.at, position, reference`)) as { rows: Row[] };
  return rows.map(({ kind, at, position, reference, till, cents }) => ({
    kind,
    at: Number(at),
    position: Number(position),
    reference,
    till,
    amountCents: BigInt(cents),
  }));
}

const isOf = ({ schemeId, shopId }: Account) =>
  and(eq(payouts.schemeId, schemeId), eq(payouts.shopId, shopId));

async function openedBy(database: Database, account: Account, before: number): Promise<bigint> {
  const [row] = await database
    .select({ cents: sql<string>`coalesce(sum(${payouts.amountCents}), 0)` })
    .from(payouts)
    .where(and(isOf(account), lt(payouts.openedAt, before)));
  return BigInt(row?.cents ?? "0");
}

async function payoutsOf(database: Database, account: Account, { from, until }: Period) {
  return database
    .select({
      payoutId: payouts.payoutId,
      amountCents: payouts.amountCents,
      openedAt: payouts.openedAt,
      position: sql`${positionOfPayout(payouts.payoutId, "PayoutOpened")}`.mapWith(Number),
      settledAt: payouts.settledAt,
      returnedAt: payouts.returnedAt,
      bankReference: payoutOrders.bankPaymentId,
    })
    .from(payouts)
    .leftJoin(payoutOrders, eq(payoutOrders.payoutId, payouts.payoutId))
    .where(and(isOf(account), gte(payouts.openedAt, from), lt(payouts.openedAt, until)))
    .orderBy(asc(payouts.openedAt), positionOfPayout(payouts.payoutId, "PayoutOpened"));
}
