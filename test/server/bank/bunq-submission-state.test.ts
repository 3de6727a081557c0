// What the bank says of a submission counts only when it is signed and about the very payments that were sent.

import { expect } from "chai";
import type { BankErrorCode } from "../../../server/bank/bank-error.ts";
import { readSubmission } from "../../../server/bank/bunq/order.ts";
import { type Bench, openBench, payoutId } from "./bench.ts";
import type { AnswerBody, Change } from "./changed-answers.ts";
import {
  decide,
  expectCode,
  ids,
  type Kind,
  orders,
  otherIban,
  send,
  stateOf,
} from "./submissions.ts";

describe("bunq submission state", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  /** What is wrong with one payment of the answer, and what is said of it. */
  const lies: readonly [string, (payment: AnswerBody) => void, string][] = [
    ["another amount", (one) => Object.assign(one.amount, { value: "-99.99" }), "another amount"],
    ["an amount that came in", (one) => Object.assign(one.amount, { value: "1.00" }), "amount"],
    [
      "another counterparty",
      (one) => Object.assign(one.counterparty_alias, { iban: otherIban }),
      "another counterparty",
    ],
    [
      "no counterparty",
      (one) => Object.assign(one, { counterparty_alias: { iban: null } }),
      "another counterparty",
    ],
    [
      "another account",
      (one) => Object.assign(one, { monetary_account_id: 999 }),
      "another account",
    ],
    [
      "another payout",
      (one) => Object.assign(one, { merchant_reference: payoutId(77), description: "" }),
      "another payout",
    ],
    ["another currency", (one) => Object.assign(one.amount, { currency: "USD" }), "fields"],
    ["an amount as a number", (one) => Object.assign(one.amount, { value: -1 }), "fields"],
    ["no amount", (one) => Object.assign(one, { amount: undefined }), "fields"],
    ["no alias", (one) => Object.assign(one, { counterparty_alias: undefined }), "fields"],
  ];
  const paymentIn: Record<Kind, (answer: AnswerBody) => AnswerBody> = {
    payment: (answer) => answer.Response[0].Payment,
    batch: (answer) => answer.Response[0].PaymentBatch.payments.Payment[0],
    draft: (answer) => answer.Response[0].DraftPayment.object[0].Payment,
  };
  for (const kind of ["payment", "batch", "draft"] as const) {
    for (const [what, change, words] of lies) {
      it(`does not believe a ${kind} that shows ${what}`, async () => {
        const sent = await send(bench, kind);
        if (kind === "draft") await decide(bench, sent, "accept");
        const body = (answer: AnswerBody) => {
          change(paymentIn[kind](answer));
          return answer;
        };
        await expectCode(stateOf(bench, sent, { body }), "bad-answer", words);
        expect((await stateOf(bench, sent)).kind).to.equal("made");
      });
    }

    it(`names nothing of a ${kind} whose payment has no name`, async () => {
      const sent = await send(bench, kind);
      if (kind === "draft") await decide(bench, sent, "accept");
      const body = (answer: AnswerBody) => {
        Object.assign(paymentIn[kind](answer), { merchant_reference: null, description: null });
        return answer;
      };
      expect(await stateOf(bench, sent, { body })).to.deep.equal({ kind: "made", payoutIds: null });
    });
  }

  it("takes the name from either field, in capitals too", async () => {
    const sent = await send(bench, "payment");
    for (const fields of [
      { merchant_reference: null },
      { description: "", merchant_reference: ids[0]!.toUpperCase() },
    ]) {
      const body = (answer: AnswerBody) => {
        Object.assign(answer.Response[0].Payment, fields);
        return answer;
      };
      expect(await stateOf(bench, sent, { body })).to.deep.equal({
        kind: "made",
        payoutIds: [ids[0]],
      });
    }
  });

  const batchLies: readonly [string, (batch: AnswerBody) => void, string][] = [
    ["the id of another", (batch) => Object.assign(batch, { id: 4_711 }), "another id"],
    [
      "a payment of another batch",
      (batch) => Object.assign(batch.payments.Payment[1], { batch_id: 4_711 }),
      "another id",
    ],
    [
      "a payment twice",
      (batch) => batch.payments.Payment.splice(2, 1, batch.payments.Payment[0]),
      "more payments",
    ],
    [
      "a payment too many",
      (batch) =>
        batch.payments.Payment.push({
          ...batch.payments.Payment[0],
          merchant_reference: "",
          description: "",
        }),
      "more payments",
    ],
    [
      "two names on one payment",
      (batch) => Object.assign(batch.payments.Payment[0], { description: ids.join(" ") }),
      "two names",
    ],
    ["no list", (batch) => Object.assign(batch, { payments: null }), "fields"],
  ];
  for (const [what, change, words] of batchLies) {
    it(`does not believe a batch that shows ${what}`, async () => {
      const body = (answer: AnswerBody) => {
        change(answer.Response[0].PaymentBatch);
        return answer;
      };
      await expectCode(stateOf(bench, await send(bench, "batch"), { body }), "bad-answer", words);
    });
  }

  it("names nothing of a batch that shows no payments", async () => {
    const body = (answer: AnswerBody) => {
      answer.Response[0].PaymentBatch.payments.Payment = [];
      return answer;
    };
    expect(await stateOf(bench, await send(bench, "batch"), { body })).to.deep.equal({
      kind: "made",
      payoutIds: null,
    });
  });

  for (const kind of ["payment", "batch", "draft"] as const) {
    describe(`of a ${kind}`, () => {
      const notFound = () => ({ Error: [{ error_description: "Not found." }] });

      it("is not-found only for a 404 that the bank signed", async () => {
        const sent = await send(bench, kind);
        const say = (change: Omit<Change, "path">) =>
          stateOf(bench, sent, { status: 404, body: notFound, ...change });
        expect(await say({})).to.deep.equal({ kind: "not-found" });
        await expectCode(say({ signature: "missing" }), "bad-signature");
        await expectCode(say({ signature: "wrong" }), "bad-signature");
        await expectCode(say({ body: () => "<h1>404 Not Found</h1>" }), "server-error");
        await expectCode(say({ status: 403 }), "refused");
        await expectCode(say({ status: 403, signature: "missing" }), "bad-signature");
        await expectCode(say({ status: 410, signature: "missing" }), "bad-signature");
      });

      const spoilt: readonly [string, Omit<Change, "path">, BankErrorCode][] = [
        ["a wrong signature", { signature: "wrong" }, "bad-signature"],
        ["no signature", { signature: "missing" }, "bad-signature"],
        ["a web page", { body: () => "<!doctype html><h1>Maintenance</h1>" }, "bad-answer"],
        ["10 MB", { body: () => new Uint8Array(10_000_000).fill(0x20) }, "bad-answer"],
        ["nothing", { body: () => "" }, "bad-answer"],
        ["null", { body: () => "null" }, "bad-answer"],
        ["bytes that aren't UTF-8", { body: () => new Uint8Array([0xff, 0xfe]) }, "bad-answer"],
        ["missing fields", { body: () => ({ Response: [{}] }) }, "bad-answer"],
        ["no answers", { body: () => ({ Response: [] }) }, "bad-answer"],
        ["deep nesting", { body: () => "[".repeat(100_000) }, "bad-answer"],
        [
          "its text twice",
          { body: (answer: AnswerBody) => JSON.stringify(answer).repeat(2) },
          "bad-answer",
        ],
        ["a fault of the bank", { status: 500 }, "server-error"],
        ["a redirect", { status: 302 }, "server-error"],
        ["an answer that isn't ready", { status: 202 }, "server-error"],
      ];
      for (const [what, change, code] of spoilt) {
        it(`is ${code} for ${what}`, async () => {
          await expectCode(stateOf(bench, await send(bench, kind), change), code);
        });
      }

      it("is unreachable when the answer is late", async () => {
        const sent = await send(bench, kind);
        await bench.play({ kind: "answer-late", method: "GET", pathIncludes: "payment" });
        const asking = stateOf(bench, sent);
        await bench.clock.untilWaiting(30_000);
        bench.clock.advance(10_000);
        await expectCode(asking, "unreachable");
      });
    });
  }

  it("is refused for bytes that were never a submission", async () => {
    const { prepared, bankSubmissionId } = await send(bench, "payment");
    const texts = ["", "{}", "[]", '{"payments":[]}', '{"entries":[{}]}', "<a/>"];
    const withAmount = (value: string) =>
      Buffer.from(prepared.bytes).toString().replace('"1.00"', JSON.stringify(value));
    for (const text of [...texts, withAmount("1e2"), withAmount("")]) {
      const bytes = Buffer.from(text);
      const state = bench.bank.submissionState({ ...prepared, bytes, bankSubmissionId });
      await expectCode(state, "refused", "no submission");
    }
  });

  it("reads back each order of what was prepared", async () => {
    for (const kind of ["payment", "batch", "draft"] as const) {
      const { prepared } = await send(bench, kind);
      const wanted = kind === "payment" ? orders.slice(0, 1) : orders;
      expect(readSubmission(prepared.bytes)).to.deep.equal(
        wanted.map(({ payoutId: id, amountCents, creditorIban }) => ({
          payoutId: id,
          amountCents,
          creditorIban,
        })),
      );
    }
  });
});
