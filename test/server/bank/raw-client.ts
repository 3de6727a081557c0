// Calls to the sandbox as any bunq client would make them, without the adapter's help.

import { sendCall } from "../../../server/bank/bunq/transport.ts";
import type { Bench } from "./bench.ts";

export interface RawAnswer {
  readonly status: number;
  /** Parsed JSON; tests name the shape they expect. */
  // biome-ignore lint/suspicious/noExplicitAny: the shapes are what the tests are about
  readonly body: any;
}

export interface RawClient {
  /** The account's path. */
  readonly account: string;
  readonly user: string;
  send(
    method: "GET" | "POST" | "PUT",
    path: string,
    body?: unknown,
    more?: { readonly requestId?: string; readonly fault?: string },
  ): Promise<RawAnswer>;
  /** Headers are the test's own business here. */
  bare(path: string, init: RequestInit): Promise<Response>;
  readonly token: string;
}

let counter = 0;

/** A client on the bench's own session. */
export async function openRawClient(bench: Bench): Promise<RawClient> {
  const { target } = await bench.bank.prepare([
    {
      payoutId: "0".repeat(32),
      amountCents: 1n,
      creditorName: "a",
      creditorIban: "NL91ABNA0417164300",
      description: "",
    },
  ]);
  const state = bench.store.saved!;
  const account = target.replace(/\/payment$/, "");
  return {
    account,
    user: account.replace(/\/monetary-account.*/, ""),
    token: state.session!.token,
    bare: (path, init) => fetch(`${bench.url()}/v1${path}`, init),
    async send(method, path, body, { requestId, fault } = {}) {
      counter += 1;
      const reply = await sendCall(
        {
          fetch: (url, init) =>
            fetch(url, {
              ...init,
              headers: { ...init?.headers, ...(fault ? { "X-Sandbox-Fault": fault } : {}) },
            }),
          clock: bench.clock,
          baseUrl: `${bench.url()}/v1`,
          timeoutMs: 10_000,
          maxAnswerBytes: 1_000_000,
        },
        {
          method,
          path,
          body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
          requestId: requestId ?? `raw-${counter}`,
          token: state.session!.token,
          privateKeyPem: state.privateKeyPem,
          serverPublicKeyPem: state.serverPublicKeyPem,
        },
      );
      if (reply.kind !== "answered") throw new Error(reply.message);
      return { status: reply.status, body: JSON.parse(Buffer.from(reply.body).toString()) };
    },
  };
}

/** A payment's body. */
export const paymentOf = (value: string, more: object = {}) => ({
  amount: { value, currency: "EUR" },
  counterparty_alias: { type: "IBAN", value: "NL91ABNA0417164300", name: "Bakkerij Zoë" },
  description: "Brood",
  ...more,
});
