// The way in and staying in: handshake, renewal, and what happens to a payment when the session ends under it.

import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { BankError } from "../../../server/bank/bank-error.ts";
import { makeSandboxCompanyKey } from "../../../server/bank/bunq/sandbox-key.ts";
import { createSessions } from "../../../server/bank/bunq/session.ts";
import { fileStateStore } from "../../../server/bank/bunq/state.ts";
import { type Bench, MemoryStore, openBench, order } from "./bench.ts";

const hour = 3_600_000;

describe("bunq session", () => {
  let bench: Bench;
  let paths: string[];
  const watched: typeof fetch = (url, init) => {
    paths.push(`${init?.method} ${new URL(String(url)).pathname}`);
    return fetch(url, init);
  };
  const count = (end: string) => paths.filter((path) => path.endsWith(end)).length;

  beforeEach(async () => {
    paths = [];
    bench = await openBench({ bank: { fetch: watched } });
  });
  afterEach(() => bench.close());

  it("opens once for many callers at the same time", async () => {
    await Promise.all(Array.from({ length: 8 }, () => bench.bank.balance()));
    expect([
      count("/installation"),
      count("/device-server"),
      count("/session-server"),
    ]).to.deep.equal([1, 1, 1]);
  });

  it("goes on with the stored session after a restart of either side", async () => {
    await bench.bank.balance();
    await bench.restart();
    await bench.newBank().balance();
    expect([count("/installation"), count("/session-server")]).to.deep.equal([1, 1]);
  });

  it("renews before the end, also after days of silence", async () => {
    await bench.bank.balance();
    bench.clock.advance(hour - 60_001);
    await bench.bank.balance();
    expect(count("/session-server")).to.equal(1);
    bench.clock.advance(1);
    await bench.bank.balance();
    expect(count("/session-server")).to.equal(2);
    bench.clock.advance(9 * 24 * hour);
    expect((await bench.bank.submit(await bench.bank.prepare([order()]))).kind).to.equal(
      "accepted",
    );
    expect([count("/device-server"), count("/session-server")]).to.deep.equal([1, 3]);
  });

  it("sends a payment again, unchanged, after a 401 and pays once", async () => {
    const prepared = await bench.bank.prepare([order()]);
    bench.clock.advance(30_000);
    await bench.play({ kind: "session-expired" });
    expect((await bench.bank.submit(prepared)).kind).to.equal("accepted");
    expect(count("/payment")).to.equal(2);
    expect((await bench.account()).movements).to.have.length(1);
  });

  it("postpones a payment whose session ended within 30 s of the last one", async () => {
    const prepared = await bench.bank.prepare([order()]);
    await bench.play({ kind: "session-expired" });
    bench.clock.advance(29_999);
    expect(await bench.bank.submit(prepared)).to.deep.include({
      kind: "later",
      retryAfterMs: 30_000,
    });
    expect((await bench.account()).movements).to.deep.equal([]);
    bench.clock.advance(1);
    expect((await bench.bank.submit(prepared)).kind).to.equal("accepted");
  });

  it("does not send again when the session ends a second time", async () => {
    const prepared = await bench.bank.prepare([order()]);
    bench.clock.advance(30_000);
    await bench.play({ kind: "session-expired", times: 2 });
    expect((await bench.bank.submit(prepared)).kind).to.equal("later");
    expect(count("/payment")).to.equal(2);
  });

  it("never sends again on a 401 that isn't the bank's", async () => {
    const prepared = await bench.bank.prepare([order()]);
    bench.clock.advance(30_000);
    await bench.play({ kind: "session-expired" }, { kind: "wrong-signature" });
    const result = await bench.bank.submit(prepared);
    expect(result).to.deep.include({ kind: "unknown", cause: "bad-signature" });
    expect(count("/payment")).to.equal(1);
  });

  it("registers anew at a bank that forgot us, and then refuses what was prepared before", async () => {
    const prepared = await bench.bank.prepare([order()]);
    const saved = bench.store.saved!;
    await bench.store.save({
      ...saved,
      installationToken: "forgotten",
      session: null,
      sessionAskedAt: null,
    });
    const bank = bench.newBank();
    const result = await bank.submit(prepared);
    expect(result).to.deep.include({ kind: "refused", code: "guard-scope-changed" });
    expect(count("/payment")).to.equal(0);
    expect((await bank.submit(await bank.prepare([order()]))).kind).to.equal("accepted");
  });

  it("does not send a payment again from another device than it was prepared for", async () => {
    const prepared = await bench.bank.prepare([order()]);
    bench.clock.advance(30_000);
    await bench.play({ kind: "session-expired" });
    let forgets = 1;
    const forgetful: typeof fetch = (url, init) => {
      const isForgotten = String(url).endsWith("/session-server") && forgets-- > 0;
      return isForgotten
        ? Promise.resolve(new Response("{}", { status: 401 }))
        : watched(url, init);
    };
    const bank = bench.newBank({ fetch: forgetful });
    expect((await bank.submit(prepared)).kind).to.equal("later");
    expect(await bank.submit(prepared)).to.deep.include({ code: "guard-scope-changed" });
    expect(count("/payment")).to.equal(1);
    expect((await bench.account()).movements).to.deep.equal([]);
  });

  it("starts anew when the state is of another key, another bank, or unreadable", async () => {
    await bench.bank.balance();
    const saved = bench.store.saved!;
    for (const stored of [
      { ...saved, apiKeyHash: "other" },
      { ...saved, baseUrl: "https://other.invalid" },
      { version: 1 },
    ]) {
      const store = new MemoryStore();
      store.load = () => Promise.resolve(stored);
      await bench.newBank({ store }).balance();
    }
    expect(count("/installation")).to.equal(4);
  });

  it("does not hand a refused session to a caller who joins another's look-up", async () => {
    await bench.bank.balance();
    bench.clock.advance(30_000);
    const { clock, store } = bench;
    const baseUrl = `${bench.url()}/v1`;
    let counter = 0;
    const sessions = createSessions({
      transport: { fetch, clock, baseUrl, timeoutMs: 10_000, maxAnswerBytes: 1_000_000 },
      clock,
      apiKey: "sandbox_test",
      store,
      newRequestId: () => `request-${counter++}`,
      makeKeyPair: () => Promise.reject(new Error("Not needed.")),
    });
    const { token } = store.saved!.session!;
    const [first, second] = await Promise.all([sessions.open(), sessions.open(token)]);
    expect(first.token).to.equal(token);
    expect(second.token).not.to.equal(token);
  });

  it("says that the API key is wrong, and pays nothing", async () => {
    const bank = bench.newBank({ apiKey: "wrong", store: new MemoryStore() });
    const error = await bank.balance().catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(BankError).with.property("code", "refused");
    expect((error as BankError).message).to.include("User credentials are incorrect.");
  });

  it("keeps the API key out of the state", async () => {
    await bench.bank.balance();
    expect(JSON.stringify(bench.store.saved)).not.to.include("sandbox_test");
  });

  it("postpones a payment when its state can't be read", async () => {
    const prepared = await bench.bank.prepare([order()]);
    const store = new MemoryStore();
    store.load = () => Promise.reject(new Error("disk"));
    expect((await bench.newBank({ store }).submit(prepared)).kind).to.equal("later");
  });

  it("works with an empty company made on request, and asks production for none", async () => {
    const { clock } = bench;
    const newRequestId = () => "request-1";
    const apiKey = await makeSandboxCompanyKey({
      baseUrl: `${bench.url()}/v1`,
      fetch,
      clock,
      newRequestId,
    });
    const bank = bench.newBank({ apiKey, store: new MemoryStore() });
    expect((await bank.balance()).availableCents).to.equal(0n);
    expect((await bank.submit(await bank.prepare([order()]))).kind).to.equal("refused");
    const production = { baseUrl: "https://api.bunq.com/v1", fetch, clock, newRequestId };
    const error = await makeSandboxCompanyKey(production).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(BankError);
  });

  it("keeps its state in a file only the owner can read", async () => {
    const folder = await mkdtemp(join(tmpdir(), "state-"));
    const path = join(folder, "bunq.json");
    const store = fileStateStore(path);
    expect(await store.load()).to.equal(null);
    await bench.newBank({ store }).balance();
    expect(((await store.load()) as { version: number }).version).to.equal(1);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect(await readdir(folder)).to.deep.equal(["bunq.json"]);
    await writeFile(path, "{ cut o");
    expect(await store.load()).to.equal(null);
    await rm(folder, { recursive: true });
  });
});
