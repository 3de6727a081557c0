// Callbacks: hints that may come twice, late, in another order, or never; the adapter only takes an id from them.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { type Bench, openBench, order, payoutId } from "./bench.ts";

describe("bunq callbacks", () => {
  let bench: Bench;
  let server: Server;
  let received: string[];
  let status: number;
  let notify: () => void;

  beforeEach(async () => {
    bench = await openBench();
    received = [];
    status = 200;
    notify = () => undefined;
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        received.push(bench.bank.parseCallback(Buffer.concat(chunks))?.bankPaymentId ?? "nothing");
        response.statusCode = status;
        response.end();
        notify();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await bench.bank.registerCallback(`http://127.0.0.1:${port}/bunq`);
  });
  afterEach(async () => {
    await bench.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const until = (count: number) =>
    new Promise<void>((resolve) => {
      notify = () => {
        if (received.length >= count) resolve();
      };
      notify();
    });

  async function pay(number: number): Promise<string> {
    const prepared = await bench.bank.prepare([order({ payoutId: payoutId(number) })]);
    const result = await bench.bank.submit(prepared);
    return result.kind === "accepted" ? result.bankSubmissionId : result.kind;
  }

  it("name the payment to fetch", async () => {
    const id = await pay(1);
    await until(1);
    expect(received).to.deep.equal([id]);
    const [made] = await bench.bank.movements({ since: null });
    expect([made!.bankPaymentId, made!.status]).to.deep.equal([id, "booked"]);
  });

  it("can come twice", async () => {
    await bench.play({ kind: "callback-doubled" });
    const id = await pay(1);
    await until(2);
    expect(received).to.deep.equal([id, id]);
  });

  it("can overtake each other", async () => {
    await bench.play({ kind: "callback-reordered" });
    const [first, second] = [await pay(1), await pay(2)];
    await until(2);
    expect(received).to.deep.equal([second, first]);
  });

  it("can be lost", async () => {
    await bench.play({ kind: "callback-lost" });
    await pay(1);
    const second = await pay(2);
    await until(1);
    expect(received).to.deep.equal([second]);
  });

  it("are tried six times, a minute apart", async () => {
    status = 500;
    await pay(1);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await bench.clock.untilWaiting(60_000);
      expect(received).to.have.length(attempt);
      bench.clock.advance(60_000);
      await until(attempt + 1);
    }
    expect(received).to.have.length(6);
  });

  it("tell of money that came back", async () => {
    await bench.play({ kind: "returned-later", delayMs: 5_000 });
    const id = await pay(1);
    await until(1);
    await bench.clock.untilWaiting(5_000);
    bench.clock.advance(5_000);
    await until(2);
    expect(received[1]).not.to.equal(id);
    const [back] = await bench.bank.movements({ since: id });
    expect(back!.bankPaymentId).to.equal(received[1]);
  });

  const notHints = [
    "",
    "null",
    "[]",
    "{",
    '{"NotificationUrl":{}}',
    `{"a":"${"a".repeat(1_000_001)}"}`,
  ];
  const withId = (id: unknown) =>
    JSON.stringify({ NotificationUrl: { category: "MUTATION", object: { Payment: { id } } } });
  for (const text of [...notHints, withId("7"), withId(-7), withId(1.5), withId(null)]) {
    it(`are ignored when they are ${text.slice(0, 80) || "empty"}`, () => {
      expect(bench.bank.parseCallback(Buffer.from(text))).to.equal(null);
    });
  }

  it("are ignored when they aren't UTF-8", () => {
    expect(bench.bank.parseCallback(Buffer.from([0xff, 0xfe, 0x00]))).to.equal(null);
  });
});
