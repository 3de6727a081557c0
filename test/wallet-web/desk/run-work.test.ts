import { expect } from "chai";
import type { LetterWorkPart, Post } from "../../../wallet-web/desk/codes/letter-work.ts";
import { partId } from "../../../wallet-web/desk/codes/letter-work.ts";
import {
  runWork,
  type SendResult,
  type WorkTools,
} from "../../../wallet-web/desk/codes/run-work.ts";

const DONE: SendResult = { outcome: "done" };
const REFUSED: SendResult = { outcome: "refused", code: "insufficient-funds" };
const UNCLEAR: SendResult = { outcome: "unclear", code: "offline" };

function partOf(index: number): LetterWorkPart {
  return {
    id: partId("work", index),
    workId: "work",
    kind: "import",
    schemeId: "0x00",
    createdAt: 0,
    index,
    parts: 3,
    households: [],
    state: "planned",
    posts: [],
  };
}

/** Tools that note what happens, and answer from a list. */
function fixture(answers: SendResult[], parts = [partOf(0), partOf(1), partOf(2)]) {
  const log: string[] = [];
  let signatures = 0;
  const signed = (part: LetterWorkPart): LetterWorkPart => {
    signatures += 1;
    const post = { path: `${part.index}`, signed: { signature: signatures } } as unknown as Post;
    return { ...part, state: "ready", posts: [post] };
  };
  const tools: WorkTools = {
    prepare: async (part) => signed(part),
    renew: async (part) => signed(part),
    send: async (post) => {
      log.push(`send ${post.path} signature ${post.signed.signature}`);
      return answers.shift() ?? DONE;
    },
    keep: async (part) => void log.push(`keep ${part.index} ${part.state}`),
    pause: async (milliseconds) => void log.push(`pause ${milliseconds}`),
    report: () => undefined,
  };
  return { parts, tools, log };
}

describe("runWork", () => {
  it("does every part, in order", async () => {
    const { parts, tools, log } = fixture([]);
    expect(await runWork(parts, tools)).to.deep.equal({ finished: true });
    expect(log.filter((line) => line.startsWith("send")).map((line) => line[5])).to.deep.equal([
      "0",
      "1",
      "2",
    ]);
  });

  it("keeps the codes of a part before it sends it", async () => {
    const { parts, tools, log } = fixture([]);
    await runWork(parts, tools);
    for (const index of [0, 1, 2]) {
      const kept = log.indexOf(`keep ${index} ready`);
      const sent = log.findIndex((line) => line.startsWith(`send ${index}`));
      expect(kept, `part ${index}`).to.be.within(0, sent - 1);
    }
  });

  it("sends the very same request again when there was no clear answer", async () => {
    const { parts, tools, log } = fixture([UNCLEAR, UNCLEAR, DONE], [partOf(0)]);
    expect(await runWork(parts, tools)).to.deep.equal({ finished: true });
    expect(log.filter((line) => !line.startsWith("keep"))).to.deep.equal([
      "send 0 signature 1",
      "pause 1000",
      "send 0 signature 1",
      "pause 2000",
      "send 0 signature 1",
    ]);
  });

  it("stops at a refusal and says which", async () => {
    const { parts, tools, log } = fixture([DONE, REFUSED]);
    const result = await runWork(parts, tools);
    expect(result).to.deep.include({ finished: false, code: "insufficient-funds" });
    expect(log).to.include("keep 1 refused");
    expect(log.some((line) => line.startsWith("send 2"))).to.equal(false);
  });

  it("signs a refused part anew, and leaves a ready one as it was", async () => {
    const ready = {
      ...partOf(1),
      state: "ready" as const,
      posts: [{ path: "1", signed: { signature: "old" } } as unknown as Post],
    };
    const { parts, tools, log } = fixture([], [{ ...partOf(0), state: "refused" }, ready]);
    await runWork(parts, tools);
    expect(log).to.include("send 0 signature 1");
    expect(log).to.include("send 1 signature old");
  });

  it("signs once more what became too old to be taken, by itself", async () => {
    const old: SendResult = { outcome: "refused", code: "request-expired" };
    const { parts, tools, log } = fixture([old, DONE], [partOf(0)]);
    expect(await runWork(parts, tools)).to.deep.equal({ finished: true });
    expect(log).to.deep.equal([
      "keep 0 ready",
      "send 0 signature 1",
      "keep 0 ready",
      "send 0 signature 2",
      "keep 0 done",
    ]);
  });

  it("gives up when the clock is so wrong that a new signature is too old as well", async () => {
    const old: SendResult = { outcome: "refused", code: "request-expired" };
    const { parts, tools } = fixture([old, old], [partOf(0)]);
    expect(await runWork(parts, tools)).to.deep.include({
      finished: false,
      code: "request-expired",
    });
  });

  it("leaves out what was done before", async () => {
    const { parts, tools, log } = fixture([], [{ ...partOf(0), state: "done" }, partOf(1)]);
    await runWork(parts, tools);
    expect(log.some((line) => line.startsWith("send 0"))).to.equal(false);
    expect(log.some((line) => line.startsWith("send 1"))).to.equal(true);
  });

  it("ends when the person leaves while it waits", async () => {
    const { parts, tools } = fixture([UNCLEAR]);
    const left = new Error("left");
    tools.pause = () => Promise.reject(left);
    expect(await runWork(parts, tools).catch((error: unknown) => error)).to.equal(left);
  });
});
