// Starts other programs and passes signals on to them; never ends before the program it started has ended.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { Interrupted, SetupFailure } from "./failure.mjs";

const FORWARDED_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const CAPTURE_LIMIT_CHARACTERS = 200_000;

/** @type {import("node:child_process").ChildProcess | undefined} */
let running;
/** @type {NodeJS.Signals | undefined} */
let askedToStop;

/** From here on a signal goes to the running program, and this process ends after it. */
export function forwardSignals() {
  for (const signal of FORWARDED_SIGNALS) {
    process.on(signal, () => {
      askedToStop = signal;
      running?.kill(signal);
    });
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
 * @param {string[]} command @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function runCaptured([program, ...args], { cwd, env }) {
  let output = "";
  const code = await run([program, ...args], {
    cwd,
    env,
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

function run([program, ...args], { cwd, env = process.env, stdio, onOutput }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio });
    running = child;
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
