// Does a piece of work part by part. Keeps codes before anything is sent, and treats no answer as no answer, not as a no.
import type { LetterWorkPart, Post } from "./letter-work.ts";

/** What became of one POST; `unclear`: no answer, or one that says nothing about the request. */
export type SendResult =
  | { outcome: "done" }
  | { outcome: "refused"; code: string }
  | { outcome: "unclear"; code: string };

export type WorkTools = {
  prepare: (part: LetterWorkPart) => Promise<LetterWorkPart>;
  renew: (part: LetterWorkPart) => Promise<LetterWorkPart>;
  send: (post: Post) => Promise<SendResult>;
  keep: (part: LetterWorkPart) => Promise<void>;
  /** Waits before a next try; rejects when the person leaves. */
  pause: (milliseconds: number) => Promise<void>;
  report: (progress: WorkProgress) => void;
};

/** `waitingFor`: the reason for which it tries again by itself. */
export type WorkProgress = { part: LetterWorkPart; waitingFor: string | null };

export type WorkResult =
  | { finished: true }
  | { finished: false; code: string; part: LetterWorkPart };

const TOO_OLD = "request-expired";
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;

/** Does what isn't done of the given parts, in order; stops at the first refusal. Ends only when all is known. */
export async function runWork(
  parts: readonly LetterWorkPart[],
  tools: WorkTools,
): Promise<WorkResult> {
  const todo = parts.filter((part) => part.state !== "done");
  let next = todo[0] && settle(makeReady(todo[0], tools));
  for (let index = 0; next; index++) {
    const ready: LetterWorkPart = await next();
    const following = todo[index + 1];
    // Codes for the next part are made while this one is under way.
    next = following && settle(makeReady(following, tools));
    const { part, result } = await sendInTime(ready, tools);
    if (result.outcome === "refused") {
      const refused = { ...part, state: "refused" as const };
      await tools.keep(refused);
      if (next) await next().catch(() => undefined);
      return { finished: false, code: result.code, part: refused };
    }
    const done = { ...part, state: "done" as const, posts: [] };
    await tools.keep(done);
    tools.report({ part: done, waitingFor: null });
  }
  return { finished: true };
}

async function makeReady(part: LetterWorkPart, tools: WorkTools): Promise<LetterWorkPart> {
  if (part.state === "ready") return part;
  const ready = await (part.state === "refused" ? tools.renew(part) : tools.prepare(part));
  await tools.keep(ready);
  return ready;
}

/** A signature may have become too old while a laptop was closed: what was surely not done is signed once more. */
async function sendInTime(
  part: LetterWorkPart,
  tools: WorkTools,
): Promise<{ part: LetterWorkPart; result: SendResult }> {
  const result = await sendAll(part, tools);
  if (result.outcome !== "refused" || result.code !== TOO_OLD) return { part, result };
  const renewed = await tools.renew(part);
  await tools.keep(renewed);
  return { part: renewed, result: await sendAll(renewed, tools) };
}

async function sendAll(part: LetterWorkPart, tools: WorkTools): Promise<SendResult> {
  for (const post of part.posts) {
    const result = await sendUntilClear(post, part, tools);
    if (result.outcome === "refused") return result;
  }
  return { outcome: "done" };
}

async function sendUntilClear(
  post: Post,
  part: LetterWorkPart,
  tools: WorkTools,
): Promise<SendResult> {
  for (let attempt = 0; ; attempt++) {
    const result = await tools.send(post);
    if (result.outcome !== "unclear") return result;
    tools.report({ part, waitingFor: result.code });
    await tools.pause(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] as number);
  }
}

/** Lets a promise wait for its reader without counting as an unhandled rejection. */
function settle<T>(promise: Promise<T>): () => Promise<T> {
  promise.catch(() => undefined);
  return () => promise;
}
