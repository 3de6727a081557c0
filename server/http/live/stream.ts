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

/** Streams until the client goes, its session ends, or it can't keep up. Source: HTML Living Standard, 9.2. */
export async function streamTo(
  parts: { live: Live; sessions: Sessions },
  session: Session,
  response: Response,
): Promise<void> {
  if (parts.live.followers() >= HIGHEST_STREAMS) throw new AppError("too-many-requests");
  const write = (text: string) => {
    if (response.writableLength > HIGHEST_BACKLOG_BYTES) response.destroy();
    else if (response.writable) response.write(text);
  };
  const end = await parts.live.follow({
    addresses: session.addresses,
    send: (message) => write(`data: ${JSON.stringify(message)}\n\n`),
  });
  const heartbeat = setInterval(async () => {
    const isOpen = await parts.sessions.isOpen(session).catch(() => true);
    if (isOpen) write(": still here\n\n");
    else response.end();
  }, HEARTBEAT_MS).unref();
  response.on("close", () => {
    clearInterval(heartbeat);
    end();
  });
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no", // a proxy must not hold messages back
  });
  write(`retry: ${RETRY_MS}\n\n: connected\n\n`);
}
