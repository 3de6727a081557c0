// The way in: installation, device, session; renewed when needed. It never repeats a call that failed, see `client.ts`.

import { createHash } from "node:crypto";
import type { z } from "zod";
import { BankError } from "../bank-error.ts";
import type { Clock } from "../clock.ts";
import { expectAnswer } from "./answers.ts";
import { createdAnswer, installationAnswer, sessionAnswer } from "./messages.ts";
import type { KeyPair } from "./signing.ts";
import { type BunqState, type BunqStateStore, readState } from "./state.ts";
import { type Call, type Reply, sendCall, type TransportOptions } from "./transport.ts";

/** What a call needs to be made in a session. */
export interface OpenSession {
  readonly token: string;
  readonly userId: number;
  readonly deviceId: number;
  readonly privateKeyPem: string;
  readonly serverPublicKeyPem: string;
}

export interface SessionOptions {
  readonly transport: TransportOptions;
  readonly clock: Clock;
  readonly apiKey: string;
  readonly store: BunqStateStore;
  readonly newRequestId: () => string;
  readonly makeKeyPair: () => Promise<KeyPair>;
}

export interface Sessions {
  /**
   * An open session; makes one when there is none or the last is about to end. Many callers share one attempt.
   *
   * @param refusedToken the token bunq just answered 401 to: that session isn't used again.
   * @throws BankError `busy` within 30 s of the last attempt (bunq allows no more), else as the bank answered.
   */
  open(refusedToken?: string): Promise<OpenSession>;
}

/** bunq allows one call of `session-server` per 30 s. */
const sessionPauseMs = 30_000;
/** When bunq names no time-out: short, so that a wrong guess costs a renewal and no refusal. */
const defaultSessionSeconds = 600;

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

type Installed = BunqState & { readonly deviceId: number };

class Handshake implements Sessions {
  readonly #options: SessionOptions;
  readonly #apiKeyHash: string;
  #state: BunqState | null = null;
  #opening: Promise<OpenSession> | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#apiKeyHash = createHash("sha256").update(options.apiKey).digest("hex");
  }

  async open(refusedToken?: string): Promise<OpenSession> {
    const joined = this.#opening;
    if (joined !== null) {
      const session = await joined;
      if (session.token !== refusedToken) return session;
    }
    this.#opening ??= this.#openOnce(refusedToken).finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #openOnce(refusedToken?: string): Promise<OpenSession> {
    const state = await this.#currentState();
    const { session, deviceId } = state ?? { session: null, deviceId: null };
    const now = this.#options.clock.now();
    if (state && session && deviceId && session.token !== refusedToken && now < session.renewAt) {
      return openSession({ ...state, deviceId }, session);
    }
    const askedAt = state?.sessionAskedAt ?? null;
    if (askedAt !== null && now >= askedAt && now - askedAt < sessionPauseMs) {
      throw new BankError(
        "busy",
        "bunq opens one session per 30 s; the last attempt was just now.",
      );
    }
    return this.#startSession(await this.#ensureDevice(state), { mayReinstall: state !== null });
  }

  /** The stored state, when it belongs to this URL and key. */
  async #currentState(): Promise<BunqState | null> {
    this.#state ??= readState(await this.#options.store.load());
    const isOurs =
      this.#state?.baseUrl === this.#options.transport.baseUrl &&
      this.#state.apiKeyHash === this.#apiKeyHash;
    return isOurs ? this.#state : null;
  }

  async #ensureDevice(known: BunqState | null): Promise<Installed> {
    const state = known ?? (await this.#install());
    if (state.deviceId !== null) return { ...state, deviceId: state.deviceId };
    const answer = await this.#call(createdAnswer, state, {
      path: "/device-server",
      body: encode({ description: "Kindpakket", secret: this.#options.apiKey }),
    });
    const withDevice = { ...state, deviceId: answer.Response[0].Id.id };
    await this.#save(withDevice);
    return withDevice;
  }

  async #install(): Promise<BunqState> {
    const keys = await this.#options.makeKeyPair();
    const answer = await this.#call(installationAnswer, null, {
      path: "/installation",
      body: encode({ client_public_key: keys.publicKeyPem }),
    });
    const state: BunqState = {
      version: 1,
      baseUrl: this.#options.transport.baseUrl,
      apiKeyHash: this.#apiKeyHash,
      ...keys,
      installationToken: answer.Response.Token.token,
      serverPublicKeyPem: answer.Response.ServerPublicKey.server_public_key,
      deviceId: null,
      session: null,
      sessionAskedAt: null,
    };
    await this.#save(state);
    return state;
  }

  async #startSession(
    state: Installed,
    { mayReinstall }: { readonly mayReinstall: boolean },
  ): Promise<OpenSession> {
    const askedAt = this.#options.clock.now();
    await this.#save({ ...state, session: null, sessionAskedAt: askedAt });
    const reply = await this.#send(state, {
      path: "/session-server",
      body: encode({ secret: this.#options.apiKey }),
    });
    // A bank that forgot the installation (its sandbox is emptied now and then) asks for a new one.
    const isForgotten = reply.kind === "answered" && [401, 403].includes(reply.status);
    if (isForgotten && mayReinstall) {
      const renewed = await this.#ensureDevice(await this.#install());
      return this.#startSession(renewed, { mayReinstall: false });
    }
    const { Response: answer } = expectAnswer(sessionAnswer, reply);
    const lifeMs = (answer.user.session_timeout ?? defaultSessionSeconds) * 1_000;
    // Counted from before the call and by our own clock: a slow answer or a wrong clock can only make it shorter.
    const renewAt = askedAt + lifeMs - Math.min(60_000, lifeMs / 10);
    const session = { token: answer.token, userId: answer.user.id, renewAt };
    await this.#save({ ...state, session, sessionAskedAt: askedAt });
    return openSession(state, session);
  }

  async #save(state: BunqState): Promise<void> {
    await this.#options.store.save(state);
    this.#state = state;
  }

  async #call<Shape extends z.ZodType>(
    shape: Shape,
    state: BunqState | null,
    call: Pick<Call, "path" | "body">,
  ): Promise<z.output<Shape>> {
    return expectAnswer(shape, await this.#send(state, call));
  }

  #send(state: BunqState | null, call: Pick<Call, "path" | "body">): Promise<Reply> {
    return sendCall(this.#options.transport, {
      ...call,
      method: "POST",
      requestId: this.#options.newRequestId(),
      token: state?.installationToken ?? null,
      privateKeyPem: state?.privateKeyPem ?? null,
      serverPublicKeyPem: state?.serverPublicKeyPem ?? null,
    });
  }
}

function openSession(state: Installed, session: NonNullable<BunqState["session"]>): OpenSession {
  const { deviceId, privateKeyPem, serverPublicKeyPem } = state;
  return {
    token: session.token,
    userId: session.userId,
    deviceId,
    privateKeyPem,
    serverPublicKeyPem,
  };
}

/** Sessions kept in `options.store`. */
export function createSessions(options: SessionOptions): Sessions {
  return new Handshake(options);
}
