// The server's live stream: messages as they come, and a new connection when it breaks. A hint to look, never proof of payment by itself.
import type { Api } from "./api.ts";
import type { LiveMessage } from "./api-types.ts";
import { connection, listenFor, noteAnswer } from "./connection.ts";
import { createStore, type Store } from "./store.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** The server says something at least every 20 s; silence for longer means that the line is dead. */
const SILENCE_MS = 50_000;

export type Live = {
  /** Whether messages can come now; when not, the screen has to ask. */
  state: Store<"connected" | "down">;
  follow: (listener: (message: LiveMessage) => void) => () => void;
  stop: () => void;
};

/** Follows the stream until stopped. `onConnected` fires at each new connection: what was missed has to be asked for. */
export function openLive(given: {
  api: Api;
  path: string;
  onConnected: () => void;
  pauseMs?: number;
  silenceMs?: number;
}): Live {
  const state = createStore<"connected" | "down">("down");
  const listeners = new Set<(message: LiveMessage) => void>();
  const stopped = new AbortController();
  const { pauseMs = FIRST_PAUSE_MS } = given;

  const run = async () => {
    let pause = pauseMs;
    while (!stopped.signal.aborted) {
      try {
        await readOnce(given, stopped.signal, {
          onOpen: () => {
            pause = pauseMs;
            state.set("connected");
            given.onConnected();
          },
          onMessage: (message) => {
            for (const listener of [...listeners]) listener(message);
          },
        });
      } catch {
        // No connection, or one that broke: the next attempt tells.
      }
      state.set("down");
      if (stopped.signal.aborted) return;
      await waitOrOnline(pause * (0.5 + Math.random()), stopped.signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  };
  void run();

  return {
    state,
    follow: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => stopped.abort(),
  };
}

async function readOnce(
  given: { api: Api; path: string; silenceMs?: number },
  signal: AbortSignal,
  on: { onOpen: () => void; onMessage: (message: LiveMessage) => void },
): Promise<void> {
  const attempt = new AbortController();
  const end = () => attempt.abort();
  signal.addEventListener("abort", end);
  const waitForMore = () => {
    const listening = listenFor();
    return setTimeout(() => {
      listening.wasInVain();
      end();
    }, given.silenceMs ?? SILENCE_MS);
  };
  let silence = waitForMore();
  try {
    const response = await given.api.stream(given.path, attempt.signal);
    const reader = response.body?.getReader();
    if (!reader) return;
    on.onOpen();
    const parse = createEventParser(on.onMessage);
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      noteAnswer(true);
      clearTimeout(silence);
      silence = waitForMore();
      parse(decoder.decode(value, { stream: true }));
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener("abort", end);
  }
}

/** Takes pieces of an event stream as they arrive and gives whole messages; what isn't JSON is left out. Source: HTML, 9.2. */
export function createEventParser(
  onMessage: (message: LiveMessage) => void,
): (piece: string) => void {
  let rest = "";
  return (piece) => {
    const blocks = (rest + piece).replace(/\r\n?/g, "\n").split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = block
        .split("\n")
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice(5).replace(/^ /, ""))
        .join("\n");
      if (data === "") continue;
      try {
        onMessage(JSON.parse(data) as LiveMessage);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
    }
  };
}

function waitOrOnline(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stopFollowing();
      resolve();
    };
    const timer = setTimeout(end, ms);
    const stopFollowing = connection.follow((state) => state === "online" && end());
    signal.addEventListener("abort", end, { once: true });
  });
}
