// Sends what is open on the chain to the bank: written down and committed first, then one call, and its answer taken at its word
// only where the word is plain.
import { randomId } from "../../wallet-web/shared/protocol/bytes.ts";
import type { SubmitResult } from "../bank/bank.ts";
import { BankError } from "../bank/bank-error.ts";
import { affordable } from "./balance.ts";
import type { OnlineContext } from "./context.ts";
import { ordersIn, type PayoutOrder } from "./payout-orders.ts";
import { type EachPayout, hold } from "./reconcile.ts";
import { refuse } from "./refuse.ts";
import { type Sendable, sendableOf } from "./sendable.ts";
import { closeSubmission, hashOf, insertSubmission, type Submission } from "./submissions.ts";

/** A payout whose batch was refused, or came back in part, goes by itself: then the bank's answer is about it alone. */
export const SEND_ALONE = "send-alone";

/** Sends every payout that may go now. */
export async function sendPayouts(context: OnlineContext, each: EachPayout): Promise<void> {
  const ready = await ordersIn(context.database, ["APPROVED"], context.now());
  const sendable = await sendableOf(context, ready);
  const payable = await affordable(context, sendable);
  for (const group of groupsOf(payable, context.bank.highestOrders)) {
    const [first] = group;
    if (first) await each([first.order], () => sendGroup(context, group, each));
  }
}

function groupsOf(sendable: readonly Sendable[], highest: number): Sendable[][] {
  const together = sendable.filter(({ order }) => order.reason !== SEND_ALONE);
  const groups = sendable.filter(({ order }) => order.reason === SEND_ALONE).map((one) => [one]);
  for (let from = 0; from < together.length; from += highest) {
    groups.push(together.slice(from, from + highest));
  }
  return groups;
}

async function sendGroup(
  context: OnlineContext,
  group: readonly Sendable[],
  each: EachPayout,
): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const submission = await prepare(context, group);
  if (submission === null) {
    if (group.length === 1) return hold(context, first.order, "invalid-order");
    for (const one of group) await each([one.order], () => sendGroup(context, [one], each));
    return;
  }
  const orders = group.map(({ order }) => order);
  // From here on a crash leaves it in doubt, and doubt is settled by the bank's statement alone.
  await insertSubmission(context.database, submission, {
    orders,
    orderState: "SUBMITTING",
    changedAt: submission.sentAt ?? context.now(),
  });
  const { requestId, guardScope, target, body } = submission;
  const result = await context.bank.submit({ requestId, guardScope, target, bytes: body });
  const sent = orders.map((order) => ({ ...order, state: "SUBMITTING" as const, reason: null }));
  await take(context, { submission, orders: sent, result });
}

/** Makes the request; null when a field breaks one of the bank's limits. */
async function prepare(
  context: OnlineContext,
  group: readonly Sendable[],
): Promise<Submission | null> {
  const { bank } = context;
  try {
    const position = await bank.position();
    const prepared = await bank.prepare(group.map(({ payment }) => payment));
    const now = context.now();
    return {
      submissionId: randomId(context.random),
      bank: bank.name,
      schemeId: null,
      requestId: prepared.requestId,
      guardScope: prepared.guardScope,
      target: prepared.target,
      body: prepared.bytes,
      bodyHash: hashOf(prepared.bytes),
      amountCents: group.reduce((sum, { order }) => sum + order.amountCents, 0n),
      payoutCount: group.length,
      position,
      state: "sent",
      reason: null,
      bankSubmissionId: null,
      frozenBy: null,
      releasedBy: null,
      release: null,
      createdAt: now,
      sentAt: now,
      executionDate: null,
    };
  } catch (error) {
    if (error instanceof BankError && error.code === "invalid-order") return null;
    throw error;
  }
}

/** Takes the answer to the first sending of a submission. */
async function take(
  context: OnlineContext,
  given: { submission: Submission; orders: readonly PayoutOrder[]; result: SubmitResult },
): Promise<void> {
  const { submission, orders, result } = given;
  const { database, log } = context;
  const { submissionId } = submission;
  const changedAt = context.now();
  switch (result.kind) {
    case "accepted": {
      const change = { state: "ACCEPTED" as const, changedAt };
      const { bankSubmissionId } = result;
      return closeSubmission(database, submissionId, {
        submission: { state: "accepted", bankSubmissionId },
        attempts: "open",
        orders: orders.map((order) => ({ order, change })),
      });
    }
    case "later": {
      const change = { state: "APPROVED" as const, retryAt: changedAt + result.retryAfterMs };
      return closeSubmission(database, submissionId, {
        submission: { state: "withdrawn", reason: "later" },
        attempts: "not-sent",
        orders: orders.map((order) => ({ order, change: { ...change, changedAt } })),
      });
    }
    case "refused":
      log.warn({ submissionId, code: result.code }, "the bank refused a submission");
      return refuse(context, { submissionId, orders, ...result });
    case "unknown": {
      log.warn({ submissionId, cause: result.cause }, "the outcome of a submission is unknown");
      const change = { state: "UNKNOWN" as const, reason: result.cause, changedAt };
      return closeSubmission(database, submissionId, {
        submission: { reason: result.cause },
        attempts: "open",
        orders: orders.map((order) => ({ order, change })),
      });
    }
  }
}
