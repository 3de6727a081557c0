// What was accepted without a connection and refused afterwards, for the desk. It says at which till, never of whose budget.
import {
  and,
  count,
  desc,
  eq,
  exists,
  getTableColumns,
  isNotNull,
  not,
  or,
  type SQL,
  sql,
  sum,
} from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Carrier } from "../../wallet-web/shared/protocol/offline-terms.ts";
import words from "../../wallet-web/shared/translations/nl/offline-refusals.json" with {
  type: "json",
};
import { formatCentsAsDecimal } from "../bank/money.ts";
import type { offlineRefusalListAnswer } from "../http/schemas/offline.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { payoutDecisions } from "../store/schema/bank.ts";
import { offlineRefusals } from "../store/schema/offline.ts";
import { payments } from "../store/schema/projections.ts";
import { decisionReasonPlace } from "../treasury/decisions.ts";
import { csvCell, csvFile, dutchTime } from "../treasury/report-csv.ts";
import type { Vault } from "../validator/vault.ts";

type Parts = { database: Database; profiles: Profiles; vault: Vault };
type Answer = z.input<typeof offlineRefusalListAnswer>;

/**
 * Newest first. One that was paid after all, by the same code at the same shop, is no longer there, unless the municipality paid it too:
 * then somebody has to ask the shop for it.
 */
export async function listOfflineRefusals(
  { database, profiles, vault }: Parts,
  { schemeId, offset, limit }: { schemeId: Hex; offset: number; limit: number },
): Promise<Answer> {
  const where = and(eq(offlineRefusals.schemeId, schemeId), isListed(database));
  const { carrier, settlementId } = offlineRefusals;
  const isSettled = sql<boolean>`${settlementId} is not null`;
  const [rows, sums] = await Promise.all([
    database
      .select({ refusal: getTableColumns(offlineRefusals), decision: payoutDecisions })
      .from(offlineRefusals)
      .leftJoin(payoutDecisions, eq(payoutDecisions.decisionId, settlementId))
      .where(where)
      .orderBy(desc(offlineRefusals.refusedAt), offlineRefusals.refusalId)
      .offset(offset)
      .limit(limit),
    database
      .select({ carrier, isSettled, number: count(), cents: sum(offlineRefusals.amountCents) })
      .from(offlineRefusals)
      .where(where)
      .groupBy(carrier, isSettled),
  ]);
  const names = await profiles.namesOf(rows.map(({ refusal }) => refusal.shopId));
  const centsOf = (by: Carrier, settled: boolean) =>
    sums.find((one) => one.carrier === by && one.isSettled === settled)?.cents ?? "0";
  return {
    refusals: rows.map(({ refusal: { schemeId: _, settlementId: __, ...row }, decision }) => ({
      ...row,
      amountCents: String(row.amountCents),
      shopName: names.get(row.shopId) ?? "",
      settled: decision && settledBy(decision, vault),
    })),
    total: sums.reduce((whole, one) => whole + one.number, 0),
    municipalityCents: centsOf("municipality", false),
    settledCents: centsOf("municipality", true),
    shopCents: centsOf("shop", false),
  };
}

function settledBy(decision: typeof payoutDecisions.$inferSelect, vault: Vault) {
  const { decisionId, by, at, reason } = decision;
  const reference = reason === null ? "" : vault.open(decisionReasonPlace(decisionId), reason);
  return { at: Math.floor(at / 1000), by, reference };
}

const isListed = (database: Database): SQL | undefined =>
  or(not(isPaidAfterAll(database)), isNotNull(offlineRefusals.settlementId));

function isPaidAfterAll(database: Database): SQL {
  return exists(
    database
      .select({ paymentId: payments.paymentId })
      .from(payments)
      .where(
        and(
          eq(payments.paymentId, offlineRefusals.paymentId),
          eq(payments.shopId, offlineRefusals.shopId),
          eq(payments.till, offlineRefusals.till),
          eq(payments.amountCents, offlineRefusals.amountCents),
        ),
      ),
  );
}

const COLUMNS = [
  ...(["accepted", "refused", "shop", "till", "amount", "code", "carrier"] as const),
  ...(["settled", "reference"] as const),
];

export function offlineRefusalsCsv(refusals: Answer["refusals"]): Uint8Array {
  return csvFile([
    COLUMNS.map((column) => words[column]),
    ...refusals.map((one) => [
      csvCell(dutchTime.format(one.acceptedAt * 1000)),
      csvCell(dutchTime.format(one.refusedAt * 1000)),
      csvCell(one.shopName),
      csvCell(one.till),
      formatCentsAsDecimal(BigInt(one.amountCents)).replace(".", ","),
      csvCell(one.code),
      csvCell(words[`carrier.${one.carrier}`]),
      csvCell(one.settled ? dutchTime.format(one.settled.at * 1000) : ""),
      csvCell(one.settled?.reference ?? ""),
    ]),
  ]);
}
