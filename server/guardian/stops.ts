// What stands still in a scheme now: blocked beneficiaries and suspended shops, with who did it, when and why. Newest first.
import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { type EventName, parseEvent } from "../chain/events.ts";
import type { stopListAnswer } from "../http/schemas/guardian.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { argument, chainEvents } from "../store/schema/chain.ts";
import { householdBeneficiaries, households } from "../store/schema/office.ts";
import { beneficiaries, shopAccounts } from "../store/schema/projections.ts";
import type { EventRow } from "../timeline/find.ts";
import { whoMade } from "../timeline/who.ts";

export type StopList = z.input<typeof stopListAnswer>;
type Parts = { database: Database; profiles: Profiles };
type Query = { schemeId: Hex; offset: number; limit: number };

export async function listStops(parts: Parts, query: Query): Promise<StopList> {
  const { database, profiles } = parts;
  const { schemeId } = query;
  const where = standsStill(schemeId);
  const [rows, [counted]] = await Promise.all([
    database
      .select()
      .from(chainEvents)
      .where(where)
      .orderBy(desc(chainEvents.blockNumber), desc(chainEvents.logIndex))
      .offset(query.offset)
      .limit(query.limit),
    database.select({ number: sql<string>`count(*)` }).from(chainEvents).where(where),
  ]);
  const ids = rows.map(idOf);
  const [makers, children, owed, names] = await Promise.all([
    whoMade(database, schemeId, rows),
    childrenOf(database, ids),
    owedTo(database, schemeId, ids),
    profiles.namesOf(ids.filter((_, index) => rows[index]?.name === "ShopSuspended")),
  ]);
  const stops = rows.map((row, index): StopList["stops"][number] => {
    const id = idOf(row);
    const child = children.get(id);
    const isShop = row.name === "ShopSuspended";
    return {
      kind: isShop ? "shop" : "beneficiary",
      id,
      shopName: isShop ? (names.get(id) ?? "") : null,
      letterNumber: child?.letterNumber ?? null,
      child: child?.position === undefined || child.position === null ? null : child.position + 1,
      owedCents: isShop ? String(owed.get(id) ?? 0n) : null,
      at: row.timestamp,
      reason: reasonOf(row),
      who: makers[index] as StopList["stops"][number]["who"],
    };
  });
  return { stops, total: Number(counted?.number ?? 0) };
}

/** The last event of its kind about each beneficiary and shop that stands still now. */
function standsStill(schemeId: Hex): SQL {
  const { name, args } = chainEvents;
  const [beneficiary, shop] = [argument(args, "beneficiaryId"), argument(args, "shopId")];
  return sql`(
    ${name} = 'BeneficiaryFrozen' and ${beneficiary} in (
      select ${beneficiaries.beneficiaryId} from ${beneficiaries}
      where ${beneficiaries.schemeId} = ${schemeId} and ${beneficiaries.state} = 'frozen')
    and ${isLast(schemeId, "beneficiaryId")}
  ) or (
    ${name} = 'ShopSuspended' and ${argument(args, "schemeId")} = ${schemeId} and ${shop} in (
      select ${shopAccounts.shopId} from ${shopAccounts}
      where ${shopAccounts.schemeId} = ${schemeId} and ${shopAccounts.state} = 'suspended')
    and ${isLast(schemeId, "shopId")}
  )`;
}

function isLast(schemeId: Hex, subject: "beneficiaryId" | "shopId"): SQL {
  const { name, args, blockNumber, logIndex } = chainEvents;
  const later = sql`later.args`;
  return sql`not exists (
    select 1 from ${chainEvents} later
    where later.name = ${name} and ${argument(later, subject)} = ${argument(args, subject)}
      and coalesce(${argument(later, "schemeId")}, ${schemeId}) = ${schemeId}
      and (later.block_number, later.log_index) > (${blockNumber}, ${logIndex}))`;
}

function idOf({ name, args }: EventRow): Hex {
  return (name === "ShopSuspended" ? args.shopId : args.beneficiaryId) as Hex;
}

function reasonOf(row: EventRow): StopList["stops"][number]["reason"] {
  const event = parseEvent(row.name as EventName, row.args);
  if (event.name === "BeneficiaryFrozen" || event.name === "ShopSuspended") {
    return event.args.reason;
  }
  throw new Error(`${row.name} stops nothing`);
}

/** By the letter that the family holds: a number that a colleague can look up, and no name. */
async function childrenOf(database: Database, ids: readonly Hex[]) {
  const rows =
    ids.length === 0
      ? []
      : await database
          .select({
            beneficiaryId: beneficiaries.beneficiaryId,
            letterNumber: households.letterNumber,
            position: householdBeneficiaries.position,
          })
          .from(beneficiaries)
          .leftJoin(
            householdBeneficiaries,
            eq(householdBeneficiaries.beneficiaryId, beneficiaries.beneficiaryId),
          )
          .leftJoin(households, eq(households.householdId, householdBeneficiaries.householdId))
          .where(inArray(beneficiaries.beneficiaryId, [...ids]));
  return new Map(rows.map((row) => [row.beneficiaryId, row]));
}

async function owedTo(database: Database, schemeId: Hex, ids: readonly Hex[]) {
  const rows =
    ids.length === 0
      ? []
      : await database
          .select({ shopId: shopAccounts.shopId, owedCents: shopAccounts.owedCents })
          .from(shopAccounts)
          .where(and(eq(shopAccounts.schemeId, schemeId), inArray(shopAccounts.shopId, [...ids])));
  return new Map(rows.map(({ shopId, owedCents }) => [shopId, owedCents]));
}
