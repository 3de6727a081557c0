// A live stream ends with its connection, whenever that ends: streams that nobody reads must not keep others out.
import { EventEmitter, once } from "node:events";
import { PassThrough } from "node:stream";
import { expect } from "chai";
import type { Response } from "express";
import { isAppError } from "../../../../server/errors/app-error.ts";
import { createStreams, type StreamTo } from "../../../../server/http/live/stream.ts";
import type { Session, Sessions } from "../../../../server/validator/sessions.ts";

const session: Session = { tokenHash: "a", addresses: [], expiresAt: 1 };

describe("Live stream", () => {
  let followers: Set<object>;
  let gate: EventEmitter;
  let isHeld: boolean;
  let streamTo: StreamTo;
  const sessions = { isOpen: async () => true } as unknown as Sessions;
  const live = {
    async follow(follower: object) {
      if (isHeld) await once(gate, "open");
      followers.add(follower);
      return () => followers.delete(follower);
    },
    followers: () => followers.size,
    stop: () => {},
  };
  const connection = () =>
    Object.assign(new PassThrough(), { writeHead: () => {} }) as unknown as Response;
  const open = async (of = session) => {
    const response = connection();
    await streamTo(of, response);
    return response;
  };
  const close = async (response: Response) => {
    const closed = once(response, "close");
    response.destroy();
    await closed;
  };

  beforeEach(() => {
    followers = new Set();
    gate = new EventEmitter();
    isHeld = false;
    streamTo = createStreams({ live, sessions });
  });

  it("ends with its connection", async () => {
    const response = await open();
    await close(response);

    expect(followers.size).to.equal(0);
  });

  it("ends when its connection was gone before it began", async () => {
    isHeld = true;
    const response = connection();
    const opening = streamTo(session, response);
    await close(response);
    gate.emit("open");
    await opening;

    expect(followers.size).to.equal(0);
  });

  it("is one of a few of its session, and makes room for another when it ends", async () => {
    const [first, ...rest] = await Promise.all(Array.from({ length: 16 }, () => open()));
    const refusal = await open().catch((error: unknown) => error);
    expect(isAppError(refusal, "too-many-requests")).to.equal(true);

    await close(first as Response);
    const others = [await open(), await open({ ...session, tokenHash: "b" })];

    expect(followers.size).to.equal(17);
    await Promise.all([...rest, ...others].map(close));
  });
});
