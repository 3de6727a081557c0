// Reads what the chain's events say of one subject, newest first. From the stored events alone, so that nothing can be told otherwise.
import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { EventName } from "../chain/events.ts";
import { AppError } from "../errors/app-error.ts";
import type { Database } from "../store/database.ts";
import { argument, chainEvents } from "../store/schema/chain.ts";
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

/** One page of what happened to a subject, newest first. */
export async function findEvents(
  database: Database,
  query: { schemeId: Hex; subject: Subject; before: number | null; limit: number },
): Promise<{ rows: EventRow[]; next: string | null }> {
  const parts = partsOf(database, query.schemeId, query.subject);
  const pages = await Promise.all(parts.map((where) => newest(database, where, query)));
  const rows = pages.flat().sort((one, other) => positionOf(other) - positionOf(one));
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > page.length && last ? String(positionOf(last)) : null };
}

/** Each part is found by an index of its own; together they are the subject's events. */
function partsOf(database: Database, schemeId: Hex, subject: Subject): (SQL | undefined)[] {
  const { args, name } = chainEvents;
  switch (subject.kind) {
    case "scheme":
      return [and(inArray(name, [...OF_SCHEME]), eq(argument(args, "schemeId"), schemeId))];
    case "beneficiary":
      return [eq(argument(args, "beneficiaryId"), subject.id)];
    case "payment":
      return [eq(argument(args, "paymentId"), subject.id)];
    case "shop": {
      const own = database
        .select({ payoutId: payouts.payoutId })
        .from(payouts)
        .where(and(eq(payouts.shopId, subject.id), eq(payouts.schemeId, schemeId)));
      return [
        and(eq(argument(args, "shopId"), subject.id), isOfScheme(schemeId)),
        and(
          inArray(name, ["PayoutSettled", "PayoutReturned"]),
          inArray(argument(args, "payoutId"), own),
        ),
      ];
    }
  }
}

/** A shop can take part in several schemes: what belongs to another is not this one's business. */
function isOfScheme(schemeId: Hex): SQL {
  const ofScheme = argument(chainEvents.args, "schemeId");
  const beneficiary = argument(chainEvents.args, "beneficiaryId");
  return sql`coalesce(${ofScheme}, ${schemeId}) = ${schemeId} and (${beneficiary} is null or exists (
    select 1 from ${beneficiaries}
    where ${beneficiaries.beneficiaryId} = ${beneficiary} and ${beneficiaries.schemeId} = ${schemeId}))`;
}

function newest(
  database: Database,
  where: SQL | undefined,
  { before, limit }: { before: number | null; limit: number },
): Promise<EventRow[]> {
  const { blockNumber, logIndex } = chainEvents;
  const isOlder =
    before === null
      ? undefined
      : sql`(${blockNumber}, ${logIndex}) < (${Math.floor(before / PLACES_PER_BLOCK)}, ${before % PLACES_PER_BLOCK})`;
  return database
    .select()
    .from(chainEvents)
    .where(and(where, isOlder))
    .orderBy(desc(blockNumber), desc(logIndex))
    .limit(limit + 1);
}
