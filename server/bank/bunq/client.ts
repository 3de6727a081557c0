// Calls within a session: reads may be renewed and repeated freely, a payment only after a 401.

import type { z } from "zod";
import { BankError } from "../bank-error.ts";
import { expectAnswer } from "./answers.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import type { OpenSession, Sessions } from "./session.ts";
import { type Call, type Reply, sendCall, type TransportOptions } from "./transport.ts";

export interface ClientOptions {
  readonly transport: TransportOptions;
  readonly sessions: Sessions;
  readonly limiter: RateLimiter;
  readonly newRequestId: () => string;
}

export type ClientCall = Pick<Call, "method" | "path" | "body" | "requestId"> & {
  readonly deviceId?: number;
};

export interface Client {
  session(): Promise<OpenSession>;

  /** Reads a path. @throws BankError when there is no signed answer of this shape. */
  get<Shape extends z.ZodType>(shape: Shape, path: string): Promise<z.output<Shape>>;

  /** Sends a call that changes something harmless to repeat. @throws BankError as `get`. */
  post<Shape extends z.ZodType>(
    shape: Shape,
    path: string,
    body: unknown,
  ): Promise<z.output<Shape>>;

  /**
   * Sends exactly this body with this request id and gives the raw reply. Sent again, once and unchanged, only when
   * bunq answered a signed 401: that is given before a request is processed.
   *
   * @param call.deviceId the only device that may send it: another one does not guard the request id.
   * @throws BankError only when nothing was sent, or when the 401 could not be cured.
   */
  send(call: ClientCall): Promise<Reply>;
}

/** A client of one bunq user. */
export function createClient(options: ClientOptions): Client {
  const { transport, sessions, limiter, newRequestId } = options;

  async function sendOnce(
    call: ClientCall,
    refusedToken?: string,
  ): Promise<{ reply: Reply; token: string }> {
    const session = await sessions.open(refusedToken);
    if (call.deviceId !== undefined && call.deviceId !== session.deviceId) {
      throw new BankError("busy", "The registration at the bank changed in between.");
    }
    await limiter.take(call.method, call.path);
    const { token, privateKeyPem, serverPublicKeyPem } = session;
    const reply = await sendCall(transport, { ...call, token, privateKeyPem, serverPublicKeyPem });
    return { reply, token };
  }

  async function send(call: ClientCall): Promise<Reply> {
    const first = await sendOnce(call);
    const { reply } = first;
    if (reply.kind !== "answered" || reply.status !== 401) return reply;
    // For a payment only the bank's own word: what the second sending brings would hide what became of the first.
    const isPayment = call.deviceId !== undefined;
    const isExpired = reply.signature === "valid" || (!isPayment && reply.signature === "missing");
    return isExpired ? (await sendOnce(call, first.token)).reply : reply;
  }

  return {
    session: () => sessions.open(),
    send,
    async get(shape, path) {
      const requestId = newRequestId();
      return expectAnswer(
        shape,
        await send({ method: "GET", path, body: new Uint8Array(), requestId }),
      );
    },
    async post(shape, path, body) {
      const bytes = new TextEncoder().encode(JSON.stringify(body));
      const requestId = newRequestId();
      return expectAnswer(shape, await send({ method: "POST", path, body: bytes, requestId }));
    },
  };
}
