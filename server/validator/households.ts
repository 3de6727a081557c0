// Lists the households of a scheme for its validator; the only place where a client number is opened for a list.
import { and, asc, count, eq, exists, inArray } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { householdListAnswer } from "../http/schemas/desk.ts";
import { language } from "../http/schemas/primitives.ts";
import type { Database } from "../store/database.ts";
import { householdBeneficiaries, households } from "../store/schema/office.ts";
import { beneficiaries } from "../store/schema/projections.ts";
import { clientNumberPlace } from "./registrations.ts";
import type { Vault } from "./vault.ts";

export type ListHouseholds = (query: {
  schemeId: Hex;
  offset: number;
  limit: number;
}) => Promise<z.input<typeof householdListAnswer>>;

export function createListHouseholds(given: { database: Database; vault: Vault }): ListHouseholds {
  const { database, vault } = given;
  return async ({ schemeId, offset, limit }) => {
    // A household counts once the ledger knows its beneficiaries.
    const onLedger = and(
      eq(households.schemeId, schemeId),
      exists(
        database
          .select({ id: beneficiaries.beneficiaryId })
          .from(householdBeneficiaries)
          .innerJoin(
            beneficiaries,
            eq(beneficiaries.beneficiaryId, householdBeneficiaries.beneficiaryId),
          )
          .where(eq(householdBeneficiaries.householdId, households.householdId)),
      ),
    );
    const [[all], page] = await Promise.all([
      database.select({ number: count() }).from(households).where(onLedger),
      database
        .select()
        .from(households)
        .where(onLedger)
        .orderBy(asc(households.letterNumber))
        .offset(offset)
        .limit(limit),
    ]);
    const members = await membersOf(database, page);
    return {
      households: page.map((household) => ({
        householdId: household.householdId,
        clientNumber: vault.open(clientNumberPlace(household.householdId), household.clientNumber),
        letterNumber: household.letterNumber,
        language: language.parse(household.language),
        registeredAt: household.registeredAt,
        beneficiaries: members.get(household.householdId) ?? [],
      })),
      total: all?.number ?? 0,
    };
  };
}

type Member = z.input<typeof householdListAnswer>["households"][number]["beneficiaries"][number];

async function membersOf(
  database: Database,
  page: readonly { householdId: Hex }[],
): Promise<Map<Hex, Member[]>> {
  const members = new Map<Hex, Member[]>();
  if (page.length === 0) return members;
  const rows = await database
    .select({
      householdId: householdBeneficiaries.householdId,
      beneficiaryId: beneficiaries.beneficiaryId,
      state: beneficiaries.state,
      balanceCents: beneficiaries.balanceCents,
    })
    .from(householdBeneficiaries)
    .innerJoin(beneficiaries, eq(beneficiaries.beneficiaryId, householdBeneficiaries.beneficiaryId))
    .where(
      inArray(
        householdBeneficiaries.householdId,
        page.map((one) => one.householdId),
      ),
    )
    .orderBy(householdBeneficiaries.position);
  for (const { householdId, beneficiaryId, state, balanceCents } of rows) {
    const member = { beneficiaryId, state, balanceCents: String(balanceCents) };
    members.set(householdId, [...(members.get(householdId) ?? []), member]);
  }
  return members;
}
