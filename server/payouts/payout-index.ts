// What the payout worker asks of the index: which shops can be paid, and what others opened on the chain.
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database } from "../store/database.ts";
import { payments, payoutOrders, payouts, schemes, shopAccounts } from "../store/schema/index.ts";
import type { Payable, PayoutIndex } from "./worker.ts";

/**
 * Reads the chain's projections. A payment younger than the hold time can still be refunded at the till without the shop
 * going below zero, so it waits; what was corrected of it no longer counts.
 */
export function createPayoutIndex(given: { database: Database; holdSeconds: number }): PayoutIndex {
  return {
    payable: (now) => payableShops(given.database, now - given.holdSeconds),
    openedElsewhere: () => openedElsewhere(given.database),
  };
}

async function payableShops(database: Database, heldSince: number): Promise<Payable[]> {
  const held = database
    .select({
      schemeId: payments.schemeId,
      shopId: payments.shopId,
      heldCents: sql<string>`sum(${payments.amountCents} - ${payments.correctedCents})`.as(
        "held_cents",
      ),
    })
    .from(payments)
    .where(gt(payments.paidAt, heldSince))
    .groupBy(payments.schemeId, payments.shopId)
    .as("held");
  const rows = await database
    .select({
      schemeId: shopAccounts.schemeId,
      shopId: shopAccounts.shopId,
      owedCents: shopAccounts.owedCents,
      heldCents: held.heldCents,
    })
    .from(shopAccounts)
    .innerJoin(schemes, eq(schemes.schemeId, shopAccounts.schemeId))
    .leftJoin(
      held,
      and(eq(held.schemeId, shopAccounts.schemeId), eq(held.shopId, shopAccounts.shopId)),
    )
    .where(
      and(
        gt(shopAccounts.owedCents, 0n),
        eq(shopAccounts.state, "admitted"),
        eq(schemes.paused, false),
      ),
    );
  return rows
    .map(({ schemeId, shopId, owedCents, heldCents }) => ({
      schemeId,
      shopId,
      amountCents: owedCents - BigInt(heldCents ?? 0),
    }))
    .filter(({ amountCents }) => amountCents > 0n);
}

async function openedElsewhere(database: Database) {
  return database
    .select({
      payoutId: payouts.payoutId,
      schemeId: payouts.schemeId,
      shopId: payouts.shopId,
      amountCents: payouts.amountCents,
    })
    .from(payouts)
    .leftJoin(payoutOrders, eq(payoutOrders.payoutId, payouts.payoutId))
    .where(and(eq(payouts.state, "opened"), isNull(payoutOrders.payoutId)));
}
