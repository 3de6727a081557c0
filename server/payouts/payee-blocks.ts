// Shops that are not paid until somebody decides: after a return, repeated refusals, or on a treasurer's word.
import { and, desc, eq, inArray } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Database, Transaction } from "../store/database.ts";
import { payeeBlocks, payoutAttempts, payoutOrders, shopAccounts } from "../store/schema/index.ts";
import type { PayoutContext } from "./context.ts";
import type { PayoutOrder } from "./payout-orders.ts";

/** After this many refusals in a row a person has to look; until then each waits longer than the one before. */
export const MOST_REFUSALS = 4;

/** Stops payouts to a shop in a scheme. A block that is there already keeps its reason, unless a treasurer takes it over. */
export async function blockPayee(
  context: Pick<PayoutContext, "now" | "log"> & { database: Database | Transaction },
  payee: Pick<PayoutOrder, "schemeId" | "shopId">,
  given: { reason: string; by: Hex | null },
): Promise<void> {
  const { schemeId, shopId } = payee;
  const [account] = await context.database
    .select({ ibanCommitment: shopAccounts.ibanCommitment })
    .from(shopAccounts)
    .where(and(eq(shopAccounts.schemeId, schemeId), eq(shopAccounts.shopId, shopId)));
  const ibanCommitment = account?.ibanCommitment ?? null;
  const block = { ...given, ibanCommitment, at: context.now() };
  const insert = context.database.insert(payeeBlocks).values({ schemeId, shopId, ...block });
  if (given.by === null) await insert.onConflictDoNothing();
  else {
    const target = [payeeBlocks.schemeId, payeeBlocks.shopId];
    await insert.onConflictDoUpdate({ target, set: block });
  }
  context.log.warn({ shopId, reason: given.reason }, "payouts to a shop are blocked");
}

/** Lets payouts to a shop go on. */
export async function unblockPayee(
  database: Database | Transaction,
  payee: Pick<PayoutOrder, "schemeId" | "shopId">,
): Promise<void> {
  await database
    .delete(payeeBlocks)
    .where(and(eq(payeeBlocks.schemeId, payee.schemeId), eq(payeeBlocks.shopId, payee.shopId)));
}

/** Whether payouts to this shop are stopped now. A block that the bank's answer caused ends with a new, confirmed IBAN. */
export async function isBlocked(
  database: Database,
  payee: Pick<PayoutOrder, "schemeId" | "shopId">,
): Promise<boolean> {
  const [row] = await database
    .select({ block: payeeBlocks, commitment: shopAccounts.ibanCommitment })
    .from(payeeBlocks)
    .leftJoin(
      shopAccounts,
      and(
        eq(shopAccounts.schemeId, payeeBlocks.schemeId),
        eq(shopAccounts.shopId, payeeBlocks.shopId),
      ),
    )
    .where(and(eq(payeeBlocks.schemeId, payee.schemeId), eq(payeeBlocks.shopId, payee.shopId)));
  if (!row) return false;
  return row.block.by !== null || row.block.ibanCommitment === row.commitment;
}

/** How often the bank refused this shop since it last booked a payment to it. */
export async function refusalsInARow(
  database: Database,
  payee: Pick<PayoutOrder, "schemeId" | "shopId">,
): Promise<number> {
  // An order without an attempt never reached the bank.
  const rows = await database
    .selectDistinct({
      payoutId: payoutOrders.payoutId,
      state: payoutOrders.state,
      changedAt: payoutOrders.changedAt,
    })
    .from(payoutOrders)
    .innerJoin(payoutAttempts, eq(payoutAttempts.payoutId, payoutOrders.payoutId))
    .where(
      and(
        eq(payoutOrders.schemeId, payee.schemeId),
        eq(payoutOrders.shopId, payee.shopId),
        inArray(payoutOrders.state, ["REJECTED", "BOOKED"]),
      ),
    )
    .orderBy(desc(payoutOrders.changedAt))
    .limit(MOST_REFUSALS);
  const lastBooked = rows.findIndex(({ state }) => state === "BOOKED");
  return lastBooked === -1 ? rows.length : lastBooked;
}
