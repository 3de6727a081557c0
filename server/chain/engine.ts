// The loop that moves everything: send what waits, project what was mined, tell who waits. One step at a time, so that no two
// ever write the index or use a nonce; only the process that leads runs it, the others follow the database.
import type { Logger } from "pino";
import type { Clock } from "../bank/clock.ts";
import type { ChainStatus } from "../services.ts";
import type { Database } from "../store/database.ts";
import type { Announcer } from "./announcer.ts";
import { countWaiting, outcomesOf } from "./outbox.ts";
import {
  ChainMovedError,
  eventsAfter,
  newestBlockNumber,
  newestEventPlace,
  type Projector,
} from "./projector.ts";
import { ChainUnreachableError } from "./rpc.ts";
import type { Sender } from "./sender.ts";
import type { Waiters } from "./waiters.ts";

export type Engine = {
  /** Begins; resolves when the first round was tried. */
  start: () => Promise<void>;
  /** There is something to do. */
  wake: () => void;
  /** The chain came back, or this process came to lead: unmined transactions go out again. */
  refresh: () => void;
  status: () => Promise<ChainStatus>;
  /** Resolves when the step under way is done. */
  stop: () => Promise<void>;
};

export type EngineOptions = {
  database: Database;
  projector: Projector;
  sender: Sender;
  waiters: Waiters;
  announcer: Announcer;
  leads: () => boolean;
  /** Tells other processes that the index grew. */
  onProjected: () => void;
  clock: Clock;
  pollMs: number;
  log: Logger;
};

/** Unmined transactions are handed to the node again this often. */
const REBROADCAST_MS = 5_000;
const UNREACHABLE_DELAY_MS = 500;
const FOLLOW_POLL_MS = 250;

export function createEngine(options: EngineOptions): Engine {
  return new Loop(options);
}

class Loop implements Engine {
  readonly #options: EngineOptions;
  #isStopped = false;
  #isAwake = false;
  #wakeUp: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();
  #rebroadcastAt = 0;
  #reachable = false;
  #chainHead: number | null = null;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { database, announcer } = this.#options;
    announcer.startAfter(await newestEventPlace(database));
    await this.#round();
    this.#running = this.#run();
  }

  wake(): void {
    this.#isAwake = true;
    this.#wakeUp?.();
  }

  refresh(): void {
    this.#rebroadcastAt = 0;
    this.wake();
  }

  async status(): Promise<ChainStatus> {
    const { database, leads } = this.#options;
    const waiting = await countWaiting(database);
    const projected = await newestBlockNumber(database);
    const isLeader = leads();
    return {
      ...waiting,
      // Who follows knows the chain only by the index.
      reachable: isLeader ? this.#reachable : true,
      headBlock: isLeader ? this.#chainHead : projected,
      projectedBlock: projected,
      leads: isLeader,
    };
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.wake();
    await this.#running;
    this.#options.waiters.stop();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const delayMs = await this.#round();
      if (delayMs > 0 && !this.#isStopped) await this.#rest(delayMs);
    }
  }

  /** @returns After how many ms to look again. */
  async #round(): Promise<number> {
    const { leads, log, pollMs } = this.#options;
    this.#isAwake = false;
    try {
      if (!leads()) {
        await this.#follow();
        return FOLLOW_POLL_MS;
      }
      const isBusy = await this.#lead();
      this.#setReachable(true);
      return isBusy ? 0 : pollMs;
    } catch (err) {
      if (err instanceof ChainUnreachableError) this.#setReachable(false, err);
      else if (err instanceof ChainMovedError) log.info({ err }, "reading the chain again");
      else log.error({ err }, "a step of the relay failed; trying again");
      return UNREACHABLE_DELAY_MS;
    }
  }

  async #lead(): Promise<boolean> {
    const { sender, clock } = this.#options;
    const now = clock.now();
    if (now >= this.#rebroadcastAt) {
      // All that was mined is known first, so that only what is really missing goes out again.
      const head = await this.#projectAll();
      this.#rebroadcastAt = now + REBROADCAST_MS;
      await sender.rebroadcast(head);
    }
    const sent = await sender.sendQueued();
    await this.#projectAll();
    return sent > 0;
  }

  async #projectAll(): Promise<number> {
    const { projector, database, waiters, announcer, onProjected } = this.#options;
    for (;;) {
      const projected = await projector.advance();
      this.#chainHead = projected.chainHead;
      if (projected.tookBack) this.refresh();
      if (projected.settled.length > 0) {
        const awaited = new Set(waiters.ids());
        const ids = projected.settled.filter((id) => awaited.has(id));
        waiters.settle(await outcomesOf(database, ids));
      }
      announcer.announce(projected.events);
      if (projected.events.length > 0) onProjected();
      if (!projected.hasMore || this.#isStopped) return projected.head;
    }
  }

  /** Another process leads: what it wrote is read. */
  async #follow(): Promise<void> {
    const { database, waiters, announcer } = this.#options;
    const ids = waiters.ids();
    if (ids.length > 0) waiters.settle(await outcomesOf(database, ids));
    announcer.announce(await eventsAfter(database, announcer.position()));
  }

  /** Until something is to be done, or the time is up. */
  async #rest(delayMs: number): Promise<void> {
    if (this.#isAwake) return;
    const stop = new AbortController();
    this.#wakeUp = () => stop.abort();
    await this.#options.clock.wait(delayMs, stop.signal);
    this.#wakeUp = undefined;
  }

  #setReachable(reachable: boolean, err?: unknown): void {
    if (reachable !== this.#reachable) {
      const { log } = this.#options;
      if (reachable) log.info("the chain answers");
      else log.warn({ err }, "the chain gives no answer; trying again");
    }
    this.#reachable = reachable;
  }
}
