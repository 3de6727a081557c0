// Lists shops that are owed something which no payout holds yet, and what keeps it; changes nothing.
import { and, desc, eq, gt, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { unpaidShopListAnswer } from "../http/schemas/payouts.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { payments, shopAccounts } from "../store/schema/projections.ts";
import { currentBlocks } from "./payment-files.ts";

/** Most owed first. */
export async function listUnpaidShops(
  parts: { database: Database; profiles: Profiles; holdSeconds: number; now: () => number },
  schemeId: Hex,
): Promise<z.input<typeof unpaidShopListAnswer>> {
  const { database, profiles } = parts;
  const [accounts, held, blocks] = await Promise.all([
    database
      .select()
      .from(shopAccounts)
      .where(and(eq(shopAccounts.schemeId, schemeId), gt(shopAccounts.owedCents, 0n)))
      .orderBy(desc(shopAccounts.owedCents), shopAccounts.shopId),
    withinHold(database, { schemeId, since: parts.now() - parts.holdSeconds }),
    currentBlocks(database, schemeId),
  ]);
  const names = await profiles.namesOf(accounts.map(({ shopId }) => shopId));
  const blocked = new Set(blocks.map(({ block }) => block.shopId));
  const shops = accounts.map(({ shopId, owedCents, state }) => ({
    shopId,
    shopName: names.get(shopId) ?? "",
    owedCents: String(owedCents),
    withinHoldCents: String(lower(held.get(shopId) ?? 0n, owedCents)),
    state,
    isBlocked: blocked.has(shopId),
  }));
  return { shops };
}

/** What each shop sold so lately that it waits, less what was corrected of it. */
async function withinHold(
  database: Database,
  given: { schemeId: Hex; since: number },
): Promise<Map<Hex, bigint>> {
  const rows = await database
    .select({
      shopId: payments.shopId,
      cents: sql<string>`sum(${payments.amountCents} - ${payments.correctedCents})`,
    })
    .from(payments)
    .where(and(eq(payments.schemeId, given.schemeId), gt(payments.paidAt, given.since)))
    .groupBy(payments.shopId);
  return new Map(rows.map(({ shopId, cents }) => [shopId, BigInt(cents)]));
}

/** After a shop was below zero it is owed less than it just sold. */
const lower = (one: bigint, other: bigint) => (one < other ? one : other);
