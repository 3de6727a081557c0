// The sandbox as a process: started, told to stop, and killed in the middle of payments.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { SubmitResult } from "../../../server/bank/bank.ts";
import { createBunqBank } from "../../../server/bank/bunq/adapter.ts";
import { systemClock } from "../../../server/bank/clock.ts";
import { apiKey, MemoryStore, order, outgoing, payoutId, unlimited } from "./bench.ts";

const main = new URL("../../../server/bank/bunq/sandbox/main.ts", import.meta.url).pathname;

describe("bunq sandbox process", () => {
  let folder: string;
  const running: ChildProcess[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "process-"));
  });
  afterEach(async () => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
    await rm(folder, { recursive: true });
  });

  function run(...more: string[]): ChildProcess {
    const books = join(folder, "books.jsonl");
    const args = [main, "--books", books, "--api-key", apiKey, "--no-rate-limits", ...more];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    running.push(child);
    return child;
  }

  async function outputUntil(child: ChildProcess, pattern: RegExp): Promise<string> {
    let text = "";
    for await (const chunk of child.stdout!) {
      text += chunk;
      const [, found] = pattern.exec(text) ?? [];
      if (found !== undefined) return found;
    }
    throw new Error(`Ended without ${pattern}: ${text}`);
  }

  const startedAt = (child: ChildProcess) => outputUntil(child, /(http:\/\/127\.0\.0\.1:\d+) /);

  async function ending(child: ChildProcess): Promise<{ code: number | null; errors: string }> {
    let errors = "";
    child.stderr!.on("data", (chunk) => {
      errors += chunk;
    });
    const [code] = await once(child, "close");
    return { code: code as number | null, errors };
  }

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`ends cleanly on ${signal}`, async () => {
      const child = run("--port", "0");
      await startedAt(child);
      const end = ending(child);
      child.kill(signal);
      expect(await end).to.deep.equal({ code: 0, errors: "" });
    });
  }

  it("says in one sentence that its port is in use", async () => {
    const { port } = new URL(await startedAt(run("--port", "0")));
    const { code, errors } = await ending(run("--port", port));
    expect(code).to.equal(1);
    expect(errors).to.equal(
      `The sandbox bank can't start: Port ${port} is in use; choose another with --port.\n`,
    );
  });

  for (const [option, value] of [
    ["--port", "http"],
    ["--balance", "1e6"],
    ["--odd", "1"],
  ] as const) {
    it(`says what is wrong with ${option} ${value}`, async () => {
      const { code, errors } = await ending(run(option, value));
      expect(code).to.equal(1);
      expect(errors)
        .to.match(/^The sandbox bank can't start: .+\n$/)
        .and.to.include(option);
    });
  }

  it("keeps every accepted payment through kill -9, and pays each payout at most once", async () => {
    let child = run("--port", "0");
    const url = await startedAt(child);
    const bank = createBunqBank({
      baseUrl: `${url}/v1`,
      apiKey,
      store: new MemoryStore(),
      clock: systemClock(),
      fetch: globalThis.fetch,
      limits: unlimited,
    });
    const since = await bank.position();
    const orders = Array.from({ length: 60 }, (_, index) =>
      order({ payoutId: payoutId(index), amountCents: BigInt(index + 1) }),
    );
    const prepared = await Promise.all(orders.map((one) => bank.prepare([one])));
    const results: SubmitResult[] = [];
    for (let kill = 0; kill < 3; kill += 1) {
      const sendings = prepared.slice(kill * 20, kill * 20 + 20).map((one) => bank.submit(one));
      // Killed as soon as the first answer is there, with the others on their way.
      await Promise.any(sendings);
      const closed = once(child, "close");
      child.kill("SIGKILL");
      results.push(...(await Promise.all(sendings)));
      await closed;
      child = run("--port", new URL(url).port);
      await startedAt(child);
    }
    for (const [index, one] of orders.entries()) {
      const hits = await outgoing(bank, { order: one, since });
      const result = results[index]!;
      if (result.kind === "accepted") {
        expect(hits.map(({ bankPaymentId }) => bankPaymentId)).to.deep.equal([
          result.bankSubmissionId,
        ]);
      } else {
        expect(result.kind).to.be.oneOf(["unknown", "later"]);
        expect(hits.length).to.be.at.most(1);
      }
      // Sending the very same bytes again is safe whatever happened before.
      const again = await bank.submit(prepared[index]!);
      expect(again.kind).to.equal(hits.length === 1 ? "unknown" : "accepted");
      expect(await outgoing(bank, { order: one, since })).to.have.length(1);
    }
    const expected = orders.reduce((sum, { amountCents }) => sum + amountCents, 0n);
    expect((await bank.balance()).availableCents).to.equal(100_000_000n - expected);
  }).timeout(60_000);
});
