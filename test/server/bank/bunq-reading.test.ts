// Reading from the bank: bad answers are errors with a name, never a crash and never half a list.

import { expect } from "chai";
import { BankError, type BankErrorCode } from "../../../server/bank/bank-error.ts";
import { signBody } from "../../../server/bank/bunq/signing.ts";
import type { Fetch } from "../../../server/bank/bunq/transport.ts";
import { type Bench, bakery, openBench, order, serverKeys } from "./bench.ts";

describe("bunq reading", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
    await bench.bank.submit(await bench.bank.prepare([order()]));
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
          pathIncludes === "/payment" ? bench.bank.movements({ since: "0" }) : bench.bank.balance();
        const error = await expectCode(reading, code);
        expect(error.message).not.to.include(bakery);
      }
      expect(await bench.bank.movements({ since: "0" })).to.have.length(1);
    });
  }

  it("gives bad-answer for one payment in another currency", async () => {
    const id = await bench.bank.position();
    await bench.play({ kind: "wrong-currency", method: "GET" });
    const prepared = await bench.bank.prepare([order()]);
    const state = bench.bank.submissionState({ ...prepared, bankSubmissionId: id });
    await expectCode(state, "bad-answer");
  });

  it("gives unreachable when the answer takes too long", async () => {
    await bench.play({ kind: "answer-late", method: "GET", delayMs: 20_000 });
    const reading = bench.bank.movements({ since: null });
    await bench.clock.untilWaiting(20_000);
    bench.clock.advance(10_000);
    await expectCode(reading, "unreachable");
  });

  it("renews the session on a 401 and reads again", async () => {
    bench.clock.advance(30_000);
    await bench.play({ kind: "session-expired", method: "GET" });
    expect(await bench.bank.movements({ since: null })).to.have.length(1);
  });

  it("refuses a position that isn't one", async () => {
    for (const since of ["", "-1", "abc", "9".repeat(17)]) {
      await expectCode(bench.bank.movements({ since }), "refused");
    }
  });

  it("takes the account by its IBAN, and none when it doesn't match", async () => {
    const { iban } = await bench.account();
    expect((await bench.newBank({ accountIban: iban }).balance()).iban).to.equal(iban);
    await expectCode(bench.newBank({ accountIban: bakery }).balance(), "refused");
  });

  interface List {
    Response: { Payment: { id: number; [field: string]: unknown } }[];
    Pagination: { older_url: string | null };
  }

  /** The bank itself answering lists the way the test wants: changed, and signed with its key. */
  function withList(change: (list: List) => void, isSigned = true): Fetch {
    return async (url, init) => {
      const response = await fetch(url, init);
      if (!/\/payment\?/.test(String(url))) return response;
      const list = (await response.json()) as List;
      change(list);
      const text = JSON.stringify(list);
      const headers = new Headers(response.headers);
      const { privateKeyPem } = await serverKeys;
      const signature = signBody(Buffer.from(text), privateKeyPem);
      if (isSigned) headers.set("X-Bunq-Server-Signature", signature);
      return new Response(text, { headers });
    };
  }

  const findThrough = (fetchList: Fetch) =>
    bench.newBank({ fetch: fetchList }).movements({ since: "0" });

  it("notices a list that was changed on the way", async () => {
    await expectCode(findThrough(withList((list) => list.Response.pop(), false)), "bad-signature");
  });

  it("reads a list the bank signed itself", async () => {
    expect(await findThrough(withList(() => undefined))).to.have.length(1);
  });

  const impossible: Readonly<Record<string, (list: List) => void>> = {
    "holds a payment twice": (list) => list.Response.push(list.Response[0]!),
    "is of another account": (list) => {
      list.Response[0]!.Payment.monetary_account_id = 999;
    },
    "holds an amount in dollars": (list) => {
      list.Response[0]!.Payment.amount = { value: "-12.50", currency: "USD" };
    },
    "holds an amount as a number": (list) => {
      list.Response[0]!.Payment.amount = { value: -12.5, currency: "EUR" };
    },
    "has a date that doesn't exist": (list) => {
      list.Response[0]!.Payment.created = "2026-13-45 25:00:00.000000";
    },
    "lacks the counterparty": (list) => {
      list.Response[0]!.Payment.counterparty_alias = undefined;
    },
  };
  for (const [what, change] of Object.entries(impossible)) {
    it(`gives bad-answer for a list that ${what}`, async () => {
      await expectCode(findThrough(withList(change)), "bad-answer");
    });
  }

  it("gives bad-answer for a list whose pages go round in circles", async () => {
    let first: List["Response"] | null = null;
    const circle = withList((list) => {
      first ??= structuredClone(list.Response);
      list.Response = structuredClone(first);
      list.Pagination.older_url = "/v1/anything?older_id=1";
    });
    await expectCode(findThrough(circle), "bad-answer");
  });

  it("stops reading an answer that has no end", async () => {
    let isCancelled = false;
    const endless = () => {
      const body = new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(100_000)),
        cancel: () => {
          isCancelled = true;
        },
      });
      return Promise.resolve(new Response(body));
    };
    await bench.bank.balance();
    await expectCode(findThrough(endless), "bad-answer");
    expect(isCancelled).to.equal(true);
  });
});
