// Writes an answer to the wire: signed and complete, or spoilt in the way a fault asks for.

import type { ServerResponse } from "node:http";
import type { Clock } from "../../clock.ts";
import { signBody } from "../signing.ts";
import { asciiJson } from "./ascii-json.ts";
import { type Answer, errorAnswerOf } from "./exchange.ts";
import type { FaultPlan } from "./faults.ts";

const hugeBytes = 10_000_000;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Everything here happens after the request was processed, or refused. */
export async function deliver(input: {
  readonly response: ServerResponse;
  readonly answer: Answer;
  readonly faults: FaultPlan;
  readonly privateKeyPem: string;
  readonly requestId: string | null;
  readonly responseId: string;
  readonly clock: Clock;
  readonly ended: AbortSignal;
}): Promise<void> {
  const { response, faults } = input;
  const late = faults.get("answer-late");
  if (late) await input.clock.wait(late.delayMs, input.ended);
  if (faults.get("drop-answer") || response.destroyed) {
    response.destroy();
    return;
  }
  const answer = faults.get("error-after")
    ? errorAnswerOf(500, "Something went wrong on our side.")
    : input.answer;
  const body = bodyOf(answer, faults);
  response.statusCode = answer.status;
  response.setHeader(
    "Content-Type",
    faults.get("html-instead-of-json") ? "text/html" : "application/json",
  );
  response.setHeader("Content-Length", body.byteLength);
  response.setHeader("X-Bunq-Client-Response-Id", input.responseId);
  if (input.requestId !== null) response.setHeader("X-Bunq-Client-Request-Id", input.requestId);
  if (!faults.get("missing-signature")) {
    const signed = faults.get("wrong-signature") ? encode("something else") : body;
    response.setHeader("X-Bunq-Server-Signature", signBody(signed, input.privateKeyPem));
  }
  response.end(body);
}

function bodyOf(answer: Answer, faults: FaultPlan): Uint8Array {
  if (faults.get("html-instead-of-json")) return encode("<!doctype html><h1>Maintenance</h1>");
  if (faults.get("missing-fields")) return asciiJson({ Response: [{}] });
  if (faults.get("huge-body")) return new Uint8Array(hugeBytes).fill(0x20);
  const body = asciiJson(answer.body);
  if (!faults.get("wrong-currency")) return body;
  return encode(Buffer.from(body).toString("ascii").replaceAll('"EUR"', '"USD"'));
}
