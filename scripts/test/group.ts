// Starts commands in process groups of their own and ends them with all that they started: servers that a broken test left
// behind must not outlive it, and one that kept our output open would keep whoever reads it waiting.
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";

const END_GRACE_MS = 3_000;

export type Ended = { code: number | null; signal: NodeJS.Signals | null; tookTooLong: boolean };

export type Group = {
  child: ChildProcess;
  /** Resolves when the command and all that it started are gone. */
  ended: Promise<Ended>;
};

/** The groups that run now, for signals that come in meanwhile. */
const running = new Set<number>();
let stoppedBy: NodeJS.Signals | undefined;

/** Gives a signal that ends us to what runs; from now on nothing more is to be started. */
export function stopGroups(signal: NodeJS.Signals): void {
  stoppedBy = signal;
  for (const group of running) signalGroup(group, signal);
}

/** The signal that ended everything, when one did. */
export function stopSignal(): NodeJS.Signals | undefined {
  return stoppedBy;
}

/**
 * @param given.command Arguments for Node or, starting with `npm`, for npm.
 * @param given.deadline When it is ended for taking too long, as a time of `Date.now()`.
 */
export function startGroup(given: {
  command: readonly string[];
  deadline: number;
  env: NodeJS.ProcessEnv;
  stdio: StdioOptions;
}): Group {
  const { env, stdio } = given;
  const [first = "", ...rest] = given.command;
  const [program, args] = first === "npm" ? ["npm", rest] : [process.execPath, [first, ...rest]];
  const child = spawn(program, args, { stdio, detached: true, env });
  const group = child.pid;
  if (group !== undefined) running.add(group);
  return { child, ended: waitFor(child, given.deadline) };
}

export function describeEnd({ code, signal, tookTooLong }: Ended): string {
  if (tookTooLong) return "took too long";
  return signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
}

async function waitFor(child: ChildProcess, deadline: number): Promise<Ended> {
  const group = child.pid;
  let tookTooLong = false;
  const limit = setTimeout(() => {
    tookTooLong = true;
    if (group !== undefined) void endGroup(group);
  }, deadline - Date.now());
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve({ code, signal, tookTooLong }));
    });
  } finally {
    clearTimeout(limit);
    if (group !== undefined) {
      await endGroup(group);
      running.delete(group);
    }
  }
}

/**
 * Asks the group to end, waits a little, and then ends it. Not for ever: in a container whose first process collects
 * no dead ones, a group that has ended stays visible.
 */
async function endGroup(group: number): Promise<void> {
  const startedAt = Date.now();
  signalGroup(group, "SIGTERM");
  while (signalGroup(group, 0) && Date.now() - startedAt < 2 * END_GRACE_MS) {
    if (Date.now() - startedAt > END_GRACE_MS) signalGroup(group, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** False when the group has no process any more. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false; // ESRCH: all of them have ended
  }
}
