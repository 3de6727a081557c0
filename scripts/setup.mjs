// Makes a fresh clone ready and then starts the real task. Plain JavaScript without dependencies, because it runs
// before anything is installed and under whichever Node the machine has; it must never do the task's own work.
import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildWhatChanged } from "./setup/builds.mjs";
import { exitCodeOf, forwardSignals, runInherited, stopIfAsked } from "./setup/child.mjs";
import { ensureDebianPackages } from "./setup/debian.mjs";
import { explainError, Interrupted, SetupFailure } from "./setup/failure.mjs";
import { withLock } from "./setup/lock.mjs";
import { installPackages, notesFolder, packagesAreCurrent } from "./setup/packages.mjs";
import { createProgress } from "./setup/progress.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What each task needs before it starts, and the npm script that is the task. */
const TASKS = {
  demo: { builds: ["contracts", "web"], script: "demo:run" },
  "bench:gas": { builds: ["contracts"], script: "bench:gas:run" },
  "bench:pay": { builds: ["contracts"], script: "bench:pay:run" },
  "bench:screens": {
    builds: ["contracts", "web"],
    script: "bench:screens:run",
    testPrograms: true,
  },
  "bench:payouts": { builds: ["contracts"], script: "bench:payouts:run" },
  "bench:lighthouse": {
    builds: ["contracts", "web"],
    script: "bench:lighthouse:run",
    testPrograms: true,
  },
  "bench:activate": {
    builds: ["contracts", "web"],
    script: "bench:activate:run",
    testPrograms: true,
  },
  "bench:import": { builds: ["contracts", "web"], script: "bench:import:run", testPrograms: true },
  "bench:desk": {
    builds: ["contracts"],
    script: "bench:desk:run",
    testPrograms: { chromium: false, postgres: true },
  },
  crash: { builds: ["contracts"], script: "crash:run" },
  screens: { builds: ["contracts", "web"], script: "screens:run", testPrograms: true },
  // The test runner has the builds made itself, so that a failed one counts as a failed test.
  test: { builds: [], script: "test:run", testPrograms: true },
  build: { builds: ["contracts", "web"] },
  "build:contracts": { builds: ["contracts"] },
  "build:web": { builds: ["web"] },
};

const [taskName = "", ...args] = process.argv.slice(2);
const task = Object.hasOwn(TASKS, taskName) ? TASKS[taskName] : undefined;
const progress = createProgress(args.includes("--json") ? process.stderr : process.stdout, {
  heading: task?.script !== undefined,
});

forwardSignals();
process.exitCode = await main();

async function main() {
  if (task === undefined) {
    process.stderr.write(`usage: node scripts/setup.mjs ${Object.keys(TASKS).join("|")} [args]\n`);
    return 2;
  }
  try {
    await setUp();
    if (task.script === undefined) return 0;
    // A new `npm run`: it finds the Node in node_modules/.bin, which this process and its shell may not be.
    const command = ["npm", "run", "--silent", task.script, "--", ...args];
    return await runInherited(command, { cwd: root, env: taskEnvironment() });
  } catch (error) {
    return reportFailure(error);
  }
}

async function setUp() {
  checkWritable();
  mkdirSync(notesFolder(root), { recursive: true });
  const onWait = (pid) =>
    progress.note(`Another command is setting up (process ${pid}); waiting …`);
  await withLock(join(notesFolder(root), "lock"), onWait, async () => {
    if (!packagesAreCurrent(root)) {
      await progress.step("packages", (setDetail) => installPackages(root, setDetail));
    }
    stopIfAsked();
    if (task.testPrograms) {
      const wanted = task.testPrograms === true ? testProgramsFor(args) : task.testPrograms;
      await ensureDebianPackages({ root, wanted, progress });
    }
    await buildWhatChanged({ root, names: task.builds, progress });
    stopIfAsked();
  });
}

/** `npm test -- lint` needs no browser; no suite named means all of them. */
function testProgramsFor(suites) {
  const includes = (...names) => suites.length === 0 || names.some((name) => suites.includes(name));
  return {
    chromium: includes("browser", "scripts"),
    postgres: includes("server", "scripts", "browser"),
  };
}

function checkWritable() {
  try {
    accessSync(root, constants.W_OK);
  } catch (error) {
    throw new SetupFailure(explainError(error) ?? String(error));
  }
}

/** Hardhat would otherwise ask about, and send, usage statistics. */
function taskEnvironment() {
  return { ...process.env, HARDHAT_DISABLE_TELEMETRY: "true" };
}

function reportFailure(error) {
  if (error instanceof Interrupted) return exitCodeOf(error.signal);
  const sentence = error instanceof SetupFailure ? error.message : explainError(error);
  process.stderr.write(`\n${sentence ?? error.stack}\n`);
  // Whoever reads the last line of the tests gets one, also when they could not start.
  if (taskName === "test") process.stdout.write("0 passed, 1 failed, 0 skipped\n");
  return 1;
}
