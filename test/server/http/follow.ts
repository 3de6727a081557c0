// Follows the live stream as a browser does, and keeps what it heard.
import { expect } from "chai";
import type { Bench } from "./bench.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every shape
export type Message = any;

export type Stream = {
  /** The next message that fits, however long it takes; what came before it stays in `heard`. */
  next(fits: (message: Message) => boolean): Promise<Message>;
  heard: Message[];
  close(): void;
};

/** The stream of one session; whoever opens it closes it. */
export async function followEvents(bench: Bench, token: string): Promise<Stream> {
  const abort = new AbortController();
  const response = await fetch(`${bench.baseUrl}/api/v1/events`, {
    headers: { authorization: `Bearer ${token}`, "last-event-id": "7" },
    signal: abort.signal,
  });
  expect(response.headers.get("content-type")).to.equal("text/event-stream");
  const heard: Message[] = [];
  const waiting = new Set<() => void>();
  void readMessages(response, (message) => {
    heard.push(message);
    for (const check of [...waiting]) check();
  });
  return {
    heard,
    close: () => abort.abort(),
    next: (fits) =>
      new Promise((resolve) => {
        const check = () => {
          const found = heard.find(fits);
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
  };
}

async function readMessages(response: Response, onMessage: (message: Message) => void) {
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const piece of response.body!) {
      const blocks = (rest + decoder.decode(piece, { stream: true })).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        if (block.startsWith("data: ")) onMessage(JSON.parse(block.slice(6)));
      }
    }
  } catch {
    // the test closed it
  }
}
