// The households that a scheme has, as an import is compared with: by the MAC of the client number, with the state of their accounts.
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Database, Transaction } from "../store/database.ts";
import { commands } from "../store/schema/chain.ts";
import { householdBeneficiaries, households } from "../store/schema/office.ts";
import { beneficiaries } from "../store/schema/projections.ts";

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

/** The households of a scheme, or those with these client numbers, in the order of their letters. */
export async function knownHouseholds(
  database: Database | Transaction,
  schemeId: Hex,
  only: { macs?: readonly string[]; householdId?: Hex } = {},
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
        only.macs && inArray(households.clientNumberMac, [...only.macs]),
        only.householdId && eq(households.householdId, only.householdId),
        sql`not ${isRefused(households.requestId)}`,
      ),
    )
    .groupBy(households.householdId)
    .orderBy(households.letterNumber);
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
