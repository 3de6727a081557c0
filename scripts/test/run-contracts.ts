// Runs the Solidity tests and then the Mocha tests of the contracts, both through Hardhat, in this process:
// `node run-contracts.ts [--grep PATTERN] FILE…`, files ending in .sol or .ts.
import { parseArgs } from "node:util";
import hre from "hardhat";
import { z } from "zod";
import { addCounts, type Counts, oneFailure, writeCounts } from "./counts.ts";
import { countingReporter } from "./reporter.ts";

/** What Hardhat's task gives back; it leaves the type open. */
const Suites = z.object({
  suiteResults: z.array(
    z.object({
      id: z.object({ name: z.string() }),
      testResults: z.array(
        z.object({ name: z.string(), status: z.enum(["Success", "Failure", "Skipped"]) }),
      ),
    }),
  ),
});
const SolidityRun = z.object({
  success: z.boolean(),
  value: Suites.optional(),
  error: Suites.optional(),
});

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: "string" } },
});
const solidityFiles = positionals.filter((file) => file.endsWith(".sol"));
const mochaFiles = positionals.filter((file) => file.endsWith(".ts"));

const all: Counts[] = [];
if (solidityFiles.length > 0) all.push(await runSolidity(solidityFiles));
if (mochaFiles.length > 0) all.push(await runMocha(mochaFiles));
const counts = addCounts(all);
writeCounts(counts);
process.exit(counts.failed > 0 ? 1 : 0);

async function runSolidity(testFiles: string[]): Promise<Counts> {
  // Naming test files compiles those alone; the runner knows whom to let act in an invariant by the artifacts of its helpers.
  await hre.tasks.getTask("build").run({ quiet: true });
  const task = hre.tasks.getTask(["test", "solidity"]);
  const { success, value, error } = SolidityRun.parse(
    await task.run({ testFiles, grep: values.grep }),
  );
  const tests = (value ?? error)?.suiteResults.flatMap(({ id, testResults }) =>
    testResults.map(({ name, status }) => ({ title: `${id.name} › ${name}`, status })),
  );
  if (tests === undefined) return oneFailure("Hardhat ran no Solidity test");
  const failures = tests.filter(({ status }) => status === "Failure").map(({ title }) => title);
  const counts: Counts = {
    passed: tests.filter(({ status }) => status === "Success").length,
    failed: failures.length,
    skipped: tests.filter(({ status }) => status === "Skipped").length,
    failures,
  };
  const brokeOff = !success && failures.length === 0;
  return brokeOff ? addCounts([counts, oneFailure("Hardhat's Solidity tests broke off")]) : counts;
}

async function runMocha(testFiles: string[]): Promise<Counts> {
  const { counts, Reporter } = countingReporter();
  Object.assign(hre.config.test.mocha, { reporter: Reporter });
  // The Solidity run above has just compiled everything.
  const noCompile = solidityFiles.length > 0;
  await hre.tasks.getTask(["test", "mocha"]).run({ testFiles, noCompile, grep: values.grep });
  return counts;
}
