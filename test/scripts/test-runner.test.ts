// Checks `scripts/test.ts` from outside: a runner that miscounts hides every other defect.
import { spawnSync } from "node:child_process";
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
    expect(lines).to.include("  ✗ scripts: ended with exit code 1 before it counted");
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
