// The sandbox over HTTP: the bank's API under /v1, its own endpoints under /_sandbox, the page at /.

import type { ServerResponse } from "node:http";
import express, { type Express, type Request } from "express";
import type { Books } from "./books.ts";
import { createCallbacks } from "./callbacks.ts";
import { deliver } from "./delivery.ts";
import { answerTo, type IncomingRequest } from "./exchange.ts";
import { type FaultPlan, planFaults } from "./faults.ts";
import { mountOwnEndpoints } from "./own-endpoints.ts";
import { settleReturns } from "./returns.ts";
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
  const teller = createTeller({ books, settings, callbacks });
  const noFaults: FaultPlan = { get: () => undefined };

  /** Returns come by themselves, without anyone asking. */
  const watchReturns = () => {
    for (const { returnAt } of books.awaitingReturn.values()) {
      void clock.wait(Math.max(0, (returnAt ?? 0) - clock.now()), ended).then(() => {
        if (!ended.aborted) callbacks.announce(settleReturns(books), noFaults);
      });
    }
  };
  watchReturns();

  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(express.raw({ type: () => true, limit: maxBodySize }));
  mountOwnEndpoints({ app, books, settings, callbacks });
  app.all("/v1/*path", async (incoming, response) => {
    const request = readRequest(incoming);
    const faults = planFaults(books, { ...request, header: incoming.get("X-Sandbox-Fault") });
    if (faults.get("drop-request")) {
      response.destroy();
      return;
    }
    const answer = answerTo(() => teller.serve(request, faults));
    if (faults.get("returned-later")) watchReturns();
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
