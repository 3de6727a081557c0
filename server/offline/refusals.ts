// What was accepted without a connection and refused afterwards, for the desk. It says at which till, never of whose budget.
import { and, count, desc, eq, exists, not, type SQL, sum } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import words from "../../wallet-web/shared/translations/nl/offline-refusals.json" with {
  type: "json",
};
import { formatCentsAsDecimal } from "../bank/money.ts";
import type { offlineRefusalListAnswer } from "../http/schemas/offline.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { offlineRefusals } from "../store/schema/offline.ts";
import { payments } from "../store/schema/projections.ts";
import { csvCell, csvFile, dutchTime } from "../treasury/report-csv.ts";

type Parts = { database: Database; profiles: Profiles };
type Answer = z.input<typeof offlineRefusalListAnswer>;

/** Newest first. One that was paid after all, by the same code at the same shop, is no longer there. */
export async function listOfflineRefusals(
  { database, profiles }: Parts,
  { schemeId, offset, limit }: { schemeId: Hex; offset: number; limit: number },
): Promise<Answer> {
  const where = and(eq(offlineRefusals.schemeId, schemeId), not(isPaidAfterAll(database)));
  const [rows, sums] = await Promise.all([
    database
      .select()
      .from(offlineRefusals)
      .where(where)
      .orderBy(desc(offlineRefusals.refusedAt), offlineRefusals.refusalId)
      .offset(offset)
      .limit(limit),
    database
      .select({
        carrier: offlineRefusals.carrier,
        number: count(),
        cents: sum(offlineRefusals.amountCents),
      })
      .from(offlineRefusals)
      .where(where)
      .groupBy(offlineRefusals.carrier),
  ]);
  const names = await profiles.namesOf(rows.map(({ shopId }) => shopId));
  return {
    refusals: rows.map(({ schemeId: _, amountCents, ...row }) => ({
      ...row,
      amountCents: String(amountCents),
      shopName: names.get(row.shopId) ?? "",
    })),
    total: sums.reduce((whole, one) => whole + one.number, 0),
    municipalityCents: sums.find(({ carrier }) => carrier === "municipality")?.cents ?? "0",
    shopCents: sums.find(({ carrier }) => carrier === "shop")?.cents ?? "0",
  };
}

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

const COLUMNS = ["accepted", "refused", "shop", "till", "amount", "code", "carrier"] as const;

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
    ]),
  ]);
}
