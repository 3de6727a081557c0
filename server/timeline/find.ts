// Reads what the chain's events say of one subject, newest first. From the stored events alone, so that nothing can be told otherwise.
import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { EventName } from "../chain/events.ts";
import { AppError } from "../errors/app-error.ts";
import type { Database } from "../store/database.ts";
import { argument, chainEvents, deployments } from "../store/schema/chain.ts";
import { beneficiaries, payments, payouts, shopAccounts } from "../store/schema/projections.ts";

export type EventRow = typeof chainEvents.$inferSelect;
/** What a timeline is about; the scheme itself has no id beside its own. */
export type Subject =
  | { kind: "scheme" }
  | { kind: "beneficiary"; id: Hex }
  | { kind: "shop"; id: Hex }
  | { kind: "payment"; id: Hex };

/** Order on the chain, as `payments.position`. */
const PLACES_PER_BLOCK = 1_000_000;

/** What happened to the scheme as a whole, and not to one beneficiary or shop of it. */
const OF_SCHEME: readonly EventName[] = [
  "SchemeOpened",
  "SchemeFunded",
  "SchemeWithdrawn",
  "SchemePaused",
  "SchemeResumed",
  "SchemeClosed",
  "RoleOffered",
  "RoleOfferWithdrawn",
  "RoleAccepted",
  "RoleWithdrawn",
  "SoleLimitsSet",
  "ActProposed",
  "ActConfirmed",
  "ActWithdrawn",
  "MandateSet",
  "CardLimitsSet",
];

export const positionOf = ({ blockNumber, logIndex }: EventRow) =>
  blockNumber * PLACES_PER_BLOCK + logIndex;

/** @throws {AppError} `not-found` when the subject isn't this scheme's. */
export async function demandSubject(
  database: Database,
  schemeId: Hex,
  subject: Subject,
): Promise<void> {
  if (subject.kind === "scheme") return;
  const table = { beneficiary: beneficiaries, shop: shopAccounts, payment: payments }[subject.kind];
  const isSubject = {
    beneficiary: eq(beneficiaries.beneficiaryId, subject.id),
    shop: eq(shopAccounts.shopId, subject.id),
    payment: eq(payments.paymentId, subject.id),
  }[subject.kind];
  const rows = await database
    .select({ schemeId: table.schemeId })
    .from(table)
    .where(and(isSubject, eq(table.schemeId, schemeId)));
  if (rows.length === 0) throw new AppError("not-found");
}

type Query = { schemeId: Hex; subject: Subject; before: number | null; limit: number };

/** One page of what happened to a subject, newest first. */
export async function findEvents(
  database: Database,
  query: Query,
): Promise<{ rows: EventRow[]; next: string | null }> {
  const pages = await Promise.all(pagesOf(database, query));
  const rows = pages.flat().sort((one, other) => positionOf(other) - positionOf(one));
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > page.length && last ? String(positionOf(last)) : null };
}

/** Each part is found by an index of its own; together they are the subject's events. One row more than is shown tells of a next page. */
function pagesOf(database: Database, query: Query): Promise<EventRow[]>[] {
  const { schemeId, subject, before } = query;
  const { args, name } = chainEvents;
  const asked = { before, limit: query.limit + 1 };
  switch (subject.kind) {
    case "scheme": {
      const where = and(inArray(name, [...OF_SCHEME]), eq(argument(args, "schemeId"), schemeId));
      return [newest(database, where, asked)];
    }
    case "beneficiary":
      return [
        newest(
          database,
          and(eq(argument(args, "beneficiaryId"), subject.id), isNoCardsDevice()),
          asked,
        ),
      ];
    case "payment":
      return [newest(database, eq(argument(args, "paymentId"), subject.id), asked)];
    case "shop": {
      const ofShop = { shopId: subject.id, schemeId };
      return [
        newestOfShop(database, ofShop, asked),
        newest(database, isPayoutEventOf(ofShop), asked),
      ];
    }
  }
}

type OfShop = { shopId: Hex; schemeId: Hex };
type Asked = { before: number | null; limit: number };

/**
 * Reads a shop's events by their index, newest first, and leaves out those of other schemes. As a condition of the query that would make
 * the database sort all hundred thousand of them for one page.
 */
async function newestOfShop(
  database: Database,
  { shopId, schemeId }: OfShop,
  asked: Asked,
): Promise<EventRow[]> {
  const rows: EventRow[] = [];
  for (let { before } = asked; ; ) {
    const batch = await database
      .select({ event: chainEvents, isOfScheme: isOfScheme(schemeId) })
      .from(chainEvents)
      .where(and(eq(argument(chainEvents.args, "shopId"), shopId), isBefore(before)))
      .orderBy(desc(chainEvents.blockNumber), desc(chainEvents.logIndex))
      .limit(asked.limit);
    rows.push(...batch.filter((one) => one.isOfScheme).map(({ event }) => event));
    const last = batch.at(-1);
    if (!last || batch.length < asked.limit || rows.length >= asked.limit) {
      return rows.slice(0, asked.limit);
    }
    before = positionOf(last.event);
  }
}

/** That a card became a device, or is none any more, stands in an event of the card's own. */
function isNoCardsDevice(): SQL {
  const { args, name } = chainEvents;
  const byContract = sql`${args}->>'by' in (select ${deployments.cards} from ${deployments})`;
  return sql`not (${inArray(name, ["DeviceAdded", "DeviceRemoved"])} and ${byContract})`;
}

/** A shop can take part in several schemes: what belongs to another is not this one's business. */
function isOfScheme(schemeId: Hex): SQL<boolean> {
  const ofScheme = argument(chainEvents.args, "schemeId");
  const beneficiary = argument(chainEvents.args, "beneficiaryId");
  return sql`(coalesce(${ofScheme}, ${schemeId}) = ${schemeId} and (${beneficiary} is null or exists (
    select 1 from ${beneficiaries}
    where ${beneficiaries.beneficiaryId} = ${beneficiary} and ${beneficiaries.schemeId} = ${schemeId})))`;
}

/** How a payout of the shop ended names the payout alone: looked for payout by payout (`offset 0` says so), not among those of all shops. */
function isPayoutEventOf({ shopId, schemeId }: OfShop): SQL {
  const { blockNumber, logIndex } = chainEvents;
  return sql`(${blockNumber}, ${logIndex}) in (
    select ending.block_number, ending.log_index
    from ${payouts} cross join lateral (
      select e.block_number, e.log_index, e.name from chain_events e
      where ${argument(sql`e.args`, "payoutId")} = ${payouts.payoutId}
      offset 0
    ) ending
    where ${payouts.shopId} = ${shopId} and ${payouts.schemeId} = ${schemeId}
      and ending.name in ('PayoutSettled', 'PayoutReturned'))`;
}

function isBefore(before: number | null): SQL | undefined {
  if (before === null) return undefined;
  const { blockNumber, logIndex } = chainEvents;
  return sql`(${blockNumber}, ${logIndex}) < (${Math.floor(before / PLACES_PER_BLOCK)}, ${before % PLACES_PER_BLOCK})`;
}

function newest(
  database: Database,
  where: SQL | undefined,
  { before, limit }: Asked,
): Promise<EventRow[]> {
  const { blockNumber, logIndex } = chainEvents;
  return database
    .select()
    .from(chainEvents)
    .where(and(where, isBefore(before)))
    .orderBy(desc(blockNumber), desc(logIndex))
    .limit(limit);
}
