// Starts a sandbox bank in this process, on this machine's own address only; it must never be reachable from outside.

import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { type Clock, systemClock } from "../../clock.ts";
import { type KeyPair, makeKeyPair } from "../signing.ts";
import type { Fetch } from "../transport.ts";
import { Books } from "./books.ts";
import { createUser } from "./handshake.ts";
import { openJournal } from "./journal.ts";
import { createSandboxApp } from "./server.ts";

export const defaultApiKey = "sandbox_kindpakket";

export interface SandboxOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** The journal; made when it isn't there. */
  readonly booksFile: string;
  readonly apiKey?: string;
  readonly companyName?: string;
  /** Default 1,000,000.00 euro; counts only when the books are new. */
  readonly initialBalanceCents?: bigint;
  /** Default 1,000,000.00 euro a day. */
  readonly dailyLimitCents?: bigint;
  /** Default 3,600. */
  readonly sessionTimeoutSeconds?: number;
  /** bunq's own limits; default on. */
  readonly rateLimits?: boolean;
  readonly clock?: Clock;
  /** Cryptographically secure bytes. */
  readonly random?: (size: number) => Uint8Array;
  readonly makeKeyPair?: () => Promise<KeyPair>;
  /** For callbacks. */
  readonly fetch?: Fetch;
}

export interface RunningSandbox {
  /** Without a path: the page. The API is at `${url}/v1`. */
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * @throws Error with code `EADDRINUSE` when the port is taken; the books aren't touched then. Error when the books
 * can't be read.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const ended = new AbortController();
  const keys = await (options.makeKeyPair ?? makeKeyPair)();
  const server = createServer();
  const port = await listen(server, options.port);
  try {
    // No request can come in before this is done: it all happens in the turn in which listening succeeded.
    const journal = openJournal(options.booksFile);
    const settings = settingsOf(options);
    const books = new Books({ journal, clock: settings.clock });
    if (books.keys === null) books.commit([{ type: "bank-opened", ...keys }]);
    if (!books.userByKey(settings.apiKey)) {
      createUser(books, settings, {
        name: options.companyName ?? "Gemeente Zuidhorn",
        apiKey: settings.apiKey,
        openingCents: settings.initialBalanceCents,
      });
    }
    server.on("request", createSandboxApp({ books, settings, ended: ended.signal }));
    return {
      url: `http://127.0.0.1:${port}`,
      port,
      async close() {
        ended.abort();
        await stop(server);
        journal.close();
      },
    };
  } catch (error) {
    await stop(server);
    throw error;
  }
}

function settingsOf(options: SandboxOptions) {
  return {
    clock: options.clock ?? systemClock(),
    random: options.random ?? randomBytes,
    fetch: options.fetch ?? globalThis.fetch,
    apiKey: options.apiKey ?? defaultApiKey,
    initialBalanceCents: options.initialBalanceCents ?? 100_000_000n,
    dailyLimitCents: options.dailyLimitCents ?? 100_000_000n,
    sessionTimeoutSeconds: options.sessionTimeoutSeconds ?? 3_600,
    rateLimits: options.rateLimits ?? true,
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
