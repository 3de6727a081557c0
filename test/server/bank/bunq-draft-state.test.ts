// What the bank says of a draft counts only when the draft holds what was sent, whatever the person decided.

import { expect } from "chai";
import type { SubmissionState } from "../../../server/bank/bank.ts";
import { type Bench, openBench } from "./bench.ts";
import type { AnswerBody } from "./changed-answers.ts";
import { decide, expectCode, ids, otherIban, send, stateOf } from "./submissions.ts";

describe("bunq draft state", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const draftLies: readonly [string, (draft: AnswerBody) => void, string][] = [
    ["the id of another", (draft) => Object.assign(draft, { id: 4_711 }), "another id"],
    [
      "another account",
      (draft) => Object.assign(draft, { monetary_account_id: 999 }),
      "another account",
    ],
    ["no entries", (draft) => Object.assign(draft, { entries: undefined }), "fields"],
    ["an entry too few", (draft) => draft.entries.pop(), "other entries"],
    ["an entry twice", (draft) => draft.entries.push(draft.entries[0]), "other entries"],
    [
      "one entry in place of another",
      (draft) => draft.entries.splice(2, 1, draft.entries[0]),
      "other entries",
    ],
    [
      "an entry without a name",
      (draft) => Object.assign(draft.entries[0], { merchant_reference: "", description: "" }),
      "without a name",
    ],
    [
      "an entry of another amount",
      (draft) => Object.assign(draft.entries[0].amount, { value: "1.01" }),
      "another amount",
    ],
    [
      "an entry in dollars",
      (draft) => Object.assign(draft.entries[0].amount, { currency: "USD" }),
      "fields",
    ],
    [
      "an entry to somebody else",
      (draft) => Object.assign(draft.entries[0].counterparty_alias, { iban: otherIban }),
      "another counterparty",
    ],
  ];
  for (const decision of ["none", "reject", "accept"] as const) {
    for (const [what, change, words] of draftLies) {
      it(`does not believe a draft (decision: ${decision}) that shows ${what}`, async () => {
        const sent = await send(bench, "draft");
        if (decision !== "none") await decide(bench, sent, decision);
        const body = (answer: AnswerBody) => {
          change(answer.Response[0].DraftPayment);
          return answer;
        };
        await expectCode(stateOf(bench, sent, { body }), "bad-answer", words);
      });
    }
  }

  it("does not believe a rejected draft that shows payments", async () => {
    const sent = await send(bench, "draft");
    await decide(bench, sent, "accept");
    for (const status of ["REJECTED", "CANCELLED"]) {
      const body = (answer: AnswerBody) => {
        answer.Response[0].DraftPayment.status = status;
        return answer;
      };
      await expectCode(
        stateOf(bench, sent, { body }),
        "bad-answer",
        "rejected draft with payments",
      );
    }
  });

  const accepted: readonly [string, object, SubmissionState][] = [
    ["a word that bunq doesn't document", { status: "SIGNED" }, { kind: "waiting" }],
    ["no payments yet", { object: null }, { kind: "waiting" }],
    ["an empty list", { object: [] }, { kind: "made", payoutIds: null }],
  ];
  for (const [what, fields, expected] of accepted) {
    it(`is ${expected.kind} for an accepted draft with ${what}`, async () => {
      const sent = await send(bench, "draft");
      await decide(bench, sent, "accept");
      const body = (answer: AnswerBody) => {
        Object.assign(answer.Response[0].DraftPayment, fields);
        return answer;
      };
      expect(await stateOf(bench, sent, { body })).to.deep.equal(expected);
    });
  }

  it("reads a draft whose amounts are negative and whose aliases are as they were sent", async () => {
    const sent = await send(bench, "draft");
    const body = (answer: AnswerBody) => {
      for (const entry of answer.Response[0].DraftPayment.entries) {
        entry.amount.value = `-${entry.amount.value}`;
        entry.counterparty_alias = { type: "IBAN", value: "NL91 ABNA 0417 1643 00" };
      }
      return answer;
    };
    expect(await stateOf(bench, sent, { body })).to.deep.equal({ kind: "waiting" });
  });

  it("reads the payments of a draft under the name of a batch", async () => {
    const sent = await send(bench, "draft");
    await decide(bench, sent, "accept");
    const body = (answer: AnswerBody) => {
      const draft = answer.Response[0].DraftPayment;
      draft.object = { PaymentBatch: { payments: draft.object } };
      return answer;
    };
    expect(await stateOf(bench, sent, { body })).to.deep.equal({ kind: "made", payoutIds: ids });
  });
});
