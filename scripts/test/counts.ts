// What a suite counted, and the file through which its process tells the runner; never guessed from printed text.
import { readFileSync, writeFileSync } from "node:fs";

export type Counts = {
  passed: number;
  failed: number;
  skipped: number;
  /** The full titles of what failed, or the reason why nothing was counted. */
  failures: string[];
};

/** The environment variable with the path of the file that a suite's process leaves its counts in. */
export const COUNTS_FILE = "KINDPAKKET_TEST_COUNTS";

export function addCounts(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((total, { passed }) => total + passed, 0),
    failed: all.reduce((total, { failed }) => total + failed, 0),
    skipped: all.reduce((total, { skipped }) => total + skipped, 0),
    failures: all.flatMap(({ failures }) => failures),
  };
}

/** One failure that stands for a suite or step as a whole. */
export function oneFailure(reason: string): Counts {
  return { passed: 0, failed: 1, skipped: 0, failures: [reason] };
}

export function writeCounts(counts: Counts): void {
  const path = process.env[COUNTS_FILE];
  if (path === undefined)
    throw new Error(`${COUNTS_FILE} is not set: start this with \`npm test\``);
  writeFileSync(path, JSON.stringify(counts));
}

/** The counts left in the file, or undefined when the process ended before it wrote them. */
export function readCounts(path: string): Counts | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined; // the caller reports the crash; there is nothing to add
  }
}
