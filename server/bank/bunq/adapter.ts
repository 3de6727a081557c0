// The `Bank` interface on bunq's public API; it pays only in `submit`, and there once.

import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import type { Bank, BankCallbacks, PreparedSubmission, SubmitResult } from "../bank.ts";
import { BankError } from "../bank-error.ts";
import type { Clock } from "../clock.ts";
import { selectAccount } from "./account.ts";
import { type Client, createClient } from "./client.ts";
import { callbackBody, parseMessage } from "./messages.ts";
import { listMovements, newestPosition, readPosition } from "./movements.ts";
import { checkOrder, type PayingEndpoint, submissionBytes } from "./order.ts";
import { outcomeOf } from "./outcome.ts";
import { bunqLimits, createRateLimiter, type Method, type RateLimit } from "./rate-limiter.ts";
import { createSessions, type Sessions } from "./session.ts";
import { type KeyPair, makeKeyPair } from "./signing.ts";
import type { BunqStateStore } from "./state.ts";
import { readSubmissionState } from "./submission-state.ts";
import type { Fetch } from "./transport.ts";

export const bunqProductionUrl = "https://api.bunq.com/v1";
export const bunqPublicSandboxUrl = "https://public-api.sandbox.bunq.com/v1";

export interface BunqOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly store: BunqStateStore;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Cryptographically secure bytes, for request ids. */
  readonly random?: (size: number) => Uint8Array;
  readonly makeKeyPair?: () => Promise<KeyPair>;
  /** The account that pays; needed when the user has more than one active euro account. */
  readonly accountIban?: string;
  /** Default 10,000. */
  readonly timeoutMs?: number;
  /** Default 4,000,000: a full draft that was accepted shows its 350 entries and as many payments. */
  readonly maxAnswerBytes?: number;
  /** Default: bunq's own. */
  readonly limits?: Readonly<Record<Method, RateLimit>>;
  /** How long a call may queue for the rate limit before it is `busy`; default 60,000. */
  readonly longestWaitMs?: number;
  /** Default 60,000: bunq shows a payment at once as a rule, and promises nothing. */
  readonly quietPeriodMs?: number;
  /** `draft`: a person accepts each submission in the bunq app before anything is paid. Default `none`. */
  readonly approval?: "none" | "draft";
}

/** bunq publishes no limit for a batch; a small one is dealt with sooner when something is wrong. */
const highestInBatch = 100;
/** bunq's own limit: each draft costs a person a decision, so as few as can be. */
const highestInDraft = 350;

function endpointFor(orders: number, options: BunqOptions): PayingEndpoint {
  if (options.approval === "draft") return "draft-payment";
  return orders === 1 ? "payment" : "payment-batch";
}

/**
 * A bunq account as a bank. Nothing is sent until the first method is called. Works against bunq's public sandbox
 * (`bunqPublicSandboxUrl` and a key of `makeSandboxCompanyKey`) and the local one alike.
 */
export function createBunqBank(options: BunqOptions): Bank & BankCallbacks {
  const { client, sessions } = connect(options);
  const account = selectAccount(client, options.accountIban ?? null);
  const highestOrders = options.approval === "draft" ? highestInDraft : highestInBatch;

  return {
    name: "bunq",
    quietPeriodMs: options.quietPeriodMs ?? 60_000,
    highestOrders,
    position: async () => newestPosition(client, await account.path()),
    async prepare(orders) {
      if (orders.length > highestOrders) {
        throw new BankError(
          "invalid-order",
          `At most ${highestOrders} orders fit in one submission.`,
        );
      }
      const endpoint = endpointFor(orders.length, options);
      const bytes = submissionBytes(endpoint, orders.map(checkOrder));
      const { path } = await account.path();
      return {
        requestId: newRequestId(options),
        guardScope: guardScopeOf((await sessions.open()).deviceId, options),
        target: `${path}/${endpoint}`,
        bytes,
      };
    },
    submit: (prepared) => submit({ client, sessions, prepared, options }),
    submissionState: (query) => readSubmissionState(client, query),
    balance: () => account.balance(),
    movements: async ({ since }) =>
      listMovements(client, await account.path(), since === null ? 0 : readPosition(since)),
    registerCallback: (url) => registerCallback(client, url),
    parseCallback(body) {
      if (body.byteLength > 1_000_000) return null;
      const parsed = parseMessage(callbackBody, body);
      return parsed && { bankPaymentId: String(parsed.NotificationUrl.object.Payment.id) };
    },
  };
}

function connect(options: BunqOptions): { client: Client; sessions: Sessions } {
  const { clock, fetch, apiKey, store } = options;
  const transport = {
    fetch,
    clock,
    baseUrl: options.baseUrl.replace(/\/+$/, ""),
    timeoutMs: options.timeoutMs ?? 10_000,
    maxAnswerBytes: options.maxAnswerBytes ?? 4_000_000,
  };
  const makeId = () => newRequestId(options);
  const makeKeys = options.makeKeyPair ?? makeKeyPair;
  const sessions = createSessions({
    transport,
    clock,
    apiKey,
    store,
    newRequestId: makeId,
    makeKeyPair: makeKeys,
  });
  const limiter = createRateLimiter({
    clock,
    limits: options.limits ?? bunqLimits,
    longestWaitMs: options.longestWaitMs ?? 60_000,
  });
  return { client: createClient({ transport, sessions, limiter, newRequestId: makeId }), sessions };
}

function newRequestId(options: BunqOptions): string {
  const bytes = options.random ? options.random(16) : randomBytes(16);
  return Buffer.from(bytes).toString("hex");
}

/** A device belongs to one bank; the same number at another means nothing. */
function guardScopeOf(deviceId: number, options: BunqOptions): string {
  const bank = createHash("sha256").update(options.baseUrl).digest("hex").slice(0, 8);
  return `bunq-${bank}-device-${deviceId}`;
}

async function submit(input: {
  readonly client: Client;
  readonly sessions: Sessions;
  readonly prepared: PreparedSubmission;
  readonly options: BunqOptions;
}): Promise<SubmitResult> {
  const { client, sessions, prepared, options } = input;
  try {
    const { deviceId } = await sessions.open();
    if (guardScopeOf(deviceId, options) !== prepared.guardScope) {
      const message = "Prepared for another registration at the bank; nothing was sent.";
      return { kind: "refused", code: "guard-scope-changed", message };
    }
    const { target: path, bytes: body, requestId } = prepared;
    const reply = await client.send({ method: "POST", path, body, requestId, deviceId });
    return outcomeOf(reply, requestId);
  } catch (error) {
    // Reached only before the payment leaves, or after a 401 that no new session followed: nothing was processed.
    const message = error instanceof BankError ? error.message : "No session with the bank.";
    return { kind: "later", retryAfterMs: 30_000, message };
  }
}

async function registerCallback(client: Client, url: string): Promise<void> {
  const { userId } = await client.session();
  const filter = { category: "MUTATION", notification_target: url };
  const body = { notification_filters: [filter] };
  await client.post(z.unknown(), `/user/${userId}/notification-filter-url`, body);
}
