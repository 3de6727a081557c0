// Malformed, forged and late answers to what pays and to the handshake: unknown, refused or later, never a crash.

import { expect } from "chai";
import type { UnknownCause } from "../../../server/bank/bank.ts";
import { BankError } from "../../../server/bank/bank-error.ts";
import { type Bench, MemoryStore, openBench, order, payoutId } from "./bench.ts";
import { type AnswerBody, type Change, changing } from "./changed-answers.ts";

describe("bunq bad answers", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const error = (text: string) => ({ Error: [{ error_description: text }] });
  const answers: readonly [string, Omit<Change, "path">, UnknownCause][] = [
    ["a wrong signature", { signature: "wrong" }, "bad-signature"],
    ["no signature", { signature: "missing" }, "bad-signature"],
    ["a web page", { body: () => "<!doctype html><h1>Welcome</h1>" }, "bad-answer"],
    ["10 MB", { body: () => new Uint8Array(10_000_000).fill(0x20) }, "bad-answer"],
    ["nothing", { body: () => "" }, "bad-answer"],
    ["bytes that aren't UTF-8", { body: () => new Uint8Array([0xff, 0xfe]) }, "bad-answer"],
    ["missing fields", { body: () => ({ Response: [{}] }) }, "bad-answer"],
    [
      "its text twice",
      { body: (answer: AnswerBody) => JSON.stringify(answer).repeat(2) },
      "bad-answer",
    ],
    ["a fault of the bank", { status: 500 }, "server-error"],
    ["maintenance", { status: 491, body: () => error("Later.") }, "server-error"],
    [
      "an unsigned no",
      { status: 400, body: () => error("No."), signature: "missing" },
      "bad-signature",
    ],
    [
      "an unsigned 404",
      { status: 404, body: () => error("No."), signature: "missing" },
      "bad-signature",
    ],
    [
      "a forged 404",
      { status: 404, body: () => error("No."), signature: "wrong" },
      "bad-signature",
    ],
    ["a 404 as a web page", { status: 404, body: () => "<h1>Not found</h1>" }, "bad-answer"],
    [
      "an unsigned 401",
      { status: 401, body: () => error("Who?"), signature: "missing" },
      "bad-signature",
    ],
    [
      "a forged 401",
      { status: 401, body: () => error("Who?"), signature: "wrong" },
      "bad-signature",
    ],
    [
      "an unsigned 429",
      { status: 429, body: () => error("Busy."), signature: "missing" },
      "bad-signature",
    ],
    [
      "a forged 429",
      { status: 429, body: () => error("Busy."), signature: "wrong" },
      "bad-signature",
    ],
  ];
  for (const kind of ["payment", "payment-batch", "draft-payment"] as const) {
    for (const [what, change, cause] of answers) {
      it(`leave a ${kind} unknown after ${what}, sent once`, async () => {
        let sendings = 0;
        const changed = changing({ method: "POST", path: new RegExp(`/${kind}$`), ...change });
        const bank = bench.newBank({
          approval: kind === "draft-payment" ? "draft" : "none",
          fetch(url, init) {
            if (String(url).endsWith(`/${kind}`)) sendings += 1;
            return changed(url, init);
          },
        });
        const orders = [1, 2].map((number) => order({ payoutId: payoutId(number) }));
        const prepared = await bank.prepare(kind === "payment" ? orders.slice(0, 1) : orders);
        bench.clock.advance(30_000);
        const result = await bank.submit(prepared);
        expect(result).to.deep.include({ kind: "unknown", cause });
        expect(sendings).to.equal(1);
        // It had arrived: the very same request again is refused as a duplicate and pays nothing more.
        const again = await bench.newBank().submit(prepared);
        expect(again).to.deep.include({ kind: "unknown", cause: "duplicate-request" });
      });
    }
  }

  it("do not free a payment whose signed 401 was followed by an unsigned answer", async () => {
    const prepared = await bench.bank.prepare([order()]);
    bench.clock.advance(30_000);
    await bench.play({ kind: "session-expired" }, { kind: "missing-signature", skip: 1 });
    expect(await bench.bank.submit(prepared)).to.deep.include({ cause: "bad-signature" });
    expect((await bench.account()).movements).to.have.length(1);
  });

  for (const pathIncludes of ["/installation", "/device-server", "/session-server"]) {
    for (const kind of [
      "html-instead-of-json",
      "huge-body",
      "missing-fields",
      "error-after",
      "drop-answer",
      "refuse",
      "too-many-requests",
      "wrong-signature",
      "missing-signature",
    ]) {
      // Before the installation the bank's key isn't known, so its signature can't be checked.
      if (pathIncludes === "/installation" && kind.endsWith("signature")) continue;
      it(`to ${pathIncludes} (${kind}) let nothing be paid, and the way in works again after`, async () => {
        const prepared = await bench.bank.prepare([order()]);
        const bank = bench.newBank({ store: new MemoryStore() });
        await bench.play({ kind, pathIncludes, times: 2 });
        const refusal = await bank.balance().catch((reason: unknown) => reason);
        expect(refusal).to.be.instanceOf(BankError);
        bench.clock.advance(30_000);
        const result = await bank.submit(prepared);
        expect(result.kind).to.equal("later");
        expect((await bench.account()).movements).to.deep.equal([]);
        bench.clock.advance(30_000);
        expect((await bank.balance()).availableCents).to.equal(100_000_000n);
      });
    }
  }

  const accounts: readonly [string, (account: AnswerBody) => void][] = [
    ["a balance in dollars", (one) => Object.assign(one.balance, { currency: "USD" })],
    ["a balance as a number", (one) => Object.assign(one.balance, { value: 12.5 })],
    ["no balance", (one) => Object.assign(one, { balance: undefined })],
    ["no names", (one) => Object.assign(one, { alias: undefined })],
    ["an id of text", (one) => Object.assign(one, { id: "7" })],
    ["a closed account", (one) => Object.assign(one, { status: "CANCELLED" })],
    ["an account in dollars", (one) => Object.assign(one, { currency: "USD" })],
  ];
  for (const [what, change] of accounts) {
    it(`with ${what} stop before anything is prepared`, async () => {
      const body = (answer: AnswerBody) => {
        change(answer.Response[0].MonetaryAccountBank);
        return answer;
      };
      const bank = bench.newBank({ fetch: changing({ path: /\/monetary-account-bank$/, body }) });
      for (const asking of [bank.balance(), bank.prepare([order()])]) {
        expect(await asking.catch((reason: unknown) => reason)).to.be.instanceOf(BankError);
      }
    });
  }

  it("of another account give no position to look back to", async () => {
    await bench.bank.submit(await bench.bank.prepare([order()]));
    const body = (answer: AnswerBody) => {
      answer.Response[0].Payment.monetary_account_id = 999;
      return answer;
    };
    const bank = bench.newBank({ fetch: changing({ path: /\/payment$/, body }) });
    const refusal = await bank.position().catch((reason: unknown) => reason);
    expect(refusal).to.be.instanceOf(BankError).with.property("code", "bad-answer");
  });

  it("to a reading are no refusal of the bank's when they aren't signed", async () => {
    const change = { status: 403, body: () => error("No."), signature: "missing" } as const;
    const bank = bench.newBank({ fetch: changing({ path: /\/payment$/, ...change }) });
    const refusal = await bank.movements({ since: null }).catch((reason: unknown) => reason);
    expect(refusal).to.be.instanceOf(BankError).with.property("code", "bad-signature");
    expect((refusal as BankError).message).to.include("No. (not signed)");
  });
});
