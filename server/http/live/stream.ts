// One live stream: server-sent events to one session, with a sign of life between them; ends with the session.
import type { Response } from "express";
import { AppError } from "../../errors/app-error.ts";
import type { Session, Sessions } from "../../validator/sessions.ts";
import type { Live } from "./live.ts";

const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;
/** Who reads slower than this is cut off, and asks for what it missed when it is back. */
const HIGHEST_BACKLOG_BYTES = 1024 * 1024;
const HIGHEST_STREAMS = 5_000;

/** Far more windows than a device has; nobody takes the room of all others. */
const HIGHEST_PER_SESSION = 16;

/** Streams until the client goes, its session ends, or it can't keep up. Source: HTML Living Standard, 9.2. */
export type StreamTo = (session: Session, response: Response) => Promise<void>;

export function createStreams(parts: { live: Live; sessions: Sessions }): StreamTo {
  const openOf = new Map<string, number>();

  /** @returns What gives the place back. @throws {AppError} `too-many-requests` */
  const takePlace = ({ tokenHash }: Session) => {
    const open = openOf.get(tokenHash) ?? 0;
    if (parts.live.followers() >= HIGHEST_STREAMS || open >= HIGHEST_PER_SESSION) {
      throw new AppError("too-many-requests");
    }
    openOf.set(tokenHash, open + 1);
    return () => {
      const left = (openOf.get(tokenHash) ?? 1) - 1;
      if (left === 0) openOf.delete(tokenHash);
      else openOf.set(tokenHash, left);
    };
  };

  return async (session, response) => {
    const ends = [takePlace(session)];
    const end = () => {
      for (const one of ends.splice(0)) one();
    };
    response.on("close", end);
    // With the first message at the latest, and not before following has begun: until then a problem can be answered.
    const begin = () => {
      if (response.headersSent) return;
      response.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no", // a proxy must not hold messages back
      });
      response.write(`retry: ${RETRY_MS}\n\n: connected\n\n`);
    };
    const write = (text: string) => {
      begin();
      if (response.writableLength > HIGHEST_BACKLOG_BYTES) response.destroy();
      else if (response.writable) response.write(text);
    };
    ends.push(
      await parts.live.follow({
        addresses: session.addresses,
        send: (message) => write(`data: ${JSON.stringify(message)}\n\n`),
      }),
    );
    if (response.closed) return end();
    const heartbeat = setInterval(async () => {
      const isOpen = await parts.sessions.isOpen(session).catch(() => true);
      if (isOpen) write(": still here\n\n");
      else response.end();
    }, HEARTBEAT_MS).unref();
    ends.push(() => clearInterval(heartbeat));
    begin();
  };
}
