// Asks bunq what became of a submission that it accepted, and believes it only about the payments that were sent. It only reads.

import type { SubmissionState } from "../bank.ts";
import { BankError } from "../bank-error.ts";
import type { Client } from "./client.ts";
import { batchAnswer, draftAnswer, type PartOfSubmission, paymentAnswer } from "./messages.ts";
import { readSubmission, type SentPayment } from "./order.ts";

export interface SubmissionQuery {
  /** The path it was posted to: its last part says what it is. */
  readonly target: string;
  /** What was posted there. */
  readonly bytes: Uint8Array;
  readonly bankSubmissionId: string;
}

/** The bank's answer has to be about this one. */
interface Submission {
  readonly path: string;
  readonly id: number;
  readonly accountId: number;
  readonly sent: readonly SentPayment[];
}

/** @throws BankError when the bank gives no usable answer, or one about something else than was sent. */
export async function readSubmissionState(
  client: Client,
  query: SubmissionQuery,
): Promise<SubmissionState> {
  const { target, bankSubmissionId } = query;
  if (!/^\d{1,16}$/.test(bankSubmissionId)) return { kind: "not-found" };
  const submission: Submission = {
    path: `${target}/${bankSubmissionId}`,
    id: Number(bankSubmissionId),
    accountId: Number(/\/monetary-account\/(\d+)\//.exec(target)?.[1]),
    sent: readSubmission(query.bytes),
  };
  try {
    if (target.endsWith("/draft-payment")) return await draftState(client, submission);
    if (target.endsWith("/payment-batch")) return await batchState(client, submission);
    return await paymentState(client, submission);
  } catch (error) {
    // Only in bunq's own words, signed: a 404 of something in between says nothing of the submission.
    const isRefusal = error instanceof BankError && error.code === "refused";
    if (isRefusal && error.httpStatus === 404) return { kind: "not-found" };
    throw error;
  }
}

async function paymentState(client: Client, submission: Submission): Promise<SubmissionState> {
  const { Response: answer } = await client.get(paymentAnswer, submission.path);
  const { Payment: payment } = answer[0];
  demandSame(submission, payment);
  return { kind: "made", payoutIds: payoutIdsOf(submission, [payment]) };
}

async function batchState(client: Client, submission: Submission): Promise<SubmissionState> {
  const { Response: answer } = await client.get(batchAnswer, submission.path);
  const { PaymentBatch: batch } = answer[0];
  demandSame(submission, batch);
  for (const payment of batch.payments) demandSame(submission, { id: payment.batch_id });
  return { kind: "made", payoutIds: payoutIdsOf(submission, batch.payments) };
}

async function draftState(client: Client, submission: Submission): Promise<SubmissionState> {
  const { Response: answer } = await client.get(draftAnswer, submission.path);
  const { DraftPayment: draft } = answer[0];
  demandSame(submission, draft);
  demandAllEntries(submission, draft.entries);
  const { status, object } = draft;
  if (status === "REJECTED" || status === "CANCELLED") {
    if (object && object.length > 0) throw contradiction("a rejected draft with payments");
    return { kind: "rejected", code: "draft-rejected" };
  }
  // A word that bunq doesn't document is no decision; nor is an acceptance that doesn't show its payments.
  if (status !== "ACCEPTED" || !object) return { kind: "waiting" };
  return { kind: "made", payoutIds: payoutIdsOf(submission, object) };
}

/** Names no amount, account or person: it goes into logs. */
const contradiction = (what: string) =>
  new BankError("bad-answer", `The bank's answer isn't about what was sent: ${what}.`);

/** Where bunq repeats the id and the account, they have to be those asked for. */
function demandSame(
  submission: Submission,
  given: {
    readonly id?: number | null | undefined;
    readonly monetary_account_id?: number | null | undefined;
  },
): void {
  if ((given.id ?? submission.id) !== submission.id) throw contradiction("another id");
  if ((given.monetary_account_id ?? submission.accountId) !== submission.accountId) {
    throw contradiction("another account");
  }
}

/** A draft's word counts for what stands in it: each payment that was sent, once, and nothing else. */
function demandAllEntries({ sent }: Submission, entries: readonly PartOfSubmission[]): void {
  const found = entries.map((entry) => {
    const one = findSent(sent, entry);
    // bunq doesn't say whether an entry's amount is negative, as that of a payment is.
    const cents = entry.amount < 0n ? -entry.amount : entry.amount;
    if (one === null) throw contradiction("an entry without a name");
    demandAlike(one, entry, cents);
    return one;
  });
  if (new Set(found).size !== sent.length || found.length !== sent.length) {
    throw contradiction("other entries");
  }
}

/** `null` when one of them can't be named: a list with a gap would say that a paid payout was not paid. */
function payoutIdsOf(
  submission: Submission,
  payments: readonly PartOfSubmission[],
): string[] | null {
  const found = payments.flatMap((payment) => {
    demandSame(submission, { monetary_account_id: payment.monetary_account_id });
    const one = findSent(submission.sent, payment);
    if (one !== null) demandAlike(one, payment, -payment.amount);
    return one === null ? [] : [one.payoutId];
  });
  if (payments.length > submission.sent.length || new Set(found).size !== found.length) {
    throw contradiction("more payments");
  }
  return found.length === payments.length && found.length > 0 ? found : null;
}

/** The payment that was sent, by the payout's id in either field; `null` when there is none in them. */
function findSent(sent: readonly SentPayment[], payment: PartOfSubmission): SentPayment | null {
  const { merchant_reference: reference, description } = payment;
  const text = `${reference ?? ""} ${description ?? ""}`.toLowerCase();
  const found = sent.filter(({ payoutId }) => text.includes(payoutId));
  if (found.length > 1) throw contradiction("two names on one payment");
  if (found[0] !== undefined) return found[0];
  if (/[0-9a-f]{32}/.test(text)) throw contradiction("another payout");
  return null;
}

function demandAlike(sent: SentPayment, payment: PartOfSubmission, cents: bigint): void {
  if (cents !== sent.amountCents) throw contradiction("another amount");
  const { iban, value } = payment.counterparty_alias;
  const shown = (iban ?? value ?? "").replaceAll(" ", "").toUpperCase();
  if (shown !== sent.creditorIban) throw contradiction("another counterparty");
}
