// What answers a caller: one family's accounts, last payments, devices, and why a payment was refused.
import { and, desc, eq, inArray } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { showCards } from "../cards/find.ts";
import { AppError } from "../errors/app-error.ts";
import type { householdAnswer } from "../http/schemas/households.ts";
import { language } from "../http/schemas/primitives.ts";
import { lastRefusals } from "../payments/refusals.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { householdBeneficiaries, households } from "../store/schema/office.ts";
import { beneficiaries, devices, payments, schemes } from "../store/schema/projections.ts";
import type { Questions } from "./questions.ts";
import { clientNumberPlace } from "./registrations.ts";
import type { Vault } from "./vault.ts";

export type HouseholdAnswer = z.input<typeof householdAnswer>;
type Parts = {
  database: Database;
  vault: Vault;
  profiles: Profiles;
  questions: Questions;
  now: () => number;
};
/** @throws {AppError} `not-found` */
export type ShowHousehold = (given: {
  schemeId: Hex;
  householdId: Hex;
}) => Promise<Omit<HouseholdAnswer, "lookEndsAt">>;

const LAST_PAYMENTS = 10;

export function createShowHousehold(parts: Parts): ShowHousehold {
  return async ({ schemeId, householdId }) => {
    const { database } = parts;
    const [household] = await database
      .select({ row: households, endsAt: schemes.endsAt })
      .from(households)
      .innerJoin(schemes, eq(schemes.schemeId, households.schemeId))
      .where(and(eq(households.schemeId, schemeId), eq(households.householdId, householdId)));
    if (!household) throw new AppError("not-found");
    const { row, endsAt } = household;
    const children = await childrenOf(parts, householdId);
    const ids = children.map((child) => child.beneficiaryId as Hex);
    return {
      householdId,
      clientNumber: parts.vault.open(clientNumberPlace(householdId), row.clientNumber),
      letterNumber: row.letterNumber,
      language: language.parse(row.language),
      registeredAt: row.registeredAt,
      spendableUntil: endsAt,
      beneficiaries: children,
      payments: await lastPayments(parts, ids),
      questions: await parts.questions.ofHousehold(ids),
      refusals: await refusalsOf(parts, ids),
    };
  };
}

async function childrenOf(
  { database, now }: Parts,
  householdId: Hex,
): Promise<HouseholdAnswer["beneficiaries"]> {
  const rows = await database
    .select({ beneficiary: beneficiaries })
    .from(householdBeneficiaries)
    .innerJoin(beneficiaries, eq(beneficiaries.beneficiaryId, householdBeneficiaries.beneficiaryId))
    .where(eq(householdBeneficiaries.householdId, householdId))
    .orderBy(householdBeneficiaries.position);
  if (rows.length === 0) throw new AppError("not-found");
  const ids = rows.map(({ beneficiary }) => beneficiary.beneficiaryId);
  const { current, addresses } = await showCards(database, ids, now());
  const linked = await database
    .select()
    .from(devices)
    .where(inArray(devices.beneficiaryId, ids))
    .orderBy(desc(devices.addedAt), devices.device);
  return rows.map(({ beneficiary }) => ({
    beneficiaryId: beneficiary.beneficiaryId,
    state: beneficiary.state,
    reason: beneficiary.reason,
    balanceCents: String(beneficiary.balanceCents),
    devices: linked
      .filter((one) => one.beneficiaryId === beneficiary.beneficiaryId)
      .filter((one) => !addresses.has(one.device))
      .map(({ addedAt, removedAt }) => ({ addedAt, removedAt })),
    card: current.get(beneficiary.beneficiaryId) ?? null,
  }));
}

async function lastPayments(
  { database, profiles }: Parts,
  ids: readonly Hex[],
): Promise<HouseholdAnswer["payments"]> {
  const rows = await database
    .select()
    .from(payments)
    .where(inArray(payments.beneficiaryId, [...ids]))
    .orderBy(desc(payments.position))
    .limit(LAST_PAYMENTS);
  const names = await profiles.namesOf(rows.map((row) => row.shopId));
  return rows.map((row) => ({
    paymentId: row.paymentId,
    child: ids.indexOf(row.beneficiaryId) + 1,
    at: row.paidAt,
    shopName: names.get(row.shopId) ?? "",
    amountCents: String(row.amountCents),
    refundedCents: String(row.correctedCents),
  }));
}

async function refusalsOf(
  { database, profiles }: Parts,
  ids: readonly Hex[],
): Promise<HouseholdAnswer["refusals"]> {
  const rows = await lastRefusals(database, ids);
  const names = await profiles.namesOf(rows.map((row) => row.shopId));
  return rows.map((row) => ({
    id: row.refusalId,
    child: ids.indexOf(row.beneficiaryId) + 1,
    at: row.at,
    shopName: names.get(row.shopId) ?? "",
    amountCents: String(row.amountCents),
    code: row.code,
    params: row.params,
  }));
}
