// Starts and ends the processes of the demonstration; none of them may outlive it.
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export type Running = {
  name: string;
  child: ChildProcess;
  /** The last line that it wrote to standard error: its own word on why it ended. */
  lastWords: () => string;
  stop: () => Promise<void>;
};

const LAST_WORDS_LENGTH = 2_000;
const STOP_LIMIT_MS = 15_000;

/** Starts a Node script; its output goes to a log file, whose last lines are shown when it dies. */
export function startProcess(given: {
  name: string;
  script: string;
  args?: readonly string[];
  env?: Record<string, string>;
  logFile: string;
}): Running {
  mkdirSync(dirname(given.logFile), { recursive: true });
  const log = createWriteStream(given.logFile, { flags: "a" });
  const child = spawn(process.execPath, [given.script, ...(given.args ?? [])], {
    env: { ...process.env, ...given.env },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: Ctrl-C reaches the demonstration alone, which then ends the others in order.
    detached: true,
  });
  // Whatever way the demonstration ends, this process ends with it.
  process.once("exit", () => child.kill("SIGKILL"));
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  let words = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    words = (words + chunk.toString("utf8")).slice(-LAST_WORDS_LENGTH);
  });
  // A stack's frames say nothing to whoever started it; the line before them does.
  const lastWords = () => {
    const lines = words.split("\n").map((line) => line.trim());
    return lines.findLast((line) => line !== "" && !line.startsWith("at ")) ?? "";
  };
  return { name: given.name, child, lastWords, stop: () => stopProcess(child) };
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const limit = AbortSignal.timeout(STOP_LIMIT_MS);
  const tooLate = new Promise((resolve) =>
    limit.addEventListener("abort", resolve, { once: true }),
  );
  await Promise.race([ended, tooLate]);
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
}

/** Waits until a URL answers 2xx. @throws {Error} when the process ends or the time is up. */
export async function waitUntilReady(given: {
  running: Running;
  url: string;
  limitMs: number;
  logFile: string;
}): Promise<void> {
  const deadline = Date.now() + given.limitMs;
  const { child, name } = given.running;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      const words = given.running.lastWords() || "it didn't say why.";
      throw new Error(`${name} could not start: ${words}\n  More in ${given.logFile}`);
    }
    if (await answers(given.url)) return;
    await delay(100);
  }
  throw new Error(`${name} was not ready within ${given.limitMs / 1000} s; see ${given.logFile}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch (cause) {
    // Not listening yet: fetch fails with a TypeError or, when slow, a time-out; anything else is a fault of ours.
    if (
      cause instanceof TypeError ||
      (cause instanceof DOMException && cause.name === "TimeoutError")
    ) {
      return false;
    }
    throw cause;
  }
}

/** Whether a port on 127.0.0.1 is free, by trying it. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
