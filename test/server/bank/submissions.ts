// Submissions sent to the sandbox bank, and questions to it about them whose answers a test changes.

import { expect } from "chai";
import type { PreparedSubmission, SubmissionState } from "../../../server/bank/bank.ts";
import { BankError, type BankErrorCode } from "../../../server/bank/bank-error.ts";
import { type Bench, bakery, order, payoutId } from "./bench.ts";
import { type Change, changing } from "./changed-answers.ts";

export const orders = [1, 2, 3].map((number) =>
  order({ payoutId: payoutId(number), amountCents: BigInt(number * 100) }),
);
export const ids = orders.map((one) => one.payoutId);
export const otherIban = "NL39RABO0300065264";

export type Kind = "payment" | "batch" | "draft";

export interface Sent {
  readonly prepared: PreparedSubmission;
  readonly bankSubmissionId: string;
}

/** Sends one order as a payment, or all as a batch or a draft. */
export async function send(bench: Bench, kind: Kind): Promise<Sent> {
  const bank = bench.newBank({ approval: kind === "draft" ? "draft" : "none" });
  const prepared = await bank.prepare(kind === "payment" ? orders.slice(0, 1) : orders);
  const result = await bank.submit(prepared);
  return { prepared, bankSubmissionId: result.kind === "accepted" ? result.bankSubmissionId : "" };
}

/** Plays the person in the bank's app. */
export async function decide(
  bench: Bench,
  sent: Sent,
  decision: "accept" | "reject",
): Promise<void> {
  const path = `/_sandbox/drafts/${sent.bankSubmissionId}/${decision}`;
  const response = await fetch(`${bench.url()}${path}`, { method: "POST" });
  if (!response.ok) throw new Error(await response.text());
}

/** Asks what became of it; the answer is changed on the way. */
export function stateOf(
  bench: Bench,
  sent: Sent,
  change?: Omit<Change, "path">,
): Promise<SubmissionState> {
  const path = /\/(payment|payment-batch|draft-payment)\/\d+$/;
  const bank = change ? bench.newBank({ fetch: changing({ path, ...change }) }) : bench.bank;
  const { prepared, bankSubmissionId } = sent;
  return bank.submissionState({ ...prepared, bankSubmissionId });
}

/** Expects a BankError that names no account or person. */
export async function expectCode(
  action: Promise<unknown>,
  code: BankErrorCode,
  words = "",
): Promise<void> {
  const error = await action.catch((reason: unknown) => reason);
  expect(error).to.be.instanceOf(BankError).with.property("code", code);
  const { message } = error as BankError;
  expect(message).to.include(words);
  for (const secret of [bakery, otherIban, "Bakkerij"]) expect(message).not.to.include(secret);
}
