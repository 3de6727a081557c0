// Shows payouts as the API does: the chain's side and the bank's side of each as one; changes neither.
import { desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { payoutAnswer } from "../http/schemas/shop.ts";
import type { Database } from "../store/database.ts";
import { payoutOrders } from "../store/schema/bank.ts";
import { payouts } from "../store/schema/projections.ts";
import type { Profiles } from "./profiles.ts";

export type PayoutAnswer = z.output<typeof payoutAnswer>;

/** Of a payout that the treasurer opened and the worker has not taken up yet. */
const STATE_ON_CHAIN = { opened: "APPROVED", settled: "BOOKED", returned: "RETURNED" } as const;
const HIGHEST_COUNT = 200;

type Selected = {
  order: typeof payoutOrders.$inferSelect | null;
  payout: typeof payouts.$inferSelect | null;
};

/** The newest payouts of a shop or by id. */
export async function showPayouts(
  parts: { database: Database; profiles: Profiles },
  filter: { shopId: Hex } | { payoutId: Hex },
): Promise<PayoutAnswer[]> {
  const side = (table: typeof payouts | typeof payoutOrders) =>
    "shopId" in filter ? eq(table.shopId, filter.shopId) : eq(table.payoutId, filter.payoutId);
  const [orders, onChain] = await Promise.all([
    parts.database
      .select()
      .from(payoutOrders)
      .where(side(payoutOrders))
      .orderBy(desc(payoutOrders.createdAt))
      .limit(HIGHEST_COUNT),
    parts.database
      .select()
      .from(payouts)
      .where(side(payouts))
      .orderBy(desc(payouts.openedAt), sql`${payouts.payoutId}`)
      .limit(HIGHEST_COUNT),
  ]);
  const byId = new Map<Hex, Selected>();
  for (const order of orders) byId.set(order.payoutId, { order, payout: null });
  for (const payout of onChain) {
    byId.set(payout.payoutId, { order: byId.get(payout.payoutId)?.order ?? null, payout });
  }
  const names = await parts.profiles.namesOf([...byId.values()].map((one) => factsOf(one).shopId));
  return [...byId.values()]
    .map((one) => answerOf(one, names))
    .sort((one, other) => other.openedAt - one.openedAt);
}

function factsOf(selected: Selected): {
  payoutId: Hex;
  schemeId: Hex;
  shopId: Hex;
  amountCents: bigint;
} {
  const facts = selected.payout ?? selected.order;
  if (!facts) throw new Error("a payout stands neither on the chain nor in the orders");
  return facts;
}

function answerOf(selected: Selected, names: ReadonlyMap<Hex, string>): PayoutAnswer {
  const { order, payout } = selected;
  const { payoutId, schemeId, shopId, amountCents } = factsOf(selected);
  const state = order?.state ?? (payout ? STATE_ON_CHAIN[payout.state] : "BATCHED");
  const bookedMs = order?.bookedAt;
  return {
    payoutId,
    schemeId,
    shopId,
    shopName: names.get(shopId) ?? "",
    amountCents: String(amountCents),
    state,
    openedAt: payout?.openedAt ?? Math.floor((order?.createdAt ?? 0) / 1000),
    bookedAt: bookedMs ? Math.floor(bookedMs / 1000) : (payout?.settledAt ?? null),
    bankReference: order?.bankPaymentId ?? null,
    bankReason: order?.reason ?? reasonText(payout?.bankReason ?? null),
  };
}

/** The chain keeps the bank's reason code as four ASCII bytes. */
function reasonText(bankReason: Hex | null): string | null {
  return bankReason && Buffer.from(bankReason.slice(2), "hex").toString("latin1");
}
