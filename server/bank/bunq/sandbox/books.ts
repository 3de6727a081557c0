// The sandbox bank's state, folded from its journal; nothing changes here that isn't on the disk first.

import type { Clock } from "../../clock.ts";
import type {
  BankEvent,
  FaultRule,
  JournalLine,
  PlayedFault,
  StoredDraft,
  StoredPayment,
} from "./events.ts";
import type { Journal } from "./journal.ts";
import { PaymentIndex } from "./payment-index.ts";

export interface User {
  readonly userId: number;
  readonly name: string;
  readonly apiKey: string;
  readonly accountId: number;
  readonly iban: string;
  readonly openingCents: bigint;
  filters: readonly { readonly category: string; readonly target: string }[];
  /** After the newest payment. */
  balanceCents: bigint;
  /** Outgoing on the UTC day that the newest outgoing payment was made on. */
  spent: { readonly day: number; readonly cents: bigint };
  /** Oldest first. */
  readonly payments: StoredPayment[];
}

export interface Installation {
  readonly installationId: number;
  readonly clientKeyPem: string;
}

export interface Device {
  readonly deviceId: number;
  readonly installationId: number;
  readonly userId: number;
}

export interface Session {
  readonly token: string;
  readonly deviceId: number;
  readonly userId: number;
  readonly expiresAt: number;
}

export interface FaultState {
  readonly seed: string;
  readonly rules: readonly FaultRule[];
  /** Per rule: matching requests so far, and how often it was played. */
  readonly counts: readonly { seen: number; played: number }[];
}

/** The faults played on one request, for whoever looks at the page. */
export interface PlayedFaults {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly requestId: string | null;
  readonly faults: readonly PlayedFault[];
}

/** So many requests are remembered with what was played on them. */
const rememberedPlays = 50;

export type RequestKey = JournalLine["request"];

const isSameRequest = (one: PlayedFaults, other: PlayedFaults): boolean =>
  one.method === other.method && one.path === other.path && one.requestId === other.requestId;

/** The UTC day of a time, counted from 1970. */
export const dayOf = (timeMs: number): number => Math.floor(timeMs / 86_400_000);

export class Books {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #usedRequests = new Set<string>();
  #lastId = 0;

  keys: { readonly privateKeyPem: string; readonly publicKeyPem: string } | null = null;
  readonly users = new Map<number, User>();
  readonly installationsByToken = new Map<string, Installation>();
  readonly installations = new Map<number, Installation>();
  readonly devices = new Map<number, Device>();
  readonly sessions = new Map<string, Session>();
  readonly drafts = new Map<number, StoredDraft>();
  readonly payments = new PaymentIndex();
  readonly #usersByKey = new Map<string, User>();
  readonly #usersByIban = new Map<string, User>();
  readonly #usersByAccount = new Map<number, User>();
  faults: FaultState = { seed: "0", rules: [], counts: [] };
  /** Oldest first, the newest only. */
  played: readonly PlayedFaults[] = [];

  constructor(options: { readonly journal: Journal; readonly clock: Clock }) {
    this.#journal = options.journal;
    this.#clock = options.clock;
    for (const line of options.journal.lines) this.#applyLine(line);
  }

  now(): number {
    return this.#clock.now();
  }

  /** The next free id; it is taken only by committing an event that carries it. `ahead` counts on from there. */
  nextId(ahead = 0): number {
    return this.#lastId + 1 + ahead;
  }

  /** Writes the events, all or none, then makes them so. */
  commit(events: readonly BankEvent[], request: RequestKey = null): void {
    const line = { at: this.now(), request, events: [...events] };
    this.#journal.append(line);
    this.#applyLine(line);
  }

  hasSeen(request: NonNullable<RequestKey>): boolean {
    return this.#usedRequests.has(`${request.deviceId} ${request.requestId}`);
  }

  userByKey(apiKey: string): User | undefined {
    return this.#usersByKey.get(apiKey);
  }

  userByIban(iban: string): User | undefined {
    return this.#usersByIban.get(iban);
  }

  userByAccount(accountId: number): User | undefined {
    return this.#usersByAccount.get(accountId);
  }

  #applyLine(line: JournalLine): void {
    if (line.request) this.#usedRequests.add(`${line.request.deviceId} ${line.request.requestId}`);
    for (const event of line.events) this.#apply(event, line.at);
  }

  #take(id: number): void {
    this.#lastId = Math.max(this.#lastId, id);
  }

  #apply(event: BankEvent, at: number): void {
    switch (event.type) {
      case "bank-opened":
        this.keys = event;
        return;
      case "user-created":
        this.#take(Math.max(event.userId, event.accountId));
        this.#applyUser({
          ...event,
          filters: [],
          balanceCents: event.openingCents,
          spent: { day: 0, cents: 0n },
          payments: [],
        });
        return;
      case "installed":
        this.#take(event.installationId);
        this.installations.set(event.installationId, event);
        this.installationsByToken.set(event.token, event);
        return;
      case "device-registered":
        this.#take(event.deviceId);
        this.devices.set(event.deviceId, event);
        return;
      case "session-started":
        this.#take(event.sessionId);
        this.sessions.set(event.token, event);
        return;
      case "session-ended":
        this.sessions.delete(event.token);
        return;
      case "filters-set":
        this.#user(event.userId).filters = event.filters;
        return;
      case "payment-made":
        this.#applyPayment(event.payment);
        return;
      case "draft-set":
        this.#take(event.draft.id);
        this.drafts.set(event.draft.id, event.draft);
        return;
      case "faults-set": {
        const { seed, rules } = event;
        this.faults = { seed, rules, counts: rules.map(() => ({ seen: 0, played: 0 })) };
        return;
      }
      case "fault-counted": {
        const count = this.faults.counts[event.index];
        if (count) {
          count.seen += 1;
          count.played += event.played ? 1 : 0;
        }
        return;
      }
      case "faults-played":
        this.#remember({ ...event, at });
    }
  }

  /** What is played on a request and on its payments comes in two lines. */
  #remember(play: PlayedFaults): void {
    const last = this.played.at(-1);
    const isSame = last !== undefined && play.requestId !== null && isSameRequest(last, play);
    const newest = isSame ? { ...last, faults: [...last.faults, ...play.faults] } : play;
    const before = isSame ? this.played.slice(0, -1) : this.played;
    this.played = [...before, newest].slice(-rememberedPlays);
  }

  #applyUser(user: User): void {
    this.users.set(user.userId, user);
    this.#usersByKey.set(user.apiKey, user);
    this.#usersByIban.set(user.iban, user);
    this.#usersByAccount.set(user.accountId, user);
  }

  #applyPayment(payment: StoredPayment): void {
    this.#take(Math.max(payment.id, payment.batchId ?? 0));
    this.payments.add(payment);
    const user = this.userByAccount(payment.accountId);
    if (!user) throw new Error(`The books name an unknown account ${payment.accountId}.`);
    user.payments.push(payment);
    if (payment.amountCents < 0n) {
      const day = dayOf(payment.createdAt);
      const before = day === user.spent.day ? user.spent.cents : 0n;
      user.spent = { day, cents: before - payment.amountCents };
    }
    user.balanceCents += payment.amountCents;
    // The running balance is written with each payment; if the two differ, the books are wrong.
    if (user.balanceCents !== payment.balanceAfterCents) {
      throw new Error(`The books don't add up at payment ${payment.id}.`);
    }
  }

  #user(userId: number): User {
    const user = this.users.get(userId);
    if (!user) throw new Error(`The books name an unknown user ${userId}.`);
    return user;
  }
}
