// Kills the processes of a run and starts them again; only ones that the run itself started.
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Running } from "../demo/processes.ts";
import { BANK_NAME, SERVER_NAME, type Started } from "../demo/start.ts";

export type Target = "server" | "bank" | "chain";

export type Targets = {
  /** `kill -9` at once. @returns Whether it was running: only then was something killed. */
  kill: (target: Target) => Promise<boolean>;
  /** Resolves when server and bank answer again. */
  ready: () => Promise<void>;
};

const NAMES = { server: SERVER_NAME, bank: BANK_NAME } as const;
const STARTS = 5;

export function createTargets(given: { started: Started; running: Running[] }): Targets {
  const { started, running } = given;
  const starting = new Map<"server" | "bank", Promise<void>>();

  const take = (name: string): Running | undefined => {
    const index = running.findIndex((one) => one.name === name);
    return index === -1 ? undefined : running.splice(index, 1)[0];
  };
  const begin = (which: "server" | "bank") => {
    const again = which === "server" ? started.startServerAgain : started.startBankAgain;
    // A process that was killed while it started rejects; the blow has begun a new start by then.
    const attempt = again().catch(() => {});
    starting.set(which, attempt);
  };
  const end = async (one: Running) => {
    const gone = new Promise((resolve) => one.child.once("exit", resolve));
    one.child.kill("SIGKILL");
    if (one.child.exitCode === null && one.child.signalCode === null) await gone;
  };

  return {
    async kill(target) {
      if (target === "chain") {
        return killChain(running.find(({ name }) => name === SERVER_NAME));
      }
      const one = take(NAMES[target]);
      const isAlive =
        one !== undefined && one.child.exitCode === null && one.child.signalCode === null;
      if (one) await end(one);
      begin(target);
      return isAlive;
    },
    async ready() {
      for (let turn = 0; turn < STARTS; turn += 1) {
        await Promise.all(starting.values());
        for (const which of ["bank", "server"] as const) {
          const one = running.find(({ name }) => name === NAMES[which]);
          const isGone = !one || one.child.exitCode !== null || one.child.signalCode !== null;
          if (!isGone) continue;
          take(NAMES[which]);
          begin(which);
        }
        await Promise.all(starting.values());
        if (running.filter(({ child }) => child.exitCode === null).length >= 2) return;
        await delay(200);
      }
      throw new Error("server and bank could not be started again");
    },
  };
}

/** The embedded chain is the server's child; a server that is just starting may have none. */
function killChain(server: Running | undefined): boolean {
  const pid = server?.child.pid;
  if (pid === undefined) return false;
  let landed = false;
  for (const child of childrenOf(pid)) {
    if (!commandOf(child).includes("chain/embedded/process")) continue;
    try {
      process.kill(child, "SIGKILL");
      landed = true;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }
  return landed;
}

const readProc = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // The process is gone.
  }
};
const childrenOf = (pid: number): number[] =>
  readProc(`/proc/${pid}/task/${pid}/children`)
    .split(" ")
    .filter((text) => text.trim() !== "")
    .map(Number);
const commandOf = (pid: number): string => readProc(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
