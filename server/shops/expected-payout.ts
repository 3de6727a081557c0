// When a shop can expect its next payout: sales wait for the hold time, then go out by themselves. Promises nothing that a person decides.
import { and, eq, gt, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { isBlocked } from "../payouts/payee-blocks.ts";
import type { Database } from "../store/database.ts";
import { payments, schemes, shopAccounts } from "../store/schema/projections.ts";

/**
 * Unix seconds; `now` when it is due. Null when nothing is owed, or when it waits for a person: where the bank takes files,
 * a suspended shop, a paused scheme, an account that the bank refused.
 */
export async function expectedPayoutAt(
  database: Database,
  given: { shopId: Hex; holdSeconds: number; now: number; paysByItself: boolean },
): Promise<number | null> {
  const { shopId, holdSeconds, now } = given;
  if (!given.paysByItself) return null;
  const accounts = await database
    .select({ schemeId: shopAccounts.schemeId, owedCents: shopAccounts.owedCents })
    .from(shopAccounts)
    .innerJoin(schemes, eq(schemes.schemeId, shopAccounts.schemeId))
    .where(
      and(
        eq(shopAccounts.shopId, shopId),
        eq(shopAccounts.state, "admitted"),
        eq(schemes.paused, false),
        gt(shopAccounts.owedCents, 0n),
      ),
    );
  const moments: number[] = [];
  for (const { schemeId, owedCents } of accounts) {
    if (await isBlocked(database, { schemeId, shopId })) continue;
    const [held] = await database
      .select({
        cents: sql<string>`coalesce(sum(${payments.amountCents} - ${payments.correctedCents}), 0)`,
        oldest: sql<string | null>`min(${payments.paidAt})`,
      })
      .from(payments)
      .where(
        and(
          eq(payments.schemeId, schemeId),
          eq(payments.shopId, shopId),
          gt(payments.paidAt, now - holdSeconds),
        ),
      );
    const isDue = !held?.oldest || owedCents > BigInt(held.cents);
    moments.push(isDue ? now : Number(held.oldest) + holdSeconds);
  }
  return moments.length === 0 ? null : Math.min(...moments);
}
