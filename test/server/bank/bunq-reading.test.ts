// Reading from the bank: bad answers are errors with a name, never a crash and never half a list.

import { expect } from "chai";
import { BankError, type BankErrorCode } from "../../../server/bank/bank-error.ts";
import type { Fetch } from "../../../server/bank/bunq/transport.ts";
import { type Bench, bakery, openBench, order } from "./bench.ts";

describe("bunq reading", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
    await bench.bank.submit(await bench.bank.prepare(order()));
  });
  afterEach(() => bench.close());

  async function expectCode(action: Promise<unknown>, code: BankErrorCode): Promise<BankError> {
    const error = await action.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(BankError).with.property("code", code);
    return error as BankError;
  }

  const spoilt: readonly [string, BankErrorCode][] = [
    ["wrong-currency", "bad-answer"],
    ["missing-fields", "bad-answer"],
    ["huge-body", "bad-answer"],
    ["html-instead-of-json", "bad-answer"],
    ["wrong-signature", "bad-signature"],
    ["missing-signature", "bad-signature"],
    ["drop-answer", "unreachable"],
    ["error-after", "server-error"],
    ["too-many-requests", "busy"],
    ["refuse", "refused"],
  ];
  for (const [kind, code] of spoilt) {
    it(`gives ${code} for ${kind}, on the list and on the balance, and works again after`, async () => {
      for (const pathIncludes of ["/payment", "/monetary-account-bank"]) {
        await bench.play({ kind, method: "GET", pathIncludes });
        const reading =
          pathIncludes === "/payment"
            ? bench.bank.find({ order: order(), since: "0" })
            : bench.bank.balance();
        const error = await expectCode(reading, code);
        expect(error.message).not.to.include(bakery);
      }
      expect((await bench.bank.find({ order: order(), since: "0" })).hits).to.have.length(1);
    });
  }

  it("gives bad-answer for one payment in another currency", async () => {
    const id = await bench.bank.position();
    await bench.play({ kind: "wrong-currency", method: "GET" });
    await expectCode(bench.bank.status(id), "bad-answer");
  });

  it("gives unreachable when the answer takes too long", async () => {
    await bench.play({ kind: "answer-late", method: "GET", delayMs: 20_000 });
    const reading = bench.bank.statement({ since: null });
    await bench.clock.untilWaiting(20_000);
    bench.clock.advance(10_000);
    await expectCode(reading, "unreachable");
  });

  it("renews the session on a 401 and reads again", async () => {
    bench.clock.advance(30_000);
    await bench.play({ kind: "session-expired", method: "GET" });
    expect(await bench.bank.statement({ since: null })).to.have.length(1);
  });

  it("refuses a position that isn't one", async () => {
    for (const since of ["", "-1", "abc", "9".repeat(17)]) {
      await expectCode(bench.bank.find({ order: order(), since }), "refused");
    }
  });

  it("takes the account by its IBAN, and none when it doesn't match", async () => {
    const { iban } = await bench.account();
    expect((await bench.newBank({ accountIban: iban }).balance()).iban).to.equal(iban);
    await expectCode(bench.newBank({ accountIban: bakery }).balance(), "refused");
  });

  /** Answers lists with whatever the test wants, keeping the bank's signature out of it. */
  function withList(change: (body: { Response: unknown[]; Pagination: object }) => void): Fetch {
    return async (url, init) => {
      const response = await fetch(url, init);
      if (!/\/payment\?/.test(String(url))) return response;
      const body = (await response.json()) as { Response: unknown[]; Pagination: object };
      change(body);
      return new Response(JSON.stringify(body), { headers: response.headers });
    };
  }

  it("notices a list that was changed on the way", async () => {
    const fetchChanged = withList((body) => body.Response.pop());
    const bank = bench.newBank({ fetch: fetchChanged });
    await expectCode(bank.find({ order: order(), since: "0" }), "bad-signature");
  });
});
