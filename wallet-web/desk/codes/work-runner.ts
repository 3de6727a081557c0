// Does the letter work of this browser, one window at a time, and goes on with it when the desk is opened again.
import { ApiError } from "../../shared/problem.ts";
import { createStore, type Store } from "../../shared/store.ts";
import { groupLetterWork, type LetterWork, type LetterWorkPart, type Post } from "./letter-work.ts";
import { runWork, type SendResult, type WorkTools } from "./run-work.ts";
import type { Vault } from "./vault.ts";

export type WorkState = {
  work: readonly LetterWork[];
  /** The work that is under way in this window. */
  running: string | null;
  /** Why it waits and tries again by itself. */
  waitingFor: string | null;
  /** What the server said no to; a person has to look at it. */
  refused: { workId: string; error: ApiError } | null;
};

export type WorkRunner = {
  state: Store<WorkState>;
  /** Reads what lies in the vault. */
  refresh: () => Promise<void>;
  /** Keeps new work and begins with it. */
  add: (parts: readonly LetterWorkPart[]) => Promise<void>;
  /** Goes on with work that isn't finished, one after the other, up to what is refused. */
  resume: (...workIds: readonly string[]) => Promise<void>;
  /** Deletes codes: of the letters that are printed, or of what was given up before it was registered. */
  forget: (work: LetterWork, which: "printed" | "unregistered") => Promise<void>;
};

const LOCK = "kindpakket-desk-letters";

export function createWorkRunner(given: {
  vault: Vault<LetterWorkPart>;
  prepare: WorkTools["prepare"];
  renew: WorkTools["renew"];
  post: (post: Post) => Promise<unknown>;
  /** Called when something was registered. */
  onProgress: () => void;
}): WorkRunner {
  const { vault } = given;
  const state = createStore<WorkState>({
    work: [],
    running: null,
    waitingFor: null,
    refused: null,
  });
  const change = (changes: Partial<WorkState>) =>
    state.update((before) => ({ ...before, ...changes }));
  const refresh = async () => change({ work: groupLetterWork(await vault.all()) });
  const lastError = { value: null as ApiError | null };
  const tools: WorkTools = {
    prepare: given.prepare,
    renew: given.renew,
    send: async (post) => sendOnce(given.post, post, lastError),
    keep: async (part) => {
      await vault.put(part.id, part);
      state.update((before) => ({ ...before, work: withPart(before.work, part) }));
    },
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    report: ({ waitingFor }) => {
      change({ waitingFor });
      if (waitingFor === null) given.onProgress();
    },
  };
  const resumeOne = async (workId: string) => {
    if (state.get().running) return;
    change({ running: workId, waitingFor: null, refused: null });
    try {
      await navigator.locks.request(LOCK, async () => {
        await refresh(); // Another window may have done it.
        const work = state.get().work.find((one) => one.workId === workId);
        if (!work) return;
        const result = await runWork(work.parts, tools);
        if (result.finished) return;
        const error = lastError.value ?? new ApiError({ code: result.code, status: 409 });
        change({ refused: { workId, error } });
      });
    } finally {
      change({ running: null, waitingFor: null });
    }
  };
  const resume = async (...workIds: readonly string[]) => {
    for (const workId of workIds) {
      await resumeOne(workId);
      if (state.get().refused) return;
    }
  };
  return {
    state,
    refresh,
    resume,
    add: async (parts) => {
      for (const part of parts) await vault.put(part.id, part);
      await refresh();
      await resume(...new Set(parts.map((part) => part.workId)));
    },
    forget: async (work, which) => {
      const gone = work.parts.filter((part) => (part.state === "done") === (which === "printed"));
      await vault.remove(gone.map((part) => part.id));
      change({ refused: null });
      await refresh();
    },
  };
}

/** A no is what the server says of this request; everything else leaves it open. */
async function sendOnce(
  send: (post: Post) => Promise<unknown>,
  post: Post,
  lastError: { value: ApiError | null },
): Promise<SendResult> {
  try {
    await send(post);
    return { outcome: "done" };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const isOpen = error.isUncertain || error.status === 429;
    if (isOpen) return { outcome: "unclear", code: error.code };
    lastError.value = error;
    return { outcome: "refused", code: error.code };
  }
}

function withPart(work: readonly LetterWork[], part: LetterWorkPart): LetterWork[] {
  const others = work.flatMap(({ parts }) => parts).filter(({ id }) => id !== part.id);
  return groupLetterWork([...others, part]);
}
