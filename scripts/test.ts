// `npm test`: runs the suites in order, shows their output as it comes, and counts; it never hides a suite that could
// not run. The last line is for machines: `N passed, N failed, N skipped`.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { hasPostgres, POSTGRES_MISSING } from "../test/helpers/postgres.ts";
import { addCounts, type Counts, oneFailure } from "./test/counts.ts";
import { stopGroups, stopSignal } from "./test/group.ts";
import { runSuite } from "./test/run-suite.ts";
import { allSuites, type Build, forgottenFiles, type Suite } from "./test/suites.ts";

type Row = Counts & { name: string; seconds: number };

process.env.HARDHAT_DISABLE_TELEMETRY = "true";
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => stopGroups(signal));
}
process.exitCode = await main();

async function main(): Promise<number> {
  const suites = allSuites();
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: "string" } },
  });
  const unknown = positionals.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    const names = suites.map(({ name }) => name).join(", ");
    console.error(`There is no suite "${unknown.join('", "')}"; there are: ${names}.`);
    console.log("0 passed, 1 failed, 0 skipped");
    return 2;
  }
  const chosen = suites.filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  );
  if (!hasPostgres()) console.log(`${POSTGRES_MISSING} Tests that need it are skipped.`);

  const rows: Row[] = [];
  for (const build of buildsOf(chosen)) rows.push(await timed(`build ${build}`, () => make(build)));
  for (const suite of chosen) rows.push(await timed(suite.name, () => runWhenAble(suite, values)));
  const forgotten = forgottenFiles(suites);
  if (forgotten.length > 0) {
    const failures = forgotten.map((file) => `${file} is in no suite`);
    rows.push({
      name: "forgotten",
      passed: 0,
      failed: forgotten.length,
      skipped: 0,
      failures,
      seconds: 0,
    });
  }
  return report(rows);
}

async function runWhenAble(suite: Suite, { grep }: { grep?: string }): Promise<Counts> {
  const reason = suite.unable?.();
  if (reason === undefined) return await runSuite(suite, { grep });
  console.log(`${reason} The suite "${suite.name}" is skipped.`);
  return { passed: 0, failed: 0, skipped: 1, failures: [] };
}

async function timed(name: string, work: () => Promise<Counts> | Counts): Promise<Row> {
  const startedAt = Date.now();
  console.log(`\n── ${name} ${"─".repeat(Math.max(0, 60 - name.length))}`);
  const stoppedBy = stopSignal();
  const counts =
    stoppedBy === undefined ? await work() : oneFailure(`${name}: stopped by ${stoppedBy}`);
  return { name, ...counts, seconds: (Date.now() - startedAt) / 1_000 };
}

function buildsOf(suites: readonly Suite[]): Build[] {
  return [...new Set(suites.flatMap(({ builds }) => builds))];
}

function make(build: Build): Counts {
  const args = ["scripts/setup.mjs", `build:${build}`];
  const { status } = spawnSync(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) return oneFailure(`build ${build}: see above`);
  return { passed: 1, failed: 0, skipped: 0, failures: [] };
}

function report(rows: readonly Row[]): number {
  const total = addCounts(rows);
  if (total.failures.length > 0) {
    console.log("\nFailed:");
    for (const failure of total.failures) console.log(`  ✗ ${failure}`);
  }
  console.log(`\n${"suite".padEnd(18)}  passed  failed  skipped     time`);
  for (const { name, passed, failed, skipped, seconds } of rows) {
    const numbers = [
      String(passed).padStart(6),
      String(failed).padStart(6),
      String(skipped).padStart(7),
    ];
    console.log(
      `${name.padEnd(18)}  ${numbers.join("  ")}  ${`${seconds.toFixed(1)} s`.padStart(7)}`,
    );
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 ? 1 : 0;
}
