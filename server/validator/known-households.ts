// The households that a scheme has, as an import is compared with: by the MAC of the client number, with the state of their accounts.
import { and, type Column, count, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Database, Transaction } from "../store/database.ts";
import { commands } from "../store/schema/chain.ts";
import { householdBeneficiaries, households } from "../store/schema/office.ts";
import { beneficiaries } from "../store/schema/projections.ts";
import { householdAccounts } from "../store/schema/sums.ts";

/** A household of which somebody is, or was, registered. */
export type KnownHousehold = {
  householdId: Hex;
  clientNumber: Uint8Array;
  clientNumberMac: string;
  letterNumber: number;
  /** Accounts that aren't closed, in the order of the household; also those that are being registered. */
  open: Hex[];
  /** How many were closed. */
  closed: number;
  /** Where a child that comes now stands in the household. */
  nextPosition: number;
};

/** Of a command that was refused, and that a crash left behind, nothing counts. */
const isRefused = (requestId: SQL | typeof households.requestId): SQL =>
  sql`exists (select 1 from ${commands} where ${commands.id} = ${requestId} and ${commands.state} = 'refused')`;

/** However many: as one parameter, where a statement takes 65,535. */
const isAmong = (column: Column, values: readonly string[]): SQL =>
  sql`${column} in (select json_array_elements_text(${JSON.stringify(values)}::json))`;

/** Households of a scheme, by their client numbers or their own ids, in the order of their letters. */
export async function knownHouseholds(
  database: Database | Transaction,
  schemeId: Hex,
  only: { macs: readonly string[] } | { householdIds: readonly Hex[] },
): Promise<KnownHousehold[]> {
  const { beneficiaryId, position, requestId } = householdBeneficiaries;
  const isClosed = sql`${beneficiaries.state} is not distinct from 'closed'`;
  const isThere = sql`${beneficiaryId} is not null`;
  return database
    .select({
      householdId: households.householdId,
      clientNumber: households.clientNumber,
      clientNumberMac: households.clientNumberMac,
      letterNumber: households.letterNumber,
      open: sql<
        Hex[]
      >`coalesce(array_agg(${beneficiaryId} order by ${position}) filter (where ${isThere} and not ${isClosed}), '{}')`,
      closed: sql`count(${beneficiaryId}) filter (where ${isClosed})`.mapWith(Number),
      nextPosition: sql`coalesce(max(${position}), -1) + 1`.mapWith(Number),
    })
    .from(households)
    .leftJoin(
      householdBeneficiaries,
      and(
        eq(householdBeneficiaries.householdId, households.householdId),
        sql`not ${isRefused(sql`${requestId}`)}`,
      ),
    )
    .leftJoin(beneficiaries, eq(beneficiaries.beneficiaryId, beneficiaryId))
    .where(
      and(
        eq(households.schemeId, schemeId),
        "macs" in only
          ? isAmong(households.clientNumberMac, only.macs)
          : isAmong(households.householdId, only.householdIds),
        sql`not ${isRefused(households.requestId)}`,
      ),
    )
    .groupBy(households.householdId)
    .orderBy(households.letterNumber);
}

/**
 * Households of which somebody has an account that isn't closed, and that have none of these client numbers: how many, and the first of
 * them in the order of their letters.
 */
export async function absentHouseholds(
  database: Database,
  schemeId: Hex,
  { macs, limit }: { macs: readonly string[]; limit: number },
): Promise<{ total: number; first: KnownHousehold[] }> {
  const isOpen = and(
    eq(householdAccounts.schemeId, schemeId),
    gt(householdAccounts.openAccounts, 0),
  );
  const isSame = eq(households.householdId, householdAccounts.householdId);
  const isInFile = isAmong(households.clientNumberMac, macs);
  const [[all], [present], page] = await Promise.all([
    database.select({ number: count() }).from(householdAccounts).where(isOpen),
    database
      .select({ number: count() })
      .from(households)
      .innerJoin(householdAccounts, isSame)
      .where(and(eq(households.schemeId, schemeId), isInFile, isOpen)),
    database
      .select({ householdId: householdAccounts.householdId })
      .from(householdAccounts)
      .innerJoin(households, isSame)
      .where(and(isOpen, sql`not (${isInFile})`))
      .orderBy(householdAccounts.letterNumber)
      .limit(limit),
  ]);
  const householdIds = page.map(({ householdId }) => householdId);
  return {
    total: (all?.number ?? 0) - (present?.number ?? 0),
    first: await knownHouseholds(database, schemeId, { householdIds }),
  };
}

/** Deletes what refused commands left of the households with these client numbers. */
export async function forgetRefused(
  tx: Transaction,
  schemeId: Hex,
  macs: readonly string[],
): Promise<void> {
  const ofThese = and(
    eq(households.schemeId, schemeId),
    inArray(households.clientNumberMac, [...macs]),
  );
  const ids = tx.select({ id: households.householdId }).from(households).where(ofThese);
  await tx
    .delete(householdBeneficiaries)
    .where(
      and(
        inArray(householdBeneficiaries.householdId, ids),
        isRefused(sql`${householdBeneficiaries.requestId}`),
      ),
    );
  await tx.delete(households).where(and(ofThese, isRefused(households.requestId)));
}
