// Runs one suite in processes of its own and gives back its counts; leaves none of those processes behind.
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { addCounts, COUNTS_FILE, type Counts, oneFailure, readCounts } from "./counts.ts";
import { describeEnd, type Ended, startGroup } from "./group.ts";
import { runQueue } from "./run-queue.ts";
import type { Suite } from "./suites.ts";

type Options = { grep: string | undefined };
type Run = Options & { folder: string };

export async function runSuite(suite: Suite, options: Options): Promise<Counts> {
  if (suite.files === undefined) return await runChecks(suite);
  const lost = (suite.unmatched ?? []).map((pattern) =>
    oneFailure(`${suite.name}: there is no ${pattern}`),
  );
  if (suite.files.length === 0) return addCounts(lost);
  const folder = mkdtempSync(join(tmpdir(), "kindpakket-test-"));
  try {
    return addCounts([...lost, await runFiles(suite, { ...options, folder })]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Commands that know only right and wrong: together one test. */
async function runChecks(suite: Suite): Promise<Counts> {
  const problems: string[] = [];
  for (const command of suite.commands) {
    const ended = await runOne(suite, { command, env: process.env });
    if (ended.code !== 0) problems.push(`${command.at(-1)} ${describeEnd(ended)}`);
  }
  if (problems.length > 0) return oneFailure(`${suite.name}: ${problems.join(", ")}`);
  return { passed: 1, failed: 0, skipped: 0, failures: [] };
}

async function runFiles(suite: Suite, options: Run): Promise<Counts> {
  const counts = await (suite.processes === undefined
    ? runTogether(suite, options)
    : runInQueue(suite, options));
  const ranNothing = counts.passed + counts.failed + counts.skipped === 0;
  if (ranNothing && options.grep === undefined) {
    return oneFailure(`${suite.name}: its files hold no test`);
  }
  return counts;
}

async function runInQueue(suite: Suite, options: Run): Promise<Counts> {
  return await runQueue({
    name: suite.name,
    command: runnerOf(suite, options),
    files: suite.files ?? [],
    processes: Math.min(suite.processes ?? 1, availableParallelism()),
    deadline: deadlineOf(suite),
    folder: options.folder,
  });
}

/** All files in one process. */
async function runTogether(suite: Suite, options: Run): Promise<Counts> {
  const countsFile = join(options.folder, "counts.json");
  const ended = await runOne(suite, {
    command: [...runnerOf(suite, options), ...(suite.files ?? [])],
    env: { ...process.env, [COUNTS_FILE]: countsFile },
  });
  const counts = readCounts(countsFile);
  if (counts === undefined)
    return oneFailure(`${suite.name}: ${describeEnd(ended)} before it counted`);
  if (ended.code !== 0 && counts.failed === 0) {
    return addCounts([counts, oneFailure(`${suite.name}: ${describeEnd(ended)}`)]);
  }
  return counts;
}

function runnerOf(suite: Suite, { grep }: Options): string[] {
  const [runner = []] = suite.commands;
  return grep === undefined ? runner : [...runner, "--grep", grep];
}

/** Shows its output as it comes. */
async function runOne(
  suite: Suite,
  given: { command: string[]; env: NodeJS.ProcessEnv },
): Promise<Ended> {
  const stdio = ["ignore", "inherit", "inherit"] as const;
  return await startGroup({ ...given, stdio: [...stdio], deadline: deadlineOf(suite) }).ended;
}

const deadlineOf = ({ limitMinutes }: Suite) => Date.now() + limitMinutes * 60_000;
