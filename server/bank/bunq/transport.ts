// One signed HTTP call to bunq and what came of it; it never throws, never follows a redirect and never sends twice.

import { AnswerTooLarge, readCapped } from "../../capped-body.ts";
import type { UnknownCause } from "../bank.ts";
import type { Clock } from "../clock.ts";
import type { Method } from "./rate-limiter.ts";
import { isBodySigned, signBody } from "./signing.ts";

export type Fetch = typeof globalThis.fetch;

export interface Call {
  readonly method: Method;
  /** Below the base URL, with a leading slash. */
  readonly path: string;
  readonly body: Uint8Array;
  readonly requestId: string;
  readonly token: string | null;
  /** `null` only for the installation, which makes the key known. */
  readonly privateKeyPem: string | null;
  readonly serverPublicKeyPem: string | null;
}

/** - `unchecked`: the server's key isn't known yet. */
export type SignatureCheck = "valid" | "wrong" | "missing" | "unchecked";

export type Reply =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly body: Uint8Array;
      readonly signature: SignatureCheck;
      /** `null` when bunq did not echo it. */
      readonly echoedRequestId: string | null;
    }
  /** No connection was made: bunq certainly saw nothing. */
  | { readonly kind: "not-sent"; readonly message: string }
  /** The request may have arrived. */
  | { readonly kind: "lost"; readonly cause: UnknownCause; readonly message: string };

export interface TransportOptions {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Without a trailing slash, e.g. `https://api.bunq.com/v1`. */
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

/** Errors of name resolution and of opening the connection: nothing of the request has left. */
const connectionNeverMade = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"]);

/** Sends one call and reads its answer within the time and size allowed. */
export async function sendCall(options: TransportOptions, call: Call): Promise<Reply> {
  const timeout = new AbortController();
  const finished = new AbortController();
  const timer = options.clock.wait(options.timeoutMs, finished.signal).then(() => {
    if (!finished.signal.aborted) timeout.abort();
  });
  try {
    const response = await options.fetch(options.baseUrl + call.path, {
      method: call.method,
      headers: headersOf(call),
      ...(call.method === "GET" ? {} : { body: Uint8Array.from(call.body) }),
      redirect: "manual",
      signal: timeout.signal,
    });
    const body = await readCapped(response, options.maxAnswerBytes);
    return {
      kind: "answered",
      status: response.status,
      body,
      signature: checkSignature({ response, body, publicKeyPem: call.serverPublicKeyPem }),
      echoedRequestId: response.headers.get("X-Bunq-Client-Request-Id"),
    };
  } catch (error) {
    return explainFailure({ error, timedOut: timeout.signal.aborted });
  } finally {
    finished.abort();
    await timer;
  }
}

function headersOf(call: Call): Record<string, string> {
  const headers: Record<string, string> = {
    // A fresh connection each time: one the bank closed while idle would turn a payment into an unknown.
    Connection: "close",
    "Cache-Control": "no-cache",
    "User-Agent": "kindpakket",
    "X-Bunq-Language": "en_US",
    "X-Bunq-Region": "nl_NL",
    "X-Bunq-Geolocation": "0 0 0 0 000",
    "X-Bunq-Client-Request-Id": call.requestId,
  };
  if (call.method !== "GET") headers["Content-Type"] = "application/json";
  if (call.token !== null) headers["X-Bunq-Client-Authentication"] = call.token;
  if (call.privateKeyPem !== null) {
    const signed = call.method === "GET" ? new Uint8Array() : call.body;
    headers["X-Bunq-Client-Signature"] = signBody(signed, call.privateKeyPem);
  }
  return headers;
}

function checkSignature(input: {
  readonly response: Response;
  readonly body: Uint8Array;
  readonly publicKeyPem: string | null;
}): SignatureCheck {
  if (input.publicKeyPem === null) return "unchecked";
  const signature = input.response.headers.get("X-Bunq-Server-Signature");
  if (signature === null) return "missing";
  const { body, publicKeyPem } = input;
  return isBodySigned({ body, signature, publicKeyPem }) ? "valid" : "wrong";
}

function explainFailure(failure: { readonly error: unknown; readonly timedOut: boolean }): Reply {
  const { error, timedOut } = failure;
  if (error instanceof AnswerTooLarge) {
    return { kind: "lost", cause: "bad-answer", message: error.message };
  }
  if (timedOut) return { kind: "lost", cause: "timeout", message: "No complete answer in time." };
  const code = errorCode(error);
  if (code !== null && connectionNeverMade.has(code)) {
    return { kind: "not-sent", message: `No connection to the bank (${code}).` };
  }
  const message = `The connection to the bank broke (${code ?? "no code"}).`;
  return { kind: "lost", cause: "connection-lost", message };
}

/** fetch wraps the socket's error as `cause`; the code is the only part of it that is safe to show. */
function errorCode(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null;
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  return typeof code === "string" ? code : null;
}
