// Decides what the answer to one sent payment means; whatever is not plainly a yes or a no is unknown.

import type { SubmitResult, UnknownCause } from "../bank.ts";
import { errorText } from "./answers.ts";
import { createdAnswer, parseMessage } from "./messages.ts";
import type { Reply } from "./transport.ts";

type Answer = Extract<Reply, { kind: "answered" }>;

/** bunq counts calls per 3 s and names no pause; the same again after that. */
const busyPauseMs = 3_000;
const noSessionPauseMs = 30_000;
const unreachablePauseMs = 5_000;

/**
 * Statuses given before a payment is made. 5xx, 3xx, 490 outside this list and 491 (maintenance) leave it open.
 * Source: bunq's list of errors; 466 is a missing signature, 490 a mistake of the user.
 */
const refusals = new Set([400, 403, 404, 405, 466, 490]);

/** bunq does not publish the text; anything that speaks of the request's id counts as a duplicate. */
const duplicatePattern = /request[\s_-]*id|duplicate/i;

const unknown = (cause: UnknownCause, message: string): SubmitResult => {
  return { kind: "unknown", cause, message };
};

/** The outcome of a payment's single sending. */
export function outcomeOf(reply: Reply, requestId: string): SubmitResult {
  if (reply.kind === "not-sent") {
    return { kind: "later", retryAfterMs: unreachablePauseMs, message: reply.message };
  }
  if (reply.kind === "lost") return unknown(reply.cause, reply.message);
  if (reply.signature === "wrong") {
    return unknown("bad-signature", "The bank's signature on the answer is wrong.");
  }
  if (reply.echoedRequestId !== null && reply.echoedRequestId !== requestId) {
    return unknown("bad-answer", "The answer belongs to another request.");
  }
  // Whatever frees the payout to be sent anew has to be the bank's own word.
  if ([401, 429].includes(reply.status) && reply.signature !== "valid") {
    return unknown("bad-signature", `The bank's ${reply.status} isn't signed.`);
  }
  if (reply.status === 429) {
    return { kind: "later", retryAfterMs: busyPauseMs, message: "The bank: too many requests." };
  }
  if (reply.status === 401) {
    return {
      kind: "later",
      retryAfterMs: noSessionPauseMs,
      message: "The bank ended our session.",
    };
  }
  return reply.status === 200 ? acceptedOf(reply) : refusedOf(reply);
}

function acceptedOf(reply: Answer): SubmitResult {
  if (reply.signature !== "valid") {
    return unknown("bad-signature", "The bank's answer isn't signed.");
  }
  const created = parseMessage(createdAnswer, reply.body);
  if (created === null) {
    return unknown("bad-answer", "The bank's answer to the payment hasn't the expected fields.");
  }
  return { kind: "accepted", bankSubmissionId: String(created.Response[0].Id.id) };
}

function refusedOf(reply: Answer): SubmitResult {
  const text = errorText(reply.body);
  if (text !== null && duplicatePattern.test(text)) {
    return unknown("duplicate-request", "The bank has seen this request id before.");
  }
  if (!refusals.has(reply.status)) {
    return unknown(
      "server-error",
      `The bank answered ${reply.status}: ${text ?? "no explanation"}`,
    );
  }
  if (text === null)
    return unknown("bad-answer", `A ${reply.status} without the bank's own error.`);
  // A refusal frees the payout to be paid anew, so it has to be the bank's own word.
  if (reply.signature !== "valid") return unknown("bad-signature", "The refusal isn't signed.");
  return { kind: "refused", code: String(reply.status), message: text };
}
