// Runs test files with Mocha in this process, one after the other: `node run-mocha.ts [--grep PATTERN] FILE…`, or, without
// FILE, those that its parent sends. Ends when they are done, also when a test left something open.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import Mocha from "mocha";
import { endAll } from "../../test/helpers/at-end.ts";
import { addCounts, type Counts, oneFailure, writeCounts } from "./counts.ts";
import { countingReporter } from "./reporter.ts";

/** From the parent: a file to run now, or no more files. Each is answered with its counts. */
export type Order = { file: string | null };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: "string" } },
});
const settings = JSON.parse(readFileSync(new URL("../../.mocharc.json", import.meta.url), "utf8"));

if (positionals.length > 0) await runGiven(positionals);
else takeOrders();

async function runGiven(files: readonly string[]): Promise<void> {
  const all: Counts[] = [];
  for (const file of files) all.push(await runFile(file));
  const counts = addCounts([...all, await finish()]);
  writeCounts(counts);
  process.exit(counts.failed > 0 ? 1 : 0);
}

function takeOrders(): void {
  let failed = 0;
  let isDone = false;
  // The parent lets go when it has the last counts.
  process.on("disconnect", () => process.exit(isDone && failed === 0 ? 0 : 1));
  process.on("message", async ({ file }: Order) => {
    const counts = await (file === null ? finish() : runFile(file));
    failed += counts.failed;
    isDone = file === null;
    process.send?.(counts);
  });
}

/** A Mocha for each file: what a file's root has, such as hooks, is that file's alone. */
async function runFile(file: string): Promise<Counts> {
  const { counts, Reporter } = countingReporter();
  const mocha = new Mocha({
    ...settings,
    reporter: Reporter,
    ...(values.grep === undefined ? {} : { grep: values.grep }),
  });
  console.log(`\n${file}`);
  mocha.addFile(resolve(file));
  await mocha.loadFilesAsync();
  await new Promise<void>((done) => {
    mocha.run(() => done());
  });
  // Its listeners on the process go with it.
  mocha.dispose();
  return counts;
}

async function finish(): Promise<Counts> {
  const reasons = await endAll();
  for (const reason of reasons) console.log(reason);
  const failures = reasons.map((reason) => oneFailure(`at the end: ${reason.split("\n")[0]}`));
  return addCounts(failures);
}
