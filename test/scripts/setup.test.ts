// Checks setup.mjs from outside, in a small project with an npm that plays success and every failure.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const FAKE_NPM = join(REPOSITORY, "test/scripts/fixtures/fake-npm.mjs");
const OLD_NODE = `data:text/javascript,${encodeURIComponent(
  'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } });',
)}`;

type Outcome = { code: number | null; stdout: string; stderr: string };

/** A project of two packages, `setup.mjs`, and nothing installed. */
class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "kindpakket-setup-"));

  constructor() {
    const manifest = { name: "small", devDependencies: { node: "24.21.0" } };
    const lock = { packages: { "": manifest, "node_modules/@nomicfoundation/edr": {} } };
    writeFileSync(this.path("package.json"), JSON.stringify(manifest));
    writeFileSync(this.path("package-lock.json"), JSON.stringify(lock));
    mkdirSync(this.path("bin"));
    for (const program of ["npm", "npx"]) {
      const script = `#!/bin/sh\nexec "${process.execPath}" "${this.path(`bin/${program}.mjs`)}" "$@"\n`;
      writeFileSync(this.path(`bin/${program}`), script);
      chmodSync(this.path(`bin/${program}`), 0o755);
      cpSync(FAKE_NPM, this.path(`bin/${program}.mjs`));
    }
    mkdirSync(this.path("scripts"));
    cpSync(join(REPOSITORY, "scripts/setup.mjs"), this.path("scripts/setup.mjs"));
    cpSync(join(REPOSITORY, "scripts/setup"), this.path("scripts/setup"), { recursive: true });
    // Nothing to build: these tests are about the install and the start.
    mkdirSync(this.path("artifacts"));
    writeFileSync(this.path("artifacts/built"), "");
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  start(args: string[], environment: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
    const { npm_config_loglevel: _, ...inherited } = process.env;
    const env = { ...inherited, PATH: `${this.path("bin")}:/usr/bin:/bin`, ...environment };
    return spawn(process.execPath, [this.path("scripts/setup.mjs"), ...args], { env });
  }

  async run(args: string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    return await outcomeOf(this.start(args, environment));
  }

  calls(): string[] {
    if (!existsSync(this.path("calls.log"))) return [];
    return readFileSync(this.path("calls.log"), "utf8").trim().split("\n");
  }

  installs(): string[] {
    return this.calls().filter((call) => call.includes("npm install"));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

async function outcomeOf(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}

describe("setup", function () {
  this.timeout(30_000);
  let project: Project;

  beforeEach(() => {
    project = new Project();
  });

  afterEach(() => {
    project.remove();
  });

  it("installs, and then starts the task through a new npm with its arguments", async () => {
    const { code, stdout } = await project.run(["bench:gas", "--once", "a b"]);
    expect(code).to.equal(0);
    expect(stdout).to.match(/✓ packages {2}\d+\.\d s/);
    expect(stdout).to.contain("task bench:gas:run -- --once a b");
    expect(project.calls().at(0)).to.match(/^npm install --no-save /);
  });

  it("installs nothing when nothing changed", async () => {
    await project.run(["bench:gas"]);
    const { stdout } = await project.run(["bench:gas"]);
    expect(project.installs()).to.have.length(1);
    expect(stdout).to.equal("task bench:gas:run --\n");
  });

  it("installs again when the lock file changed", async () => {
    await project.run(["bench:gas"]);
    const lock = readFileSync(project.path("package-lock.json"), "utf8");
    writeFileSync(project.path("package-lock.json"), `${lock}\n`);
    await project.run(["bench:gas"]);
    expect(project.installs()).to.have.length(2);
  });

  it("installs again when a package is gone from node_modules", async () => {
    await project.run(["bench:gas"]);
    rmSync(project.path("node_modules/@nomicfoundation/edr"), { recursive: true });
    await project.run(["bench:gas"]);
    expect(project.installs()).to.have.length(2);
    expect(existsSync(project.path("node_modules/@nomicfoundation/edr"))).to.equal(true);
  });

  it("installs under the project's own Node when the machine's is too old for Hardhat", async () => {
    await project.run(["bench:gas"], { NODE_OPTIONS: `--import=${OLD_NODE}` });
    const [call] = project.installs();
    expect(call).to.match(/^npx --yes --package node@24\.21\.0 --call exec npm install /);
  });

  it("replaces a half-made node_modules that npm can't mend", async () => {
    mkdirSync(project.path("node_modules"));
    writeFileSync(project.path("node_modules/leftover"), "");
    const { code } = await project.run(["bench:gas"], { FAKE_INSTALL: "halfMade" });
    expect(code).to.equal(0);
    expect(project.installs()).to.have.length(2);
  });

  it("installs once when two commands start together", async () => {
    const slow = { FAKE_INSTALL: "slow" };
    const outcomes = await Promise.all([
      project.run(["bench:gas"], slow),
      project.run(["bench:gas"], slow),
    ]);
    expect(outcomes.map(({ code }) => code)).to.deep.equal([0, 0]);
    expect(outcomes.map(({ stdout }) => stdout).join()).to.match(/is setting up \(process \d+\)/);
    expect(project.installs()).to.have.length(1);
  });

  it("does not wait for a process that is gone", async () => {
    const gone = spawn("true");
    await once(gone, "close");
    mkdirSync(project.path("node_modules/.kindpakket"), { recursive: true });
    writeFileSync(project.path("node_modules/.kindpakket/lock"), String(gone.pid));
    expect((await project.run(["bench:gas"])).code).to.equal(0);
  });

  it("keeps stdout for the task alone with --json", async () => {
    const { stdout, stderr } = await project.run(["bench:gas", "--json"]);
    expect(stdout).to.equal("task bench:gas:run -- --json\n");
    expect(stderr).to.contain("✓ packages");
  });

  it("passes the task's exit code through", async () => {
    expect((await project.run(["bench:gas"], { FAKE_TASK: "7" })).code).to.equal(7);
  });

  it("passes a signal to the task and waits for its end", async () => {
    const child = project.start(["bench:gas"], { FAKE_TASK: "stay" });
    const outcome = outcomeOf(child);
    child.stdout.on("data", (chunk) => {
      if (String(chunk).includes("task runs")) child.kill("SIGTERM");
    });
    const { code, stdout } = await outcome;
    expect(stdout).to.contain("task got SIGTERM");
    expect(code).to.equal(9);
  });

  it("ends a running install on a signal, and leaves no lock", async () => {
    const child = project.start(["bench:gas"], { FAKE_INSTALL: "slow" });
    const outcome = outcomeOf(child);
    const waitForInstall = setInterval(() => {
      if (project.installs().length === 0) return;
      // Once: a second one, while a busy machine still cleans up, ends it at once, as it should.
      clearInterval(waitForInstall);
      child.kill("SIGINT");
    }, 20);
    const { code, stdout } = await outcome;
    clearInterval(waitForInstall);
    expect(code).to.equal(130);
    expect(stdout).not.to.contain("task");
    expect(existsSync(project.path("node_modules/.kindpakket/lock"))).to.equal(false);
  });

  const sentences: [string, RegExp][] = [
    ["unreachable", /^The npm registry can't be reached: .+\n {2}\(.*ENOTFOUND/],
    ["full", /^The disk is full: /],
    ["forbidden", /^No permission to write here: /],
  ];
  for (const [failure, sentence] of sentences) {
    it(`says in one sentence what is wrong: ${failure}`, async () => {
      const { code, stderr } = await project.run(["bench:gas"], { FAKE_INSTALL: failure });
      expect(code).to.equal(1);
      expect(stderr.trim()).to.match(sentence);
      expect(stderr).not.to.match(/\n\s+at /);
    });
  }

  it("says that npm is missing", async () => {
    rmSync(project.path("bin"), { recursive: true });
    const { code, stderr } = await project.run(["bench:gas"], { PATH: project.path("bin") });
    expect(code).to.equal(1);
    expect(stderr).to.contain("npm was not found: install it");
  });

  it("ends the tests with a count, also when they could not start", async () => {
    const { code, stdout } = await project.run(["test"], { FAKE_INSTALL: "unreachable" });
    expect(code).to.equal(1);
    expect(stdout.trim().split("\n").at(-1)).to.equal("0 passed, 1 failed, 0 skipped");
  });

  it("names the tasks when asked for another", async () => {
    const { code, stderr } = await project.run(["toString"]);
    expect(code).to.equal(2);
    for (const task of [
      "demo",
      "test",
      "bench:gas",
      "bench:pay",
      "bench:payouts",
      "crash",
      "screens",
    ]) {
      expect(stderr).to.match(new RegExp(`^usage: .*[ |]${task}[ |]`));
    }
  });
});
