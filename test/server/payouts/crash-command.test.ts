// A short run of `npm run crash`: real processes are killed, and every cent is where it belongs.
import { spawn } from "node:child_process";
import { expect } from "chai";

const MINUTES = 60_000;

function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["scripts/crash.ts", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString("utf8");
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

describe("crash", () => {
  it("ends with zeros after six kills", async () => {
    const { code, output } = await run("--kills", "6", "--seed", "7");

    const last = output.trimEnd().split("\n").at(-1) ?? "";
    expect(last, output).to.match(
      /^kills 6, payouts [1-9]\d*, paid twice 0, lost 0, unknown 0, difference 0$/,
    );
    expect(code).to.equal(0);
  }).timeout(6 * MINUTES);

  it("says how it is used when the number of kills is none", async () => {
    const { code, output } = await run("--kills", "many");
    expect(code).to.equal(2);
    expect(output).to.include("Usage: npm run crash");
  }).timeout(MINUTES);
});
