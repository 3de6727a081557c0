// Ends doubt by evidence: what the statement doesn't show after the quiet period is sent again as the very same request, which
// the bank's own guard makes harmless, or is left to a person. Never a new request while an old one may have arrived.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { SubmissionState } from "../bank/bank.ts";
import { BankError, type BankErrorCode } from "../bank/bank-error.ts";
import type { OnlineContext } from "./context.ts";
import { changeOrder, ordersIn, type PayoutOrder } from "./payout-orders.ts";
import { type EachPayout, hold } from "./reconcile.ts";
import { giveBack } from "./refuse.ts";
import { SEND_ALONE } from "./send-payouts.ts";
import {
  closeSubmission,
  lastAttempts,
  markSent,
  type PayoutAttempt,
  payoutsOf,
  type Submission,
} from "./submissions.ts";

/** So long, in quiet periods, is looked and sent again before a person has to look. */
const LONGEST_DOUBT = 20;

/** Why an accepted payout waits whose bank answers with what can't be believed. */
const WORD_UNBELIEVED = "word-unbelieved";
const UNBELIEVED: ReadonlySet<BankErrorCode> = new Set(["bad-answer", "bad-signature"]);

type Doubt = { order: PayoutOrder; attempt: PayoutAttempt; submission: Submission };

/**
 * @param lookedAt The moment, in ms, before the statement was read: what it doesn't show of earlier sendings may be missing.
 */
export async function settleUnknown(
  context: OnlineContext,
  lookedAt: number,
  each: EachPayout,
): Promise<void> {
  const { database, bank, now } = context;
  const orders = await ordersIn(database, ["UNKNOWN", "ACCEPTED"], now());
  const attempts = await lastAttempts(
    database,
    orders.map((order) => order.payoutId),
  );
  const bySubmission = new Map<Hex, Doubt[]>();
  for (const order of orders) {
    const last = attempts.get(order.payoutId);
    if (!last) {
      if (order.state === "UNKNOWN") await takeUp(context, order, lookedAt);
      continue;
    }
    if (last.submission.bank !== bank.name) continue;
    const doubts = bySubmission.get(last.submission.submissionId) ?? [];
    doubts.push({ order, ...last });
    bySubmission.set(last.submission.submissionId, doubts);
  }
  const all = [...bySubmission.values()];
  const firsts = all.flatMap((doubts) => (doubts[0] ? [doubts[0].order] : []));
  await each(firsts, (index) => settleSubmission(context, all[index] ?? [], lookedAt));
}

/** Opened on the chain, and no attempt of ours is known: the database was lost, or the treasurer opened it. */
async function takeUp(context: OnlineContext, order: PayoutOrder, lookedAt: number): Promise<void> {
  // It may have been sent just before the database was lost: the bank's list can be behind that long.
  if (lookedAt - order.createdAt < context.bank.quietPeriodMs) return;
  const change = { state: "APPROVED" as const, reason: null, changedAt: context.now() };
  await changeOrder(context.database, order, change);
}

async function settleSubmission(
  context: OnlineContext,
  doubts: readonly Doubt[],
  lookedAt: number,
): Promise<void> {
  const [first] = doubts;
  if (!first) return;
  const { submission } = first;
  if (submission.state === "accepted") return followAccepted(context, doubts, lookedAt);
  const unknown = doubts.filter(({ order }) => order.state === "UNKNOWN");
  // Ours alone, and refused; a crash came before the debt was given back.
  const refused = unknown.filter(({ attempt }) => attempt.outcome === "refused");
  for (const { order } of refused) await giveBack(context, { ...order, reason: submission.reason });
  const open = unknown.filter(({ attempt }) => attempt.outcome === "open");
  const isQuiet = lookedAt - (submission.sentAt ?? 0) >= context.bank.quietPeriodMs;
  if (open.length === 0 || !isQuiet) return;
  if (submission.state === "refused") return sendEachAlone(context, open);
  await sendAgain(context, { submission, open });
}

/** The bank refused them together, and its statement shows none of these: each gets an answer of its own. */
async function sendEachAlone(context: OnlineContext, open: readonly Doubt[]): Promise<void> {
  const change = { state: "APPROVED" as const, reason: SEND_ALONE, changedAt: context.now() };
  for (const { order, submission } of open) {
    await closeSubmission(context.database, submission.submissionId, {
      submission: null,
      attempts: "refused",
      orders: [{ order, change }],
    });
  }
}

