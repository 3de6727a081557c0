// What the municipality paid a shop for a payment that was refused afterwards, outside of the ledger: each counts once.
import { and, eq, isNull } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import type { Database, Transaction } from "../store/database.ts";
import { offlineRefusals } from "../store/schema/offline.ts";

/** @returns The schemes in which a shop had this refusal and the municipality bears it: one at most. */
export function schemesOwing(
  database: Database,
  { refusalId, shopId }: { refusalId: Hex; shopId: Hex },
): Promise<{ schemeId: Hex }[]> {
  return database
    .select({ schemeId: offlineRefusals.schemeId })
    .from(offlineRefusals)
    .where(
      and(
        eq(offlineRefusals.refusalId, refusalId),
        eq(offlineRefusals.shopId, shopId),
        eq(offlineRefusals.carrier, "municipality"),
      ),
    );
}

/** @throws {AppError} `refusal-settled` when somebody was first. */
export async function settleRefusal(
  tx: Transaction,
  { refusalId, decisionId }: { refusalId: Hex; decisionId: Hex },
): Promise<void> {
  const settled = await tx
    .update(offlineRefusals)
    .set({ settlementId: decisionId })
    .where(and(eq(offlineRefusals.refusalId, refusalId), isNull(offlineRefusals.settlementId)))
    .returning({ refusalId: offlineRefusals.refusalId });
  if (settled.length !== 1) throw new AppError("refusal-settled");
}
