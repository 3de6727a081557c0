// Where payments are sent at bunq (one, a batch, a draft) and what became of them there; it only reads.

import type { z } from "zod";
import type { PaymentOrder, SubmissionState } from "../bank.ts";
import { BankError } from "../bank-error.ts";
import type { Client } from "./client.ts";
import { batchAnswer, draftAnswer, paymentAnswer, type SubmittedPayment } from "./messages.ts";
import { batchBytes, draftBytes, paymentBytes } from "./order.ts";

/** - `draft`: a person has to accept every submission in the bunq app first. */
export type Approval = "none" | "draft";

/** bunq's own limit for a draft is 350; for a batch it publishes none, so that one is ours. */
export const highestOrders: Readonly<Record<Approval, number>> = { none: 100, draft: 350 };

const targetPattern =
  /^\/user\/\d{1,16}\/monetary-account\/(\d{1,16})\/(payment|payment-batch|draft-payment)$/;

/** Path and body for these checked orders, on the account with this path. */
export function requestFor(input: {
  readonly orders: readonly PaymentOrder[];
  readonly accountPath: string;
  readonly approval: Approval;
}): { readonly target: string; readonly bytes: Uint8Array } {
  const { orders, accountPath, approval } = input;
  if (approval === "draft") {
    return { target: `${accountPath}/draft-payment`, bytes: draftBytes(orders) };
  }
  const [only] = orders;
  return only !== undefined && orders.length === 1
    ? { target: `${accountPath}/payment`, bytes: paymentBytes(only) }
    : { target: `${accountPath}/payment-batch`, bytes: batchBytes(orders) };
}

/** What bunq says of an accepted submission. @throws BankError as `Client.get`. */
export async function readSubmission(
  client: Client,
  query: { readonly target: string; readonly bankSubmissionId: string },
): Promise<SubmissionState> {
  const [, accountId, kind] = targetPattern.exec(query.target) ?? [];
  if (accountId === undefined || kind === undefined) {
    throw new BankError("refused", "This is not a path to which payments are sent.");
  }
  const submissionId = query.bankSubmissionId;
  if (!/^\d{1,16}$/.test(submissionId)) return { kind: "not-found" };
  const path = `${query.target}/${submissionId}`;
  if (kind === "payment") {
    const payment = await findAt(client, paymentAnswer, path);
    return payment === null ? { kind: "not-found" } : paymentState(payment, query, accountId);
  }
  if (kind === "payment-batch") {
    const batch = await findAt(client, batchAnswer, path);
    if (batch === null) return { kind: "not-found" };
    const { id, payments } = batch.Response[0].PaymentBatch;
    requireAsked(id, submissionId);
    return { kind: "made", payoutIds: payoutIdsOf(payments) };
  }
  const draft = await findAt(client, draftAnswer, path);
  if (draft === null) return { kind: "not-found" };
  const { id, status, object } = draft.Response[0].DraftPayment;
  requireAsked(id, submissionId);
  if (status === "ACCEPTED") return { kind: "made", payoutIds: payoutIdsOf(object) };
  const isRejected = status === "REJECTED" || status === "CANCELLED";
  // A status we don't know decides nothing: the draft may still be accepted.
  return isRejected ? { kind: "rejected", code: "draft-rejected" } : { kind: "waiting" };
}

/** `null` when bunq itself says that it doesn't know the path; a 404 from anyone else is an error. */
async function findAt<Shape extends z.ZodType>(
  client: Client,
  shape: Shape,
  path: string,
): Promise<z.output<Shape> | null> {
  try {
    return await client.get(shape, path);
  } catch (error) {
    const isUnknown = error instanceof BankError && error.httpStatus === 404;
    if (isUnknown && error.code === "refused") return null;
    throw error;
  }
}

function paymentState(
  answer: z.output<typeof paymentAnswer>,
  query: { readonly bankSubmissionId: string },
  accountId: string,
): SubmissionState {
  const { id, monetary_account_id: owner } = answer.Response[0].Payment;
  requireAsked(id, query.bankSubmissionId);
  if (String(owner) === accountId) return { kind: "made", payoutIds: null };
  throw new BankError("bad-answer", "The bank answered with a payment of another account.");
}

function requireAsked(id: number, asked: string): void {
  if (id === Number(asked)) return;
  throw new BankError("bad-answer", "The bank answered with another submission.");
}

/** `null` when one of them can't be named: a list with a gap would say that a paid payout was not paid. */
function payoutIdsOf(payments: readonly SubmittedPayment[]): string[] | null {
  const tokens = payments.map(payoutIdOf);
  const known = tokens.filter((token) => token !== null);
  return known.length === tokens.length && known.length > 0 ? [...new Set(known)] : null;
}

function payoutIdOf(payment: SubmittedPayment): string | null {
  const texts = [payment.merchant_reference ?? "", payment.description ?? ""];
  const found = texts.map((text) => /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/i.exec(text)?.[0]);
  return found.find((token) => token !== undefined)?.toLowerCase() ?? null;
}
