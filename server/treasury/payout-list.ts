// Lists a scheme's payouts for its staff, paged in the database, with what a treasurer may decide about each.
import { and, asc, count, desc, eq, gt, gte, inArray, or, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type {
  treasuryPayout,
  treasuryPayoutListAnswer,
  treasuryPayoutQuery,
} from "../http/schemas/payouts.ts";
import { payoutState } from "../http/schemas/primitives.ts";
import type { PayoutActs } from "../payouts/payout-acts.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { orderOf } from "../store/order.ts";
import { bankEntries, payoutAttempts, payoutOrders } from "../store/schema/bank.ts";
import { payouts, shopAccounts } from "../store/schema/projections.ts";

export type ListParts = {
  database: Database;
  profiles: Profiles;
  payoutActs: PayoutActs | null;
  /** Unix time in seconds. */
  now: () => number;
};

type Query = z.output<typeof treasuryPayoutQuery>;
export type PayoutRow = z.input<typeof treasuryPayout>;

/** A treasurer can open these above the mandate. */
const WAITS_FOR_TREASURER: ReadonlySet<string> = new Set([
  "mandate-exceeded-per-payout",
  "mandate-exceeded-per-day",
  "mandate-expired",
]);
export const mayOpen = (order: Pick<typeof payoutOrders.$inferSelect, "state" | "reason">) =>
  order.state === "HELD" && WAITS_FOR_TREASURER.has(order.reason ?? "");

const RECENT_MS = 30 * 86_400_000;

const COLUMNS = {
  state: payoutOrders.state,
  since: payoutOrders.changedAt,
  amount: payoutOrders.amountCents,
};

/** One page, newest first unless another order was asked for; `counts` are of the whole scheme. */
export async function listPayouts(
  parts: ListParts,
  given: { schemeId: Hex; isTreasurer: boolean } & Query,
): Promise<z.input<typeof treasuryPayoutListAnswer>> {
  const { database } = parts;
  const filter = and(
    eq(payoutOrders.schemeId, given.schemeId),
    shown(given.show, parts.now()),
    given.state && sql`${payoutOrders.state} = ${given.state}`,
  );
  const inOrder = [
    ...orderOf(given.sort, COLUMNS),
    ...[desc(payoutOrders.createdAt), asc(payoutOrders.payoutId)],
  ];
  const [page, [whole], sums] = await Promise.all([
    database
      .select({ payoutId: payoutOrders.payoutId })
      .from(payoutOrders)
      .where(filter)
      .orderBy(...inOrder)
      .offset(given.offset)
      .limit(given.limit),
    database.select({ total: count() }).from(payoutOrders).where(filter),
    sumsByState(database, given.schemeId),
  ]);
  const isOnPage = inArray(
    payoutOrders.payoutId,
    page.map(({ payoutId }) => payoutId),
  );
  const rows = await database
    .select()
    .from(payoutOrders)
    .where(isOnPage)
    .orderBy(...inOrder);
  return {
    payouts: await showRows(parts, rows, given.isTreasurer),
    total: whole?.total ?? 0,
    ...sums,
  };
}

type Sums = Pick<z.input<typeof treasuryPayoutListAnswer>, "counts" | "amountsCents">;

/** Of every state how many payouts, and of how much; `EARNED` is what no payout holds yet. */
async function sumsByState(database: Database, schemeId: Hex): Promise<Sums> {
  const [orders, earned] = await Promise.all([
    database
      .select({
        state: payoutOrders.state,
        count: count(),
        cents: sql<string>`sum(${payoutOrders.amountCents})`,
      })
      .from(payoutOrders)
      .where(eq(payoutOrders.schemeId, schemeId))
      .groupBy(payoutOrders.state),
    database
      .select({
        count: count(),
        cents: sql<string>`coalesce(sum(${shopAccounts.owedCents}), 0)`,
      })
      .from(shopAccounts)
      .where(and(eq(shopAccounts.schemeId, schemeId), gt(shopAccounts.owedCents, 0n))),
  ]);
  const known = [...orders, ...earned.map((one) => ({ state: "EARNED" as const, ...one }))];
  const sums = payoutState.options.map((state) => {
    const found = known.find((one) => one.state === state);
    return { state, count: found?.count ?? 0, cents: String(BigInt(found?.cents ?? 0)) };
  });
  return {
    counts: Object.fromEntries(sums.map(({ state, count }) => [state, count])) as Sums["counts"],
    amountsCents: Object.fromEntries(
      sums.map(({ state, cents }) => [state, cents]),
    ) as Sums["amountsCents"],
  };
}

function shown(show: Query["show"], now: number) {
  if (show === "all") return undefined;
  if (show === "under-way") {
    return inArray(payoutOrders.state, [
      "BATCHED",
      "APPROVED",
      "SUBMITTING",
      "ACCEPTED",
      "UNKNOWN",
      "HELD",
    ]);
  }
  return or(
    inArray(payoutOrders.state, ["HELD", "UNKNOWN"]),
    and(eq(payoutOrders.state, "ACCEPTED"), eq(payoutOrders.reason, "signature-at-bank")),
    and(
      inArray(payoutOrders.state, ["RETURNED", "REJECTED"]),
      gte(payoutOrders.changedAt, now * 1000 - RECENT_MS),
    ),
  );
}

/** Orders as the desk shows them. */
export async function showRows(
  parts: ListParts,
  orders: readonly (typeof payoutOrders.$inferSelect)[],
  isTreasurer: boolean,
): Promise<PayoutRow[]> {
  if (orders.length === 0) return [];
  const payoutIds = orders.map((order) => order.payoutId);
  const [names, tails, attempts, pending, decisions] = await Promise.all([
    parts.profiles.namesOf(orders.map((order) => order.shopId)),
    tailsOf(parts, payoutIds),
    parts.database
      .select()
      .from(payoutAttempts)
      .where(inArray(payoutAttempts.payoutId, payoutIds))
      .orderBy(payoutAttempts.attempt),
    parts.database
      .select({ payoutId: bankEntries.payoutId })
      .from(bankEntries)
      .where(and(inArray(bankEntries.payoutId, payoutIds), eq(bankEntries.status, "pending"))),
    Promise.all(orders.map((order) => (isTreasurer ? decisionsOf(parts, order) : []))),
  ]);
  const lastSubmission = new Map(attempts.map((one) => [one.payoutId, one.submissionId]));
  const held = new Set(pending.map((one) => one.payoutId));
  return orders.map((order, index) => ({
    payoutId: order.payoutId,
    shopId: order.shopId,
    shopName: names.get(order.shopId) ?? "",
    ibanTail: tails.get(order.payoutId) ?? "",
    amountCents: String(order.amountCents),
    state: order.state,
    reason: order.reason,
    bankHolds: order.state === "ACCEPTED" && held.has(order.payoutId),
    createdAt: seconds(order.createdAt),
    changedAt: seconds(order.changedAt),
    bookedAt: order.bookedAt === null ? null : seconds(order.bookedAt),
    bankPaymentId: order.bankPaymentId,
    submissionId: lastSubmission.get(order.payoutId) ?? null,
    decisions: decisions[index] ?? [],
  }));
}

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

async function decisionsOf(
  { payoutActs }: ListParts,
  order: typeof payoutOrders.$inferSelect,
): Promise<PayoutRow["decisions"]> {
  if (mayOpen(order)) return ["open"];
  if (!["HELD", "UNKNOWN", "SUBMITTING"].includes(order.state)) return [];
  return (await payoutActs?.decisionsFor(order.payoutId)) ?? [];
}

/** The IBAN's end by payout: of the commitment that it was opened with, or the shop's of now before that. */
async function tailsOf(
  { database, profiles }: ListParts,
  payoutIds: readonly Hex[],
): Promise<Map<Hex, string>> {
  const rows = await database
    .select({
      payoutId: payoutOrders.payoutId,
      shopId: payoutOrders.shopId,
      commitment: sql<Hex | null>`coalesce(${payouts.ibanCommitment}, ${shopAccounts.ibanCommitment})`,
    })
    .from(payoutOrders)
    .leftJoin(payouts, eq(payouts.payoutId, payoutOrders.payoutId))
    .leftJoin(
      shopAccounts,
      and(
        eq(shopAccounts.schemeId, payoutOrders.schemeId),
        eq(shopAccounts.shopId, payoutOrders.shopId),
      ),
    )
    .where(inArray(payoutOrders.payoutId, [...payoutIds]));
  const committed = rows.flatMap(({ shopId, commitment }) =>
    commitment ? [{ shopId, commitment }] : [],
  );
  const ibans = await profiles.ibansOf(committed);
  return new Map(
    rows.map(({ payoutId, commitment }) => [
      payoutId,
      (commitment && ibans.get(commitment)?.iban.slice(-4)) || "",
    ]),
  );
}