async function sendAgain(
  context: OnlineContext,
  given: { submission: Submission; open: readonly Doubt[] },
): Promise<void> {
  const { submission, open } = given;
  const { database, bank, log } = context;
  const { submissionId, requestId, guardScope, target, body } = submission;
  const isLong = context.now() - submission.createdAt > LONGEST_DOUBT * bank.quietPeriodMs;
  const all = await payoutsOf(database, submissionId);
  // Some of a batch arrived, so the request did; what is missing of it is for a person to ask the bank about.
  if (isLong || open.length < all.length) {
    for (const { order } of open) await hold(context, order, "not-found-at-bank");
    return;
  }
  await markSent(database, submissionId, { sentAt: context.now(), reason: submission.reason });
  const result = await bank.submit({ requestId, guardScope, target, bytes: body });
  if (result.kind === "refused" && result.code === "guard-scope-changed") {
    for (const { order } of open) await hold(context, order, "guard-changed");
    return;
  }
  const said = result.kind === "unknown" ? result.cause : result.kind;
  log.info({ submissionId, said }, "a submission in doubt was sent again");
  if (result.kind !== "accepted") return; // It says nothing of the earlier sending: the statement is read on.
  const change = { state: "ACCEPTED" as const, reason: null, changedAt: context.now() };
  await closeSubmission(database, submissionId, {
    submission: { state: "accepted", bankSubmissionId: result.bankSubmissionId },
    attempts: "open",
    orders: open.map(({ order }) => ({ order, change })),
  });
}

/** Accepted, and the statement shows nothing of it yet: a draft that waits for a person, a batch made in part, or a puzzle. */
async function followAccepted(
  context: OnlineContext,
  doubts: readonly Doubt[],
  lookedAt: number,
): Promise<void> {
  const { bank } = context;
  // With a number of its own it is on the statement already, and only held by the bank.
  const unseen = doubts.filter(({ order }) => order.bankPaymentId === null);
  const [first] = unseen;
  if (!first) return;
  const { submission } = first;
  const isDraft = submission.target.endsWith("/draft-payment");
  const isQuiet = unseen.every(({ order }) => lookedAt - order.changedAt >= bank.quietPeriodMs);
  if (!isDraft && !isQuiet) return;
  const state = await stateAt(context, submission);
  if (state === null) {
    for (const { order } of unseen) await doubtWord(context, order);
    return;
  }
  for (const doubt of unseen) {
    const token = doubt.order.payoutId.slice(2);
    if (state.kind === "waiting") await note(context, doubt.order, "draft-waiting");
    else if (state.kind === "rejected") await reject(context, doubt, state.code);
    else if (state.kind === "not-found") await hold(context, doubt.order, "unknown-at-bank");
    else if (state.payoutIds === null || state.payoutIds.includes(token)) {
      if (isQuiet) await hold(context, doubt.order, "unknown-at-bank");
    } else if (isDraft) await reject(context, doubt, "draft-rejected");
    else if (isQuiet) await sendEachAlone(context, [doubt]);
  }
}

/** What the bank says of a submission; null when that can't be believed. */
async function stateAt(
  { bank, log }: OnlineContext,
  submission: Submission,
): Promise<SubmissionState | null> {
  try {
    return await bank.submissionState({
      target: submission.target,
      bytes: submission.body,
      bankSubmissionId: submission.bankSubmissionId ?? "",
    });
  } catch (err) {
    if (!(err instanceof BankError) || !UNBELIEVED.has(err.code)) throw err;
    log.warn({ err, submissionId: submission.submissionId }, "the bank's word can't be believed");
    return null;
  }
}

/** One bad answer says nothing; when all that comes is bad for long, a person has to ask. */
async function doubtWord(context: OnlineContext, order: PayoutOrder): Promise<void> {
  const { bank, now } = context;
  if (order.reason !== WORD_UNBELIEVED) return note(context, order, WORD_UNBELIEVED);
  const isLong = now() - order.changedAt > LONGEST_DOUBT * bank.quietPeriodMs;
  if (isLong) await hold(context, order, "unknown-at-bank");
}

async function note(context: OnlineContext, order: PayoutOrder, reason: string): Promise<void> {
  if (order.reason === reason) return;
  await changeOrder(context.database, order, {
    state: order.state,
    reason,
    changedAt: context.now(),
  });
}

async function reject(context: OnlineContext, doubt: Doubt, code: string): Promise<void> {
  const { order, submission } = doubt;
  const change = { state: "SUBMITTING" as const, reason: code, changedAt: context.now() };
  await closeSubmission(context.database, submission.submissionId, {
    submission: { reason: code },
    attempts: "refused",
    orders: [{ order, change }],
  });
  await giveBack(context, { ...order, ...change });
}
