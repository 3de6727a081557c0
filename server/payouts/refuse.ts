// What a bank's plain refusal does to payouts. One refused alone is given back; of several refused together each is unclear.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { returnOnChain } from "./chain-acts.ts";
import type { PayoutContext } from "./context.ts";
import { blockPayee, MOST_REFUSALS, refusalsInARow } from "./payee-blocks.ts";
import { changeOrder, type PayoutOrder } from "./payout-orders.ts";
import { closeSubmission } from "./submissions.ts";

const FUNDS_RETRY_MS = 60_000;

/** A lack of money or of the day's limit is no fault of the shop: the payout stays open and goes later. */
const FUNDS_PATTERNS: readonly [RegExp, string][] = [
  [/insufficient|not enough|balance/i, "insufficient-balance"],
  [/limit/i, "daily-limit"],
];

/** After the bank refused a submission as a whole. */
export async function refuse(
  context: PayoutContext,
  given: {
    submissionId: Hex;
    orders: readonly PayoutOrder[];
    code: string;
    message: string;
  },
): Promise<void> {
  const { submissionId, orders, code } = given;
  const { database } = context;
  const changedAt = context.now();
  const closed = { state: "refused" as const, reason: code };
  const [only] = orders;
  if (only === undefined || orders.length > 1) {
    // The bank doesn't say whether a batch is all or nothing: its statement has the last word on each payment.
    const change = { state: "UNKNOWN" as const, reason: "batch-refused", changedAt };
    return closeSubmission(database, submissionId, {
      submission: closed,
      attempts: "open",
      orders: orders.map((order) => ({ order, change })),
    });
  }
  const funds = FUNDS_PATTERNS.find(([pattern]) => pattern.test(given.message))?.[1];
  if (funds) {
    const retryAt = changedAt + FUNDS_RETRY_MS;
    const change = { state: "APPROVED" as const, reason: funds, retryAt, changedAt };
    return closeSubmission(database, submissionId, {
      submission: closed,
      attempts: "refused",
      orders: [{ order: only, change }],
    });
  }
  // The refusal is kept first: once the debt is given back on the chain, this payout must never be sent again.
  const change = { state: "SUBMITTING" as const, reason: code, changedAt };
  await closeSubmission(database, submissionId, {
    submission: closed,
    attempts: "refused",
    orders: [{ order: only, change }],
  });
  await giveBack(context, { ...only, ...change });
}

/** The bank certainly did not pay it, nor will it: what was in payout is owed again. */
export async function giveBack(context: PayoutContext, order: PayoutOrder): Promise<void> {
  await returnOnChain(context, order.payoutId, order.reason);
  const change = { state: "REJECTED" as const, changedAt: context.now() };
  if (!(await changeOrder(context.database, order, change))) return;
  if ((await refusalsInARow(context.database, order)) < MOST_REFUSALS) return;
  await blockPayee(context, order, { reason: "refused-repeatedly", by: null });
}
