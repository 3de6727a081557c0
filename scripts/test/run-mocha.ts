// Runs test files with Mocha in this process: `node run-mocha.ts [--grep PATTERN] FILE…`; ends when they are done,
// also when a test left something open.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import Mocha from "mocha";
import { writeCounts } from "./counts.ts";
import { countingReporter } from "./reporter.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: "string" } },
});
const { counts, Reporter } = countingReporter();
const settings = JSON.parse(readFileSync(new URL("../../.mocharc.json", import.meta.url), "utf8"));
const mocha = new Mocha({
  ...settings,
  reporter: Reporter,
  ...(values.grep === undefined ? {} : { grep: values.grep }),
});
for (const file of positionals) mocha.addFile(resolve(file));
await mocha.loadFilesAsync();
mocha.run((failures) => {
  writeCounts(counts);
  process.exit(failures > 0 ? 1 : 0);
});
