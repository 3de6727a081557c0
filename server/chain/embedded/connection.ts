// The channel to the embedded chain's process: calls go out in order, each gets its answers or learns that there are none.
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { ChainUnreachableError, inOrder, type Rpc, type RpcAnswer } from "../rpc.ts";

const PROCESS = fileURLToPath(new URL("./process.ts", import.meta.url));
const START_TIMEOUT_MS = 60_000;
const CALL_TIMEOUT_MS = 60_000;
const END_TIMEOUT_MS = 5_000;

const message = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ id: z.number(), answers: z.array(z.custom<RpcAnswer>()) }),
]);

export type Connection = Rpc & {
  processId: () => number | undefined;
  isOpen: () => boolean;
  end: () => Promise<void>;
};

/** Starts the process. @param onEnded Told when it is gone, however that came. */
export async function openConnection(onEnded: () => void): Promise<Connection> {
  const child = fork(PROCESS, { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [] });
  const waiting = new Map<
    number,
    { resolve: (answers: RpcAnswer[]) => void; reject: () => void }
  >();
  let nextId = 0;
  let isReady = false;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    const limit = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new ChainUnreachableError("The embedded chain did not start."));
    }, START_TIMEOUT_MS);
    child.on("message", (received) => {
      const parsed = message.parse(received);
      if ("ready" in parsed) {
        clearTimeout(limit);
        isReady = true;
        resolve();
        return;
      }
      waiting.get(parsed.id)?.resolve(parsed.answers);
      waiting.delete(parsed.id);
    });
    child.once("exit", () => {
      clearTimeout(limit);
      reject(new ChainUnreachableError("The embedded chain ended."));
      for (const one of waiting.values()) one.reject();
      waiting.clear();
      if (isReady) onEnded();
    });
    child.on("error", reject);
  });
  await ready;
  return {
    processId: () => child.pid,
    isOpen: () => isRunning(child),
    async end() {
      if (child.connected) child.disconnect();
      const limit = setTimeout(() => child.kill("SIGKILL"), END_TIMEOUT_MS);
      await ended;
      clearTimeout(limit);
    },
    async batch(calls) {
      const id = nextId++;
      const answers = await new Promise<RpcAnswer[]>((resolve, reject) => {
        const fail = () => {
          clearTimeout(limit);
          reject(new ChainUnreachableError("The embedded chain gave no answer."));
        };
        // A chain that hangs is as good as dead: it is ended and started anew.
        const limit = setTimeout(() => child.kill("SIGKILL"), CALL_TIMEOUT_MS);
        const done = (received: RpcAnswer[]) => {
          clearTimeout(limit);
          resolve(received);
        };
        waiting.set(id, { resolve: done, reject: fail });
        child.send({ id, calls }, (error) => {
          if (error === null) return;
          waiting.delete(id);
          fail();
        });
      });
      return inOrder(answers, calls.length);
    },
  };
}

function isRunning(child: ChildProcess): boolean {
  return child.connected && child.exitCode === null && child.signalCode === null;
}
