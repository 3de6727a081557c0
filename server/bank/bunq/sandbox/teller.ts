// Takes a request through the gate to its endpoint; the order of the checks decides what a refusal proves.

import { getAccount, listAccounts, postFilters, postInquiry } from "./accounts.ts";
import type { Books, RequestKey } from "./books.ts";
import type { Callbacks } from "./callbacks.ts";
import { getDraft, postDraft, putDraft } from "./drafts.ts";
import { type Answer, type Exchange, type IncomingRequest, Refusal } from "./exchange.ts";
import type { FaultPlan } from "./faults.ts";
import { type Access, checkClientSignature, createRateGate, identify } from "./gate.ts";
import { postDevice, postInstallation, postSandboxCompany, postSession } from "./handshake.ts";
import { getBatch, getPayment, listPayments, postBatch, postPayment } from "./payments.ts";
import { settleReturns } from "./returns.ts";
import type { SandboxSettings } from "./settings.ts";

interface Route {
  readonly method: string;
  /** `#` stands for a number. */
  readonly path: string;
  readonly access: Access;
  readonly handle: (exchange: Exchange) => Answer;
}

const account = "/user/#/monetary-account/#";

const routes: readonly Route[] = [
  { method: "POST", path: "/installation", access: "open", handle: postInstallation },
  { method: "POST", path: "/sandbox-user-company", access: "open", handle: postSandboxCompany },
  { method: "POST", path: "/device-server", access: "installation", handle: postDevice },
  { method: "POST", path: "/session-server", access: "installation", handle: postSession },
  ...[
    { method: "GET", path: "/user/#/monetary-account-bank", handle: listAccounts },
    { method: "GET", path: "/user/#/monetary-account-bank/#", handle: getAccount },
    { method: "POST", path: "/user/#/notification-filter-url", handle: postFilters },
    { method: "POST", path: `${account}/payment`, handle: postPayment },
    { method: "GET", path: `${account}/payment`, handle: listPayments },
    { method: "GET", path: `${account}/payment/#`, handle: getPayment },
    { method: "POST", path: `${account}/payment-batch`, handle: postBatch },
    { method: "GET", path: `${account}/payment-batch/#`, handle: getBatch },
    { method: "POST", path: `${account}/draft-payment`, handle: postDraft },
    { method: "GET", path: `${account}/draft-payment/#`, handle: getDraft },
    { method: "PUT", path: `${account}/draft-payment/#`, handle: putDraft },
    { method: "POST", path: `${account}/request-inquiry`, handle: postInquiry },
  ].map((route) => ({ ...route, access: "session" as const })),
];

export interface Teller {
  /** @throws Refusal for everything that isn't a 200. */
  serve(request: IncomingRequest, faults: FaultPlan): Answer;
}

export function createTeller(options: {
  readonly books: Books;
  readonly settings: SandboxSettings;
  readonly announce: Callbacks["announce"];
}): Teller {
  const { books, settings } = options;
  const passRateGate = createRateGate(() => books.now());

  return {
    serve(request, faults) {
      const pattern = request.path.replace(/\/\d+(?=\/|$)/g, "/#");
      const known = routes.filter((route) => route.path === pattern);
      const route = known.find(({ method }) => method === request.method);
      if (!route) throw new Refusal(known.length > 0 ? 405 : 404, "Route not found.");
      // 1. Before anything is read or done: too many calls.
      if (settings.rateLimits) passRateGate(request);
      if (faults.get("too-many-requests")) {
        throw new Refusal(429, "Too many requests. You can do a maximum of 0 calls per 3 seconds.");
      }
      // 2. Who is it, and is it really them?
      expireWhenTold(books, request, faults);
      const caller = identify(books, request, route.access);
      checkClientSignature(request, caller);
      // 3. Once only: the id of a request that was processed is not taken again from the same device.
      const key = requestKeyOf(request, caller.device?.deviceId ?? null);
      if (key && books.hasSeen(key)) {
        throw new Refusal(400, "The request ID was used before on this device.");
      }
      const refuse = faults.get("refuse");
      if (refuse) throw new Refusal(refuse.status, refuse.message);
      // 4. The endpoint itself.
      options.announce(settleReturns(books), faults);
      const ids = [...request.path.matchAll(/\/(\d{1,15})(?=\/|$)/g)].map((match) =>
        Number(match[1]),
      );
      const announce: Exchange["announce"] = (payments) => options.announce(payments, faults);
      return route.handle({ request, caller, ids, books, settings, faults, key, announce });
    },
  };
}

function expireWhenTold(books: Books, request: IncomingRequest, faults: FaultPlan): void {
  if (!faults.get("session-expired") || request.token === null) return;
  books.commit([{ type: "session-ended", token: request.token }]);
}

/** Only what changes something is guarded; bunq doesn't say how long it remembers, the sandbox always does. */
function requestKeyOf(request: IncomingRequest, deviceId: number | null): RequestKey {
  if (request.method === "GET" || request.requestId === null || deviceId === null) return null;
  return { deviceId, requestId: request.requestId };
}
