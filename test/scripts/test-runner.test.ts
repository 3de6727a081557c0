// Checks `scripts/test.ts` from outside: a runner that miscounts hides every other defect.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { eventually } from "../helpers/eventually.ts";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const COPIED = ["scripts/test", "scripts/test.ts", "test/helpers", ".mocharc.json"];

/** A dead process that nobody collected does not run; in some containers nobody ever does. */
function isRunning(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

type Outcome = { code: number | null; lines: string[]; lastLine: string };

describe("test runner", function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "kindpakket-runner-"));
    for (const path of COPIED) {
      cpSync(join(REPOSITORY, path), join(folder, path), { recursive: true });
    }
    symlinkSync(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
    write("package.json", JSON.stringify({ type: "module", scripts: { "check:types": "false" } }));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(path: string, content: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }

  function run(args: string[], environment: NodeJS.ProcessEnv = {}): Outcome {
    const { status, stdout } = spawnSync(process.execPath, ["scripts/test.ts", ...args], {
      cwd: folder,
      env: { ...process.env, ...environment },
      encoding: "utf8",
    });
    const lines = stdout.trimEnd().split("\n");
    return { code: status, lines, lastLine: lines.at(-1) ?? "" };
  }

  it("counts what passed, failed and was skipped, and names what failed", () => {
    write(
      "test/scripts/some.test.ts",
      `describe("sums", () => {
        it("adds", () => {});
        it("subtracts", () => { throw new Error("wrong"); });
        it.skip("divides", () => {});
      });`,
    );
    const { code, lines, lastLine } = run(["scripts"]);
    expect(lastLine).to.equal("1 passed, 1 failed, 1 skipped");
    expect(lines).to.include("  ✗ sums › subtracts");
    expect(code).to.equal(1);
  });

  it("passes when all passed", () => {
    write("test/scripts/some.test.ts", `it("adds", () => {});`);
    const { code, lastLine } = run(["scripts"]);
    expect(lastLine).to.equal("1 passed, 0 failed, 0 skipped");
    expect(code).to.equal(0);
  });

  it("counts a hook that failed", () => {
    write(
      "test/scripts/some.test.ts",
      `describe("sums", () => {
        before(() => { throw new Error("no chalk"); });
        it("adds", () => {});
      });`,
    );
    expect(run(["scripts"]).lastLine).to.equal("0 passed, 1 failed, 0 skipped");
  });

  it("counts a suite that crashed as failed", () => {
    write("test/scripts/some.test.ts", `import "./absent.ts"; it("adds", () => {});`);
    const { lines, lastLine } = run(["scripts"]);
    expect(lastLine).to.equal("0 passed, 1 failed, 0 skipped");
    expect(lines).to.include(
      "  ✗ scripts: test/scripts/some.test.ts ended with exit code 1 before it counted",
    );
  });

  it("counts a suite without files as failed", () => {
    const { lines, lastLine } = run(["scripts"]);
    expect(lastLine).to.equal("0 passed, 1 failed, 0 skipped");
    expect(lines).to.include("  ✗ scripts: there is no test/scripts/**/*.test.ts");
  });

  it("counts a suite without tests as failed", () => {
    write("test/scripts/some.test.ts", "export {};");
    const { lines, lastLine } = run(["scripts"]);
    expect(lastLine).to.equal("0 passed, 1 failed, 0 skipped");
    expect(lines).to.include("  ✗ scripts: its files hold no test");
  });

  it("counts a check that knows only right and wrong as one test", () => {
    expect(run(["types"]).lastLine).to.equal("0 passed, 1 failed, 0 skipped");
  });

  it("says why a suite can't run here, and counts it as skipped", () => {
    write("test/e2e/some.test.ts", `it("opens", () => {});`);
    const { lines, lastLine } = run(["browser"], { CHROME_PATH: "/nowhere/chromium" });
    expect(lines.join("\n")).to.contain("Chromium is not here: install Debian's `chromium`");
    expect(lastLine).to.match(/, 1 skipped$/);
  });

  it("fails for a test file that no suite runs", () => {
    write("test/scripts/some.test.ts", `it("adds", () => {});`);
    write("test/elsewhere/lost.test.ts", `it("is never run", () => {});`);
    const { code, lines, lastLine } = run(["scripts"]);
    expect(lines).to.include("  ✗ test/elsewhere/lost.test.ts is in no suite");
    expect(lastLine).to.equal("1 passed, 1 failed, 0 skipped");
    expect(code).to.equal(1);
  });

  it("ends what a test left running, which would hold the output open", () => {
    write(
      "test/scripts/some.test.ts",
      `import { spawn } from "node:child_process";
      it("starts a server and forgets it", () => {
        const child = spawn("sleep", ["60"], { stdio: "inherit" });
        console.log("left " + child.pid);
      });`,
    );
    const { lines, lastLine } = run(["scripts"]);
    const left = Number(
      /^left (\d+)$/.exec(lines.find((line) => line.startsWith("left ")) ?? "")?.[1],
    );
    expect(lastLine).to.equal("1 passed, 0 failed, 0 skipped");
    expect(isRunning(left)).to.equal(false);
  });

  it("fails the file whose process died, by its name, and runs the others", () => {
    write("test/scripts/large.test.ts", `it("ends", () => process.exit(0)); //${"-".repeat(99)}`);
    write("test/scripts/small.test.ts", `it("adds", () => {});`);
    const { code, lines, lastLine } = run(["scripts"]);
    expect(lastLine).to.equal("1 passed, 1 failed, 0 skipped");
    expect(lines).to.include(
      "  ✗ scripts: test/scripts/large.test.ts ended with exit code 0 before it counted",
    );
    expect(code).to.equal(1);
  });

  it("shows what a file wrote in one piece", () => {
    for (const name of ["one", "two", "three"]) {
      write(
        `test/scripts/${name}.test.ts`,
        `it("talks", async () => {
          for (let turn = 0; turn < 5; turn++) {
            console.log("said by ${name}");
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        });`,
      );
    }
    const said = run(["scripts"]).lines.filter((line) => line.startsWith("said by "));
    expect(said).to.have.length(15);
    const changes = said.filter((line, index) => line !== said[index - 1]);
    expect(changes.toSorted()).to.deep.equal(["said by one", "said by three", "said by two"]);
  });

  it("ends what files share when the last has ended, and counts an end that fails", () => {
    write(
      "test/helpers/pot.ts",
      `import { atEnd } from "./at-end.ts";
      export const pot = { isWhole: true };
      atEnd(async () => {
        pot.isWhole = false;
        throw new Error("it broke");
      });`,
    );
    for (const name of ["one", "two"]) {
      write(
        `test/scripts/${name}.test.ts`,
        `import { pot } from "../helpers/pot.ts";
        it("has it", () => {
          if (!pot.isWhole) throw new Error("broken");
        });`,
      );
    }
    const { lines, lastLine } = run(["scripts"]);
    expect(lastLine).to.match(/^2 passed, [12] failed, 0 skipped$/);
    expect(lines).to.include("  ✗ at the end: Error: it broke");
  });

  it("ends its processes and runs no other file when it is told to stop", async function () {
    this.timeout(60_000);
    write(
      "test/scripts/a-large.test.ts",
      `import { writeFileSync } from "node:fs";
      it("waits", function (done) {
        this.timeout(60_000);
        writeFileSync("running", String(process.pid));
        setTimeout(done, 60_000);
      });`,
    );
    write("test/scripts/b.test.ts", `it("adds", () => {});`);
    const runner = spawn(process.execPath, ["scripts/test.ts", "scripts", "types"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "ignore"],
    });
    let said = "";
    runner.stdout.on("data", (chunk) => {
      said += chunk;
    });
    const closed = once(runner, "close");
    try {
      await eventually(() => existsSync(join(folder, "running")), 50_000);
    } finally {
      runner.kill("SIGTERM");
      await closed;
    }
    expect(said).to.contain("a-large.test.ts was ended by SIGTERM before it counted");
    expect(said.trimEnd().split("\n").at(-1)).to.match(/ failed, 0 skipped$/);
    expect(isRunning(Number(readFileSync(join(folder, "running"), "utf8")))).to.equal(false);
  });

  it("runs only the tests that --grep names", () => {
    write("test/scripts/some.test.ts", `it("adds", () => {}); it("subtracts", () => {});`);
    expect(run(["scripts", "--grep", "adds"]).lastLine).to.equal("1 passed, 0 failed, 0 skipped");
  });

  it("names the suites when asked for another", () => {
    const { code, lastLine } = run(["nonsense"]);
    expect(code).to.equal(2);
    expect(lastLine).to.equal("0 passed, 1 failed, 0 skipped");
  });
});
