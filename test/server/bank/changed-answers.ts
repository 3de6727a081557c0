// Stands between adapter and sandbox and changes answers: as the bank itself would sign them, or as a forger.

import { signBody } from "../../../server/bank/bunq/signing.ts";
import type { Fetch } from "../../../server/bank/bunq/transport.ts";
import { serverKeys } from "./bench.ts";

/** Parsed JSON; tests name the shape they expect. */
// biome-ignore lint/suspicious/noExplicitAny: the shapes are what the tests are about
export type AnswerBody = any;

export interface Change {
  readonly method?: string;
  /** In the path of the calls whose answers change. */
  readonly path: RegExp;
  /** Gives the new body: an object as JSON, text or bytes as they are. */
  readonly body?: (answer: AnswerBody) => unknown;
  readonly status?: number;
  /** Default `valid`: the bank itself answers this. */
  readonly signature?: "valid" | "wrong" | "missing";
}

/** A fetch whose answers are changed in this way. */
export function changing(change: Change): Fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    const isMeant =
      (change.method ?? "GET") === init?.method && change.path.test(new URL(String(url)).pathname);
    if (!isMeant) return response;
    const original = await response.text();
    const changed = change.body ? change.body(JSON.parse(original)) : original;
    const bytes = Uint8Array.from(bytesOf(changed));
    const headers = new Headers(response.headers);
    headers.delete("Content-Length");
    headers.delete("X-Bunq-Server-Signature");
    const signature = change.signature ?? "valid";
    if (signature !== "missing") {
      const signed = signature === "valid" ? bytes : Buffer.from("something else");
      headers.set("X-Bunq-Server-Signature", signBody(signed, (await serverKeys).privateKeyPem));
    }
    return new Response(bytes, { status: change.status ?? response.status, headers });
  };
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}
