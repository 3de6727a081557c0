// The sandbox over HTTP: the bank's API under /v1, its own endpoints under /_sandbox, the page at /.

import type { ServerResponse } from "node:http";
import express, { type Express, type Request } from "express";
import type { Books } from "./books.ts";
import { type Callbacks, createCallbacks } from "./callbacks.ts";
import { deliver } from "./delivery.ts";
import { answerTo, type IncomingRequest } from "./exchange.ts";
import { noFaults, planFaults, readOwnFault } from "./faults.ts";
import { mountOwnEndpoints } from "./own-endpoints.ts";
import { createReturnWatch } from "./returns.ts";
import type { SandboxSettings } from "./settings.ts";
import { createTeller } from "./teller.ts";

const maxBodySize = "1mb";

/** @param options.ended stops late answers, callbacks and returns. */
export function createSandboxApp(options: {
  readonly books: Books;
  readonly settings: SandboxSettings;
  readonly ended: AbortSignal;
}): Express {
  const { books, settings, ended } = options;
  const { clock, fetch } = settings;
  const callbacks = createCallbacks({ books, clock, fetch, ended });
  const watchReturns = createReturnWatch({
    books,
    clock,
    ended,
    announce: (payments) => callbacks.announce(payments, noFaults),
  });
  watchReturns();
  const announce: Callbacks["announce"] = (payments, faults) => {
    callbacks.announce(payments, faults);
    watchReturns();
  };
  const teller = createTeller({ books, settings, announce });

  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(express.raw({ type: () => true, limit: maxBodySize }));
  mountOwnEndpoints({ app, books, settings, announce });
  app.all("/v1/*path", async (incoming, response) => {
    const request = readRequest(incoming);
    const text = Buffer.from(request.body).toString("utf8");
    const own = readOwnFault(incoming.get("X-Sandbox-Fault"));
    const faults = planFaults(books, { ...request, text }, { own });
    if (faults.get("drop-request")) {
      response.destroy();
      return;
    }
    const answer = answerTo(() => teller.serve(request, faults));
    await deliver({
      response: response as ServerResponse,
      answer,
      faults,
      privateKeyPem: books.keys?.privateKeyPem ?? "",
      requestId: request.requestId,
      responseId: Buffer.from(settings.random(16)).toString("hex"),
      clock,
      ended,
    });
  });
  return app;
}

function readRequest(incoming: Request): IncomingRequest {
  const url = new URL(incoming.originalUrl, "http://sandbox.invalid");
  return {
    method: incoming.method,
    path: url.pathname.replace(/^\/v1/, ""),
    query: url.searchParams,
    body: Buffer.isBuffer(incoming.body) ? incoming.body : new Uint8Array(),
    address: incoming.ip ?? "",
    token: incoming.get("X-Bunq-Client-Authentication") ?? null,
    signature: incoming.get("X-Bunq-Client-Signature") ?? null,
    requestId: incoming.get("X-Bunq-Client-Request-Id") ?? null,
  };
}
