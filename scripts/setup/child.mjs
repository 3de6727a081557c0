// Starts other programs and passes signals on to them; never ends before the program it started has ended.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { Interrupted, SetupFailure } from "./failure.mjs";

const FORWARDED_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const CAPTURE_LIMIT_CHARACTERS = 200_000;

const PATIENCE_MS = 2_000;

/** @type {{ child: import("node:child_process").ChildProcess, impatient: boolean } | undefined} */
let running;
/** @type {NodeJS.Signals | undefined} */
let askedToStop;

/** From here on a signal goes to the running program, and this process ends after it. */
export function forwardSignals() {
  for (const signal of FORWARDED_SIGNALS) process.on(signal, () => passOn(signal));
}

function passOn(signal) {
  askedToStop = signal;
  const { child, impatient } = running ?? {};
  child?.kill(signal);
  // npm first finishes its install and then removes it: half a minute in which Ctrl-C seems dead.
  if (impatient && child?.pid !== undefined) setTimeout(endTree, PATIENCE_MS, child.pid).unref();
}

/** Ends a process and all that it started (where the system shows who started whom: Linux). */
function endTree(pid) {
  for (const child of childrenOf(pid)) endTree(child);
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended by itself
  }
}

function childrenOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8")
        .split(" ")
        .filter(Boolean)
        .map(Number),
    );
  } catch {
    return []; // gone meanwhile, or no /proc here
  }
}

/** Throws when a signal came in between two steps. */
export function stopIfAsked() {
  if (askedToStop !== undefined) throw new Interrupted(askedToStop);
}

/** The exit code a shell gives to a process ended by this signal. */
export function exitCodeOf(signal) {
  return 128 + (constants.signals[signal] ?? 0);
}

/**
 * Runs a program whose output this process reads (and shows to nobody).
 * @param {string[]} command
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, impatient?: boolean }} options impatient: on a signal the program
 *   gets little time to end; right for what can be done again, wrong for Debian's package manager
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function runCaptured([program, ...args], { cwd, env, impatient = true }) {
  let output = "";
  const code = await run([program, ...args], {
    cwd,
    env,
    impatient,
    stdio: ["ignore", "pipe", "pipe"],
    onOutput: (text) => {
      output = (output + text).slice(-CAPTURE_LIMIT_CHARACTERS);
    },
  });
  stopIfAsked();
  return { code, output };
}

/**
 * Runs a program that has the terminal to itself.
 * @param {string[]} command @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code
 */
export async function runInherited(command, { cwd, env }) {
  stopIfAsked();
  return await run(command, { cwd, env, stdio: "inherit" });
}

function run([program, ...args], { cwd, env = process.env, stdio, impatient = false, onOutput }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio });
    running = { child, impatient };
    child.stdout?.setEncoding("utf8").on("data", onOutput);
    child.stderr?.setEncoding("utf8").on("data", onOutput);
    child.once("error", (error) => {
      running = undefined;
      const missing = "code" in error && error.code === "ENOENT";
      reject(missing ? new SetupFailure(notFound(program)) : error);
    });
    child.once("close", (code, signal) => {
      running = undefined;
      resolve(signal === null ? code : exitCodeOf(signal));
    });
  });
}

function notFound(program) {
  return program === "npm" || program === "npx"
    ? "npm was not found: install it (on Debian: `apt-get install npm`) and run the command again."
    : `${program} was not found.`;
}
