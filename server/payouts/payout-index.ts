// What the payout worker asks of the index: which shops can be paid, and what others opened on the chain.
import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database } from "../store/database.ts";
import {
  payments,
  payoutAttempts,
  payoutOrders,
  payouts,
  schemes,
  shopAccounts,
} from "../store/schema/index.ts";
import { isBlocked } from "./payee-blocks.ts";
import type { Payable, PayoutIndex } from "./worker.ts";

/** After the bank refused a shop's payout, the next one waits this long. */
const REFUSED_PAUSE_MS = 60_000;

/**
 * Reads the chain's projections. A payment younger than the hold time can still be refunded at the till without the shop
 * going below zero, so it waits; what was corrected of it no longer counts. A shop below zero is carried forward: nothing is
 * payable until its sales have paid the debt off. Shops that are blocked, or were just refused by the bank, wait as well.
 */
export function createPayoutIndex(given: {
  database: Database;
  holdSeconds: number;
  /** Default a minute. */
  refusedPauseMs?: number;
}): PayoutIndex {
  const { database, refusedPauseMs = REFUSED_PAUSE_MS } = given;
  return {
    async payable(now) {
      const found = await payableShops(database, now - given.holdSeconds);
      const clear: Payable[] = [];
      for (const one of found) {
        const waits =
          (await isBlocked(database, one)) ||
          (await refusedSince(database, one, now * 1000 - refusedPauseMs));
        if (!waits) clear.push(one);
      }
      return clear;
    },
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

/** Whether the shop's newest payout was refused by the bank after this moment, in ms. */
async function refusedSince(
  database: Database,
  payee: Pick<Payable, "schemeId" | "shopId">,
  since: number,
): Promise<boolean> {
  const [newest] = await database
    .select({ state: payoutOrders.state, changedAt: payoutOrders.changedAt })
    .from(payoutOrders)
    .innerJoin(payoutAttempts, eq(payoutAttempts.payoutId, payoutOrders.payoutId))
    .where(and(eq(payoutOrders.schemeId, payee.schemeId), eq(payoutOrders.shopId, payee.shopId)))
    .orderBy(desc(payoutOrders.createdAt))
    .limit(1);
  return newest?.state === "REJECTED" && newest.changedAt > since;
}
