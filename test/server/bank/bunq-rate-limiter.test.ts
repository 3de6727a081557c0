// Our own calls stay below bunq's limits.

import { expect } from "chai";
import { BankError } from "../../../server/bank/bank-error.ts";
import { bunqLimits, createRateLimiter } from "../../../server/bank/bunq/rate-limiter.ts";
import { openBench, order } from "./bench.ts";
import { FakeClock } from "./fake-clock.ts";

describe("bunq rate limiter", () => {
  const path = "/user/1/monetary-account/2/payment";

  function setUp(longestWaitMs = 60_000) {
    const clock = new FakeClock();
    const start = clock.now();
    const limiter = createRateLimiter({ clock, limits: bunqLimits, longestWaitMs });
    const departures: number[] = [];
    const take = (method: "GET" | "POST" | "PUT", to = path) =>
      limiter.take(method, to).then(() => departures.push(clock.now() - start));
    return { clock, take, departures };
  }

  const settle = () => new Promise((resolve) => setImmediate(resolve));

  for (const [method, calls] of [
    ["GET", 3],
    ["POST", 5],
    ["PUT", 2],
  ] as const) {
    it(`lets ${calls} ${method} calls go at once and the next after the window`, async () => {
      const { clock, take, departures } = setUp();
      const all = Array.from({ length: calls + 1 }, () => take(method));
      await settle();
      expect(departures).to.have.length(calls);
      clock.advance(3_199);
      await settle();
      expect(departures).to.have.length(calls);
      clock.advance(1);
      await Promise.all(all);
      expect(departures.at(-1)).to.equal(3_200);
    });
  }

  it("never exceeds the limit in any window, however many queue", async () => {
    const { clock, take, departures } = setUp();
    const all = Array.from({ length: 20 }, () => take("GET"));
    for (let step = 0; step < 300; step += 1) {
      await settle();
      clock.advance(100);
    }
    await Promise.all(all);
    for (const [index, time] of departures.slice(3).entries()) {
      expect(time - departures[index]!).to.be.at.least(3_000);
    }
  });

  it("counts ids and queries as one endpoint, other endpoints apart", async () => {
    const { take, departures } = setUp();
    await Promise.all([1, 2, 3].map((id) => take("GET", `${path}/${id}?count=${id}`)));
    void take("GET", `${path}/4`);
    await take("GET", "/user/1/monetary-account-bank");
    expect(departures).to.have.length(4);
  });

  it("refuses to queue longer than allowed, without taking a place", async () => {
    const { clock, take, departures } = setUp(3_000);
    await Promise.all([take("PUT"), take("PUT")]);
    const error = await take("PUT").catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(BankError).with.property("code", "busy");
    clock.advance(3_200);
    await take("PUT");
    expect(departures).to.have.length(3);
  });

  it("keeps the sandbox's own limits from ever answering 429", async () => {
    const bench = await openBench({ sandbox: { rateLimits: true }, bank: { limits: bunqLimits } });
    const paying = Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const fields = { payoutId: index.toString(16).padStart(32, "0") };
        return bench.bank.submit(await bench.bank.prepare([order(fields)]));
      }),
    );
    let done = false;
    void paying.finally(() => {
      done = true;
    });
    while (!done) {
      await settle();
      bench.clock.advance(1);
    }
    expect((await paying).map(({ kind }) => kind)).to.deep.equal(Array(12).fill("accepted"));
    await bench.close();
  }).timeout(30_000);

  it("turns the bank's own 429 into `later` when the limits are set too high", async () => {
    const bench = await openBench({ sandbox: { rateLimits: true } });
    const prepared = await Promise.all(
      Array.from({ length: 6 }, () => bench.bank.prepare([order()])),
    );
    const results = await Promise.all(prepared.map((one) => bench.bank.submit(one)));
    expect(results.filter(({ kind }) => kind === "accepted")).to.have.length(5);
    expect(results.filter(({ kind }) => kind === "later")).to.have.length(1);
    await bench.close();
  });
});
