// What a request to the sandbox looks like once it passed the gate, and what it is answered with.

import type { Books, Device, Installation, RequestKey, Session, User } from "./books.ts";
import type { StoredPayment } from "./events.ts";
import type { FaultPlan } from "./faults.ts";
import type { SandboxSettings } from "./settings.ts";

/** A request as it came in. */
export interface IncomingRequest {
  readonly method: string;
  /** Without `/v1` and without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
  readonly address: string;
  readonly token: string | null;
  readonly signature: string | null;
  readonly requestId: string | null;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Who is asking, as far as the endpoint requires it. */
export interface Caller {
  readonly installation: Installation | null;
  readonly device: Device | null;
  readonly session: Session | null;
  readonly user: User | null;
}

export interface Exchange {
  readonly request: IncomingRequest;
  readonly caller: Caller;
  /** The numbers in the path, in order. */
  readonly ids: readonly number[];
  readonly books: Books;
  readonly settings: SandboxSettings;
  readonly faults: FaultPlan;
  readonly key: RequestKey;
  /** To be called after payments are in the books. */
  readonly announce: (payments: readonly StoredPayment[]) => void;
}

/** An answer that isn't a 200; thrown anywhere before the books change. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const answerWith = (...parts: readonly unknown[]): Answer => {
  return { status: 200, body: { Response: parts } };
};

/** bunq's form of an error. */
export function errorAnswerOf(status: number, message: string): Answer {
  const error = { error_description: message, error_description_translated: message };
  return { status, body: { Error: [error] } };
}

/** The user of the session, when the path's first id is theirs. */
export function requireUser(exchange: Exchange): User {
  const { user } = exchange.caller;
  if (!user) throw new Refusal(401, "Insufficient authorisation.");
  if (exchange.ids[0] !== user.userId) throw new Refusal(403, "The user is not yours.");
  return user;
}

/** The user's account, when the path's second id is it. */
export function requireAccount(exchange: Exchange): User {
  const user = requireUser(exchange);
  if (exchange.ids[1] !== user.accountId) throw new Refusal(404, "Monetary account not found.");
  return user;
}

/** A refusal is bunq's error; anything else has changed nothing and is a 500. */
export function answerTo(serve: () => Answer): Answer {
  try {
    return serve();
  } catch (error) {
    if (error instanceof Refusal) return errorAnswerOf(error.status, error.message);
    console.error(error);
    return errorAnswerOf(500, "The sandbox failed; see its own output.");
  }
}
