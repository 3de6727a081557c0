// Turns bunq's raw replies into results or errors for everything but payments; see `outcome.ts` for those.

import type { z } from "zod";
import { BankError } from "../bank-error.ts";
import { errorAnswer, parseMessage } from "./messages.ts";
import type { Reply } from "./transport.ts";

/** bunq's own words, shortened; they name no person. `null` when the body isn't bunq's error. */
export function errorText(body: Uint8Array): string | null {
  const parsed = parseMessage(errorAnswer, body);
  return parsed === null ? null : (parsed.Error[0]?.error_description.slice(0, 300) ?? null);
}

/**
 * The answer in the given shape.
 *
 * @throws BankError for anything but a signed, well-formed 200.
 */
export function expectAnswer<Shape extends z.ZodType>(shape: Shape, reply: Reply): z.output<Shape> {
  if (reply.kind === "not-sent") throw new BankError("unreachable", reply.message);
  if (reply.kind === "lost") {
    if (reply.cause === "bad-answer") throw new BankError("bad-answer", reply.message);
    throw new BankError("unreachable", reply.message);
  }
  if (reply.signature === "wrong") {
    throw new BankError("bad-signature", "The bank's signature on the answer is wrong.");
  }
  if (reply.status === 429) throw new BankError("busy", "The bank says: too many requests.");
  if (reply.status !== 200) throw refusalOf(reply);
  if (reply.signature === "missing") {
    throw new BankError("bad-signature", "The bank's answer isn't signed.");
  }
  const parsed = parseMessage(shape, reply.body);
  if (parsed === null) {
    throw new BankError("bad-answer", "The bank's answer hasn't the expected fields.");
  }
  return parsed;
}

function refusalOf(reply: Extract<Reply, { kind: "answered" }>): BankError {
  const { status, signature } = reply;
  const text = errorText(reply.body);
  const isRefusal = status >= 400 && status < 500 && status !== 491 && text !== null;
  const message = `The bank answered ${status}: ${text ?? "no explanation"}`;
  // Others on the way can say no as well; only the bank's own no is one.
  if (isRefusal && signature === "missing") {
    return new BankError("bad-signature", `${message} (not signed)`, { httpStatus: status });
  }
  return new BankError(isRefusal ? "refused" : "server-error", message, { httpStatus: status });
}
