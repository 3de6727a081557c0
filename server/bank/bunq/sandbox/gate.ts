// What every request passes before anything is done: limits, token, signature, request id. It changes nothing.

import { isBodySigned } from "../signing.ts";
import type { Books } from "./books.ts";
import { type Caller, type IncomingRequest, Refusal } from "./exchange.ts";

export type Access = "open" | "installation" | "session";

const limits: Readonly<Record<string, { readonly calls: number; readonly seconds: number }>> = {
  GET: { calls: 3, seconds: 3 },
  POST: { calls: 5, seconds: 3 },
  PUT: { calls: 2, seconds: 3 },
};
const sessionLimit = { calls: 1, seconds: 30 };

/** Counts calls per address and endpoint, as bunq does. In memory: a restarted bank starts counting anew. */
export function createRateGate(now: () => number): (request: IncomingRequest) => void {
  const calls = new Map<string, number[]>();
  return (request) => {
    const isSession = request.path === "/session-server";
    const limit = isSession ? sessionLimit : (limits[request.method] ?? sessionLimit);
    const endpoint = request.path.replace(/\/\d+/g, "/#");
    const key = `${request.address} ${request.method} ${endpoint}`;
    const since = now() - limit.seconds * 1_000;
    const recent = (calls.get(key) ?? []).filter((time) => time > since);
    if (recent.length >= limit.calls) {
      const rule = `a maximum of ${limit.calls} calls per ${limit.seconds} seconds`;
      throw new Refusal(429, `Too many requests. You can do ${rule} to this endpoint.`);
    }
    calls.set(key, [...recent, now()]);
  };
}

/** Who the token belongs to. @throws Refusal 401 when it is missing, unknown or expired. */
export function identify(books: Books, request: IncomingRequest, access: Access): Caller {
  const nobody = { installation: null, device: null, session: null, user: null };
  if (access === "open") return nobody;
  const refusal = new Refusal(401, "Insufficient authorisation.");
  if (request.token === null) throw refusal;
  if (access === "installation") {
    const installation = books.installationsByToken.get(request.token);
    if (!installation) throw refusal;
    return { ...nobody, installation };
  }
  const session = books.sessions.get(request.token);
  const device = session && books.devices.get(session.deviceId);
  if (!session || !device || books.now() >= session.expiresAt) throw refusal;
  const installation = books.installations.get(device.installationId) ?? null;
  return { installation, device, session, user: books.users.get(session.userId) ?? null };
}

/** Everything but reading has to be signed; a signature that is given has to be right. */
export function checkClientSignature(request: IncomingRequest, caller: Caller): void {
  if (!caller.installation) return;
  if (request.signature === null) {
    if (request.method === "GET") return;
    throw new Refusal(466, "For this operation a request signature is required.");
  }
  const body = request.method === "GET" ? new Uint8Array() : request.body;
  const { signature } = request;
  if (!isBodySigned({ body, signature, publicKeyPem: caller.installation.clientKeyPem })) {
    throw new Refusal(400, "The request signature is invalid.");
  }
}
