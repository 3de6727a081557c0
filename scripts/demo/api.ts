// The HTTP API as a script uses it: the same calls that the apps make, nothing beside them.

import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { sessionDigest } from "../../wallet-web/shared/protocol/session.ts";
import type { Signer } from "../../wallet-web/shared/protocol/signer.ts";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";

/** A refusal as the server words it; `code` is stable. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly params: Record<string, string>;

  constructor(problem: {
    status: number;
    code: string;
    detail: string;
    params: Record<string, string>;
  }) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
    this.status = problem.status;
    this.code = problem.code;
    this.params = problem.params;
  }
}

type Options = { body?: unknown; csv?: Uint8Array<ArrayBuffer>; token?: string };

/** One server's API. Answers are as the API's schemas say; amounts are strings of cents. */
export class Api {
  readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  /** @throws {ApiRefusal} on any problem+json. */
  async call<Answer>(method: string, path: string, options: Options = {}): Promise<Answer> {
    const headers: Record<string, string> = {};
    if (options.token) headers.authorization = `Bearer ${options.token}`;
    if (options.csv) headers["content-type"] = "text/csv";
    else if (options.body !== undefined) headers["content-type"] = "application/json";
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers,
      ...(options.csv ? { body: options.csv } : {}),
      ...(options.body === undefined ? {} : { body: toJson(options.body) }),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    const answer = text === "" ? {} : JSON.parse(text);
    if (response.ok) return answer as Answer;
    throw new ApiRefusal({
      status: response.status,
      code: answer.code ?? "unknown",
      detail: answer.detail ?? answer.title ?? text,
      params: answer.params ?? {},
    });
  }

  get<Answer>(path: string, token?: string): Promise<Answer> {
    return this.call("GET", path, token === undefined ? {} : { token });
  }

  post<Answer>(path: string, body: unknown, token?: string): Promise<Answer> {
    return this.call("POST", path, token === undefined ? { body } : { body, token });
  }

  /** Opens a session for the keys of one device; the answer's token goes with later calls. */
  async openSession(deployment: Deployment, signers: readonly Signer[]): Promise<string> {
    const { challenge } = await this.post<{ challenge: Hex }>("/session-challenges", {});
    const digest = sessionDigest(deployment, challenge);
    const proofs = await Promise.all(
      signers.map(async (signer) => ({
        publicKey: signer.publicKey,
        signature: await signer.sign(digest),
      })),
    );
    const { token } = await this.post<{ token: string }>("/sessions", { challenge, proofs });
    return token;
  }
}

function toJson(body: unknown): string {
  return JSON.stringify(body, (_key, value) => (typeof value === "bigint" ? String(value) : value));
}
