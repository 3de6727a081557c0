// Moves payouts on by evidence alone: a line of the bank's statement settles one, a line that brings the money back reopens the
// debt. Nothing here asks the bank to pay.
import { and, eq, inArray } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { bankEntries, type PayoutState, payoutOrders } from "../store/schema/index.ts";
import { returnOnChain, settleOnChain } from "./chain-acts.ts";
import type { PayoutContext } from "./context.ts";
import { blockPayee } from "./payee-blocks.ts";
import { changeOrder, type PayoutOrder } from "./payout-orders.ts";
import type { BankEntry } from "./statement.ts";
import { closeAttempt } from "./submissions.ts";

/** States that a line of the statement ends. */
const OPEN_STATES: PayoutState[] = ["APPROVED", "SUBMITTING", "ACCEPTED", "UNKNOWN", "HELD"];

/** Held for a person although the bank shows the payment: only the person's word moves it on. */
export const WAITS_FOR_WORD = "conflict-at-bank";

/** Runs `step` for each payout; one that fails does not stop the others. */
export type EachPayout = (
  payouts: readonly { payoutId: Hex }[],
  step: (index: number) => Promise<void>,
) => Promise<void>;

/** Takes every payout as far as the statement allows. */
export async function reconcile(context: PayoutContext, each: EachPayout): Promise<void> {
  const found = await evidence(context);
  await each(
    found.map(({ order }) => order),
    (index) => settle(context, found[index] as Evidence),
  );
}

type Evidence = { order: PayoutOrder; lines: BankEntry[] };

async function evidence({ database }: PayoutContext): Promise<Evidence[]> {
  const open = await database
    .select({ order: payoutOrders, line: bankEntries })
    .from(payoutOrders)
    .innerJoin(bankEntries, eq(bankEntries.payoutId, payoutOrders.payoutId))
    .where(inArray(payoutOrders.state, OPEN_STATES));
  const returned = await database
    .select({ order: payoutOrders, line: bankEntries })
    .from(bankEntries)
    .innerJoin(payoutOrders, eq(bankEntries.payoutId, payoutOrders.payoutId))
    .where(and(eq(bankEntries.kind, "return"), eq(payoutOrders.state, "BOOKED")));
  const byId = new Map<Hex, Evidence>();
  for (const { order, line } of [...open, ...returned]) {
    const known = byId.get(order.payoutId) ?? { order, lines: [] };
    known.lines.push(line);
    byId.set(order.payoutId, known);
  }
  return [...byId.values()];
}

async function settle(context: PayoutContext, { order, lines }: Evidence): Promise<void> {
  const back = lines.find(({ kind }) => kind === "return");
  if (back) return takeBack(context, order, back);
  const paid = lines.find(({ kind }) => kind === "payout");
  if (!paid) {
    // Only contradictions: money moved in our name, and not as ordered. No payment of ours may follow it by itself.
    if (order.state === "HELD" && order.reason === WAITS_FOR_WORD) return;
    return hold(context, order, WAITS_FOR_WORD);
  }
  const accepted = await accept(context, order, paid);
  if (accepted && paid.status === "booked") await book(context, accepted, paid);
}

/** The bank has it. @returns The order as it stands now, or null when somebody else moved it. */
async function accept(
  context: PayoutContext,
  order: PayoutOrder,
  paid: BankEntry,
): Promise<PayoutOrder | null> {
  const reason = paid.status === "pending" ? "bank-holds-first-payment" : null;
  if (order.state === "ACCEPTED" && order.reason === reason && order.bankPaymentId) return order;
  const change = {
    state: "ACCEPTED" as const,
    reason,
    bankPaymentId: paid.entryId,
    changedAt: context.now(),
  };
  return context.database.transaction(async (tx) => {
    if (!(await changeOrder(tx, order, change))) return null;
    await closeAttempt(tx, order.payoutId, "accepted");
    return { ...order, ...change };
  });
}

async function book(context: PayoutContext, order: PayoutOrder, paid: BankEntry): Promise<void> {
  await settleOnChain(context, order.payoutId, `${paid.source}:${paid.entryId}`);
  const changedAt = context.now();
  const change = { state: "BOOKED" as const, reason: null, bookedAt: changedAt, changedAt };
  await changeOrder(context.database, order, change);
}

async function takeBack(
  context: PayoutContext,
  order: PayoutOrder,
  back: BankEntry,
): Promise<void> {
  const reason = back.returnReason;
  // The block first: once the debt stands again, the next round would pay it to the same account.
  await blockPayee(context, order, { reason: reason ?? "returned", by: null });
  await returnOnChain(context, order.payoutId, reason);
  const change = { state: "RETURNED" as const, reason, changedAt: context.now() };
  await context.database.transaction(async (tx) => {
    if (await changeOrder(tx, order, change)) await closeAttempt(tx, order.payoutId, "accepted");
  });
}

/** Stops a payout until a person has looked. */
export async function hold(
  context: PayoutContext,
  order: PayoutOrder,
  reason: string,
): Promise<void> {
  context.log.error({ payoutId: order.payoutId, reason }, "payout held: a person has to look");
  await changeOrder(context.database, order, { state: "HELD", reason, changedAt: context.now() });
}
