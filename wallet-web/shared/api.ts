// Calls the server's API: JSON in and out, problems as ApiError, and POSTs again when the network drops, because they are idempotent.
import { connection, listenFor, noteAnswer } from "./connection.ts";
import { ApiError, errorOfResponse } from "./problem.ts";

const BASE = "/api/v1";
const TIMEOUT_MS = 15_000;
const RETRY_MS = [300, 1_000, 2_500] as const;
const LONGEST_RETRY_MS = 4_000;

export type CallOptions = {
  signal?: AbortSignal;
  /** A body that isn't JSON, with its own type: a CSV. */
  file?: { type: string; data: BodyInit };
  /**
   * How long to go on when there's no answer: `once` gives up at once, `some` after four attempts,
   * `until-known` never, so that what happened is known in the end. Only for what may be sent twice.
   */
  retry?: "once" | "some" | "until-known";
  /** Called each time that an attempt ended without knowing. */
  onUncertain?: (error: ApiError) => void;
  /** Told whether the answer is to something that was done before (200), or was done now (201). */
  onStatus?: (status: number) => void;
};

/** Gives the token of a session, opening one where needed; `renew` when the server no longer knows the last one. */
export type TokenSource = (options: { renew: boolean }) => Promise<string>;

export type Api = ReturnType<typeof createApi>;

/**
 * A client; calls carry the session's token when a source of it is given.
 *
 * @param given.timeoutMs How long one attempt waits for its answer.
 */
export function createApi(given: { token?: TokenSource; timeoutMs?: number } = {}) {
  const { token, timeoutMs = TIMEOUT_MS } = given;
  const call = async <T>(method: string, path: string, body: unknown, options: CallOptions) => {
    const attempt = (renew: boolean) =>
      send<T>({ method, path, body, options, token, renew, timeoutMs });
    return withRetries(async () => {
      try {
        return await attempt(false);
      } catch (error) {
        const isExpired = error instanceof ApiError && error.status === 401 && token !== undefined;
        if (!isExpired) throw error;
        return await attempt(true);
      }
    }, options);
  };
  return {
    get: <T>(path: string, options: CallOptions = {}): Promise<T> =>
      call<T>("GET", path, undefined, { retry: "once", ...options }),
    post: <T>(path: string, body: unknown, options: CallOptions = {}): Promise<T> =>
      call<T>("POST", path, body, { retry: "some", ...options }),
    delete: <T>(path: string, options: CallOptions = {}): Promise<T> =>
      call<T>("DELETE", path, undefined, { retry: "some", ...options }),
    /** An open stream of the server's messages; the caller reads its body. */
    stream: (path: string, signal: AbortSignal) => openStream(path, signal, token),
  };
}

async function send<T>(given: {
  method: string;
  path: string;
  body: unknown;
  options: CallOptions;
  token: TokenSource | undefined;
  renew: boolean;
  timeoutMs: number;
}): Promise<T> {
  const { method, path, body, options, token, renew, timeoutMs } = given;
  const headers: Record<string, string> = { accept: "application/json" };
  if (token) headers.authorization = `Bearer ${await token({ renew })}`;
  if (options.file) headers["content-type"] = options.file.type;
  else if (body !== undefined) headers["content-type"] = "application/json";
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  const listening = listenFor();
  const stop = () => timeout.abort();
  options.signal?.addEventListener("abort", stop);
  try {
    const response = await fetch(BASE + path, {
      method,
      headers,
      body: options.file ? options.file.data : body === undefined ? null : toJson(body),
      signal: timeout.signal,
      credentials: "omit",
      cache: "no-store",
    });
    noteAnswer(true);
    if (!response.ok) throw await errorOfResponse(response);
    options.onStatus?.(response.status);
    return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    if (options.signal?.aborted) throw cause;
    if (timeout.signal.aborted) listening.wasInVain();
    else noteAnswer(false);
    throw new ApiError({
      code: navigator.onLine === false ? "offline" : "no-answer",
      status: 0,
      cause,
    });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", stop);
  }
}

async function withRetries<T>(attempt: () => Promise<T>, options: CallOptions): Promise<T> {
  const { retry = "once" } = options;
  for (let turn = 0; ; turn++) {
    try {
      return await attempt();
    } catch (error) {
      const mayRetry = error instanceof ApiError && error.isUncertain && !options.signal?.aborted;
      if (!mayRetry || retry === "once") throw error;
      if (retry === "some" && (turn >= RETRY_MS.length || error.status !== 0)) throw error;
      options.onUncertain?.(error);
      await pause(RETRY_MS[turn] ?? LONGEST_RETRY_MS, options.signal);
    }
  }
}

/** Waits, or until the connection is back or the call is given up. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      stopFollowing();
      signal?.removeEventListener("abort", end);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, ms);
    const stopFollowing = connection.follow((state) => state === "online" && end());
    signal?.addEventListener("abort", end);
  });
}

async function openStream(
  path: string,
  signal: AbortSignal,
  token: TokenSource | undefined,
): Promise<Response> {
  const headers: Record<string, string> = { accept: "text/event-stream" };
  for (const renew of [false, true]) {
    if (token) headers.authorization = `Bearer ${await token({ renew })}`;
    const response = await fetch(BASE + path, { headers, signal, cache: "no-store" }).catch(
      (cause: unknown) => {
        if (!signal.aborted) noteAnswer(false);
        throw cause;
      },
    );
    noteAnswer(true);
    if (response.ok) return response;
    if (response.status !== 401 || renew) throw await errorOfResponse(response);
  }
  throw new ApiError({ code: "session-expired", status: 401 });
}

/** Amounts are bigint here and strings of cents in JSON. */
export function toJson(body: unknown): string {
  return JSON.stringify(body, (_key, value) => (typeof value === "bigint" ? String(value) : value));
}
