// Runs one suite in processes of its own and gives back its counts; leaves none of those processes behind.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addCounts, COUNTS_FILE, type Counts, oneFailure, readCounts } from "./counts.ts";
import type { Suite } from "./suites.ts";

const END_GRACE_MS = 3_000;

type Ended = { code: number | null; signal: NodeJS.Signals | null; tookTooLong: boolean };

/** The process group that runs now, for signals that come in meanwhile. */
let runningGroup: number | undefined;

export function signalRunningSuite(signal: NodeJS.Signals): void {
  if (runningGroup !== undefined) signalGroup(runningGroup, signal);
}

export async function runSuite(
  suite: Suite,
  options: { grep: string | undefined },
): Promise<Counts> {
  if (suite.files === undefined) return await runChecks(suite);
  const lost = (suite.unmatched ?? []).map((pattern) =>
    oneFailure(`${suite.name}: there is no ${pattern}`),
  );
  if (suite.files.length === 0) return addCounts(lost);
  const folder = mkdtempSync(join(tmpdir(), "kindpakket-test-"));
  try {
    const countsFile = join(folder, "counts.json");
    return addCounts([...lost, await runFiles(suite, { ...options, countsFile })]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Commands that know only right and wrong: together one test. */
async function runChecks(suite: Suite): Promise<Counts> {
  const problems: string[] = [];
  for (const command of suite.commands) {
    const ended = await runInGroup({ command, limitMinutes: suite.limitMinutes, env: process.env });
    if (ended.code !== 0) problems.push(`${command.at(-1)} ${describe(ended)}`);
  }
  if (problems.length > 0) return oneFailure(`${suite.name}: ${problems.join(", ")}`);
  return { passed: 1, failed: 0, skipped: 0, failures: [] };
}

async function runFiles(
  suite: Suite,
  { grep, countsFile }: { grep: string | undefined; countsFile: string },
): Promise<Counts> {
  const [runner = []] = suite.commands;
  const selection = grep === undefined ? [] : ["--grep", grep];
  const ended = await runInGroup({
    command: [...runner, ...selection, ...(suite.files ?? [])],
    limitMinutes: suite.limitMinutes,
    env: { ...process.env, [COUNTS_FILE]: countsFile },
  });
  const counts = readCounts(countsFile);
  if (counts === undefined)
    return oneFailure(`${suite.name}: ${describe(ended)} before it counted`);
  if (ended.code !== 0 && counts.failed === 0) {
    return addCounts([counts, oneFailure(`${suite.name}: ${describe(ended)}`)]);
  }
  const ranNothing = counts.passed + counts.failed + counts.skipped === 0;
  if (ranNothing && grep === undefined) return oneFailure(`${suite.name}: its files hold no test`);
  return counts;
}

function describe({ code, signal, tookTooLong }: Ended): string {
  if (tookTooLong) return "took too long";
  return signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
}

/**
 * Runs a command in a process group of its own, so that servers a broken test left behind can be ended with it; one
 * that kept our output open would otherwise keep whoever reads it waiting.
 */
async function runInGroup(options: {
  command: string[];
  limitMinutes: number;
  env: NodeJS.ProcessEnv;
}): Promise<Ended> {
  const [first = "", ...rest] = options.command;
  const [program, args] = first === "npm" ? ["npm", rest] : [process.execPath, options.command];
  const child = spawn(program, args, {
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
    env: options.env,
  });
  const group = child.pid;
  runningGroup = group;
  let tookTooLong = false;
  const limit = setTimeout(() => {
    tookTooLong = true;
    if (group !== undefined) void endGroup(group);
  }, options.limitMinutes * 60_000);

  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve({ code, signal, tookTooLong }));
    });
  } finally {
    clearTimeout(limit);
    if (group !== undefined) await endGroup(group);
    runningGroup = undefined;
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
