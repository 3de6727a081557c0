import { expect } from "chai";
import type { Api } from "../../../wallet-web/shared/api.ts";
import type { LiveMessage } from "../../../wallet-web/shared/api-types.ts";
import { connection } from "../../../wallet-web/shared/connection.ts";
import { createEventParser, openLive } from "../../../wallet-web/shared/live.ts";
import { eventually } from "../../helpers/eventually.ts";

const scheme = (schemeId: string) => JSON.stringify({ type: "scheme", schemeId });

function parse(...pieces: string[]): LiveMessage[] {
  const messages: LiveMessage[] = [];
  const take = createEventParser((message) => messages.push(message));
  for (const piece of pieces) take(piece);
  return messages;
}

describe("Event stream", () => {
  it("gives whole messages, whatever pieces they come in", () => {
    const stream = `data: ${scheme("0x01")}\n\ndata: ${scheme("0x02")}\n\n`;
    const whole = parse(stream);
    expect(whole).to.have.length(2);
    expect(parse(...stream)).to.deep.equal(whole);
  });

  it("waits for the end of a message", () => {
    expect(parse(`data: ${scheme("0x01")}\n`)).to.deep.equal([]);
  });

  it("passes over signs of life, other fields and what isn't JSON", () => {
    const stream = `: still here\n\nretry: 2000\n\ndata: {broken\n\nid: 7\ndata: ${scheme("0x03")}\n\n`;
    expect(parse(stream)).to.deep.equal([{ type: "scheme", schemeId: "0x03" }]);
  });

  it("takes line ends of every kind", () => {
    expect(parse(`data: ${scheme("0x04")}\r\n\r\n`)).to.have.length(1);
  });
});

describe("Live stream", () => {
  it("that falls silent tells that the line is dead; the next one tells that it is back", async () => {
    connection.set("online");
    const signs: ReadableStreamDefaultController<Uint8Array>[] = [];
    const stream = async (_path: string, signal: AbortSignal) => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          signs.push(controller);
          signal.addEventListener("abort", () => controller.error(signal.reason));
        },
      });
      return new Response(body);
    };
    const api = { stream } as unknown as Api;
    const live = openLive({ api, path: "/live", onConnected() {}, pauseMs: 10, silenceMs: 30 });
    try {
      await eventually(() => connection.get() === "offline");
      await eventually(() => {
        signs.at(-1)?.enqueue(new TextEncoder().encode(": still here\n\n"));
        return connection.get() === "online";
      });
    } finally {
      live.stop();
    }
  });
});
