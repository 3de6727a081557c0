// Faults are chosen per request and by seed, and are the same each time.

import { expect } from "chai";
import { type Bench, openBench } from "./bench.ts";
import { openRawClient, paymentOf } from "./raw-client.ts";

describe("bunq sandbox faults", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const set = (body: object) =>
    fetch(`${bench.url()}/_sandbox/faults`, { method: "POST", body: JSON.stringify(body) });

  async function statuses(count: number): Promise<number[]> {
    const client = await openRawClient(bench);
    const all: number[] = [];
    for (let call = 0; call < count; call += 1) {
      all.push((await client.send("POST", `${client.account}/payment`, paymentOf("1.00"))).status);
    }
    return all;
  }

  it("let some requests through first, then come as often as told", async () => {
    await set({ faults: [{ kind: "refuse", skip: 2, times: 2, status: 403 }] });
    expect(await statuses(6)).to.deep.equal([200, 200, 403, 403, 200, 200]);
  });

  it("are the same for the same seed, and others for another", async () => {
    const rule = { kind: "refuse", probability: 0.5, times: null };
    const runs: string[] = [];
    for (const seed of ["7", "7", "8"]) {
      await set({ seed, faults: [rule] });
      runs.push((await statuses(24)).join());
    }
    expect(runs[0]).to.equal(runs[1]);
    expect(runs[0]).not.to.equal(runs[2]);
    expect(runs[0]).to.include("200").and.to.include("400");
  });

  it("go on where they were after a restart", async () => {
    const rule = { kind: "refuse", probability: 0.5, times: null };
    await set({ seed: "7", faults: [rule] });
    const whole = await statuses(12);
    await set({ seed: "7", faults: [rule] });
    const before = await statuses(5);
    await bench.restart();
    expect([...before, ...(await statuses(7))]).to.deep.equal(whole);
  });

  it("strike one payment by what its body holds", async () => {
    await set({ faults: [{ kind: "refuse", bodyIncludes: '"2.00"' }] });
    const client = await openRawClient(bench);
    const pay = async (value: string) =>
      (await client.send("POST", `${client.account}/payment`, paymentOf(value))).status;
    expect([await pay("1.00"), await pay("2.00"), await pay("2.00")]).to.deep.equal([
      200, 400, 200,
    ]);
  });

  it("can be brought along by a request itself", async () => {
    const client = await openRawClient(bench);
    const send = (fault?: string) =>
      client.send("POST", `${client.account}/payment`, paymentOf("1.00"), fault ? { fault } : {});
    expect((await send("error-after")).status).to.equal(500);
    expect((await send('{"kind":"refuse","status":490}')).status).to.equal(490);
    expect((await send("no such fault")).status).to.equal(200);
    expect((await bench.account()).movements).to.have.length(2);
  });

  it("are listed with how often they were met and played, and cleared", async () => {
    await set({ faults: [{ kind: "refuse", skip: 1 }] });
    await statuses(3);
    const read = async () => (await fetch(`${bench.url()}/_sandbox/faults`)).json();
    expect((await read()).faults[0]).to.deep.include({ kind: "refuse", seen: 2, played: 1 });
    await fetch(`${bench.url()}/_sandbox/faults`, { method: "DELETE" });
    expect(await read()).to.deep.equal({ seed: "0", faults: [] });
  });

  it("are refused when they make no sense", async () => {
    for (const body of [
      {},
      { faults: [{ kind: "fire" }] },
      { faults: [{ kind: "refuse", odd: 1 }] },
    ]) {
      const response = await set(body);
      expect(response.status).to.equal(400);
      expect(await response.json()).to.have.property("problem");
    }
  });
});
