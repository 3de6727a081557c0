// Asks bunq what became of a submission that it accepted; it only reads.

import type { SubmissionState } from "../bank.ts";
import { BankError } from "../bank-error.ts";
import type { Client } from "./client.ts";
import { batchAnswer, draftAnswer, paymentAnswer } from "./messages.ts";

type Named = {
  readonly merchant_reference?: string | null | undefined;
  readonly description?: string | null | undefined;
};

/** @param target the path it was posted to: its last part says what it is. */
export async function readSubmissionState(
  client: Client,
  target: string,
  bankSubmissionId: string,
): Promise<SubmissionState> {
  if (!/^\d{1,16}$/.test(bankSubmissionId)) return { kind: "not-found" };
  const path = `${target}/${bankSubmissionId}`;
  try {
    if (target.endsWith("/draft-payment")) return await draftState(client, path);
    if (target.endsWith("/payment-batch")) {
      const { Response: answer } = await client.get(batchAnswer, path);
      return { kind: "made", payoutIds: payoutIdsOf(answer[0].PaymentBatch.payments) };
    }
    await client.get(paymentAnswer, path);
    return { kind: "made", payoutIds: null };
  } catch (error) {
    // Only in bunq's own words: a 404 of something in between says nothing of the submission.
    const isRefusal = error instanceof BankError && error.code === "refused";
    if (isRefusal && error.httpStatus === 404) return { kind: "not-found" };
    throw error;
  }
}

async function draftState(client: Client, path: string): Promise<SubmissionState> {
  const { Response: answer } = await client.get(draftAnswer, path);
  const { status, object } = answer[0].DraftPayment;
  if (status === "REJECTED" || status === "CANCELLED") {
    return { kind: "rejected", code: "draft-rejected" };
  }
  // A word that bunq doesn't document is no decision; nor is an acceptance that doesn't show its payments.
  if (status !== "ACCEPTED" || !object) return { kind: "waiting" };
  return { kind: "made", payoutIds: payoutIdsOf(object) };
}

/** `null` when one of them can't be named: a list with a gap would say that a paid payout was not paid. */
function payoutIdsOf(payments: readonly Named[]): string[] | null {
  const tokens = payments.flatMap(({ merchant_reference: reference, description }) => {
    const token = /[0-9a-f]{32}/.exec(`${reference ?? ""} ${description ?? ""}`.toLowerCase());
    return token ? [token[0]] : [];
  });
  return tokens.length === payments.length && tokens.length > 0 ? tokens : null;
}
