// Wakes other server processes on the same PostgreSQL. A signal is a hint that may get lost: everyone looks for himself, too.
import pg from "pg";
import type { Logger } from "pino";
import type { DatabasePlace } from "./database.ts";

/** `queued`: a command was written down. `projected`: the index grew. */
export type Signal = "queued" | "projected";

export type Signals = {
  send: (signal: Signal) => void;
  stop: () => Promise<void>;
};

const CHANNEL = "kindpakket";
const RECONNECT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** @param given.onSignal Told of every signal, our own as well. With PGlite there is nobody else, and it is never told. */
export function openSignals(given: {
  place: DatabasePlace;
  log: Logger;
  onSignal: (signal: Signal) => void;
}): Signals {
  const { place, log } = given;
  if (!("url" in place)) return { send: () => {}, stop: async () => {} };

  let isStopped = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** Signals to send when the one under way is sent; the same one twice says no more than once. */
  const waiting = new Set<Signal>();
  let isSending = false;

  const sendWaiting = async () => {
    if (isSending) return;
    isSending = true;
    try {
      for (const signal of waiting) {
        waiting.delete(signal);
        await client?.query("SELECT pg_notify($1, $2)", [CHANNEL, signal]);
      }
    } catch (err) {
      log.debug({ err }, "a signal was not sent; others will find out by themselves");
    } finally {
      isSending = false;
    }
  };
  const reconnect = () => {
    client = undefined;
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(() => void connect(), RECONNECT_MS);
  };
  const connect = async () => {
    const opening = new pg.Client({
      connectionString: place.url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    opening.on("error", reconnect);
    opening.on("notification", ({ payload }) => {
      if (payload === "queued" || payload === "projected") given.onSignal(payload);
    });
    try {
      await opening.connect();
      await opening.query(`LISTEN ${CHANNEL}`);
      client = opening;
    } catch (err) {
      log.debug({ err }, "signals between servers are off; trying again");
      reconnect();
    }
    if (isStopped) await opening.end();
  };
  void connect();

  return {
    send(signal) {
      waiting.add(signal);
      void sendWaiting();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      const open = client;
      client = undefined;
      await open?.end();
    },
  };
}
