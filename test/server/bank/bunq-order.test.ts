// The order's limits, and the bytes that come of it.

import { expect } from "chai";
import { BankError } from "../../../server/bank/bank-error.ts";
import {
  checkOrder,
  describe as describeOrder,
  submissionBytes,
} from "../../../server/bank/bunq/order.ts";
import { outcomeOf } from "../../../server/bank/bunq/outcome.ts";
import { isBodySigned, makeKeyPair, signBody } from "../../../server/bank/bunq/signing.ts";
import { order } from "./bench.ts";

describe("bunq order", () => {
  const bad: Readonly<Record<string, Partial<ReturnType<typeof order>>>> = {
    "an amount of zero": { amountCents: 0n },
    "a negative amount": { amountCents: -1n },
    "an amount of a billion euro": { amountCents: 100_000_000_000n },
    "a payout id in capitals": { payoutId: "A".repeat(32) },
    "a payout id with 0x": { payoutId: `0x${"a".repeat(30)}` },
    "a payout id of 31 characters": { payoutId: "a".repeat(31) },
    "an IBAN with a wrong check digit": { creditorIban: "NL92ABNA0417164300" },
    "an IBAN with spaces": { creditorIban: "NL91 ABNA 0417 1643 00" },
    "no name": { creditorName: "" },
    "a name of 71 characters": { creditorName: "a".repeat(71) },
    "a name with a line break": { creditorName: "Bakker\nZoë" },
    "a description with a null character": { description: "a\u0000b" },
  };
  for (const [what, fields] of Object.entries(bad)) {
    it(`refuses ${what}, naming the field and not its value`, () => {
      const field = Object.keys(fields)[0]!;
      const value = String(Object.values(fields)[0]);
      expect(() => checkOrder(order(fields)))
        .to.throw(BankError)
        .that.satisfies(
          (error: BankError) =>
            error.code === "invalid-order" &&
            error.message.includes(field) &&
            (value.length < 3 || !error.message.includes(value)),
        );
    });
  }

  it("accepts the smallest and the largest amount and a name of 70", () => {
    checkOrder(order({ amountCents: 1n, creditorName: "a" }));
    checkOrder(order({ amountCents: 99_999_999_999n, creditorName: "a".repeat(70) }));
  });

  it("puts the payout id in both fields within their limits", () => {
    const sent = JSON.parse(
      Buffer.from(submissionBytes("payment", [order({ description: "é".repeat(300) })])).toString(),
    );
    expect(sent.merchant_reference).to.equal(order().payoutId);
    expect(sent.description).to.have.length(140);
    expect(sent.description.endsWith(` ${order().payoutId}`)).to.equal(true);
    expect(sent.amount).to.deep.equal({ value: "12.50", currency: "EUR" });
  });

  it("leaves a description alone that has the payout id already, and copes with none", () => {
    const { payoutId } = order();
    expect(describeOrder(order({ description: `Uitbetaling ${payoutId}` }))).to.equal(
      `Uitbetaling ${payoutId}`,
    );
    expect(describeOrder(order({ description: "" }))).to.equal(payoutId);
    expect([...describeOrder(order({ description: "🥐".repeat(200) }))]).to.have.length(140);
  });
});

describe("bunq signature", () => {
  it("holds for the same bytes and key alone", async () => {
    const [ours, theirs] = await Promise.all([makeKeyPair(), makeKeyPair()]);
    const body = Buffer.from('{"a":1}');
    const signature = signBody(body, ours.privateKeyPem);
    const { publicKeyPem } = ours;
    expect(isBodySigned({ body, signature, publicKeyPem })).to.equal(true);
    expect(isBodySigned({ body: Buffer.from('{"a":2}'), signature, publicKeyPem })).to.equal(false);
    expect(isBodySigned({ body, signature, publicKeyPem: theirs.publicKeyPem })).to.equal(false);
    for (const wrong of ["", "not base64 ✗", signature.slice(4), "AAAA"]) {
      expect(isBodySigned({ body, signature: wrong, publicKeyPem })).to.equal(false);
    }
    expect(isBodySigned({ body, signature, publicKeyPem: "no key" })).to.equal(false);
  });
});

describe("bunq outcome", () => {
  const answered = (status: number, body: unknown) => {
    const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
    const common = { kind: "answered", signature: "valid", echoedRequestId: "r1" } as const;
    return outcomeOf({ ...common, status, body: bytes }, "r1");
  };
  const error = (text: string) => ({ Error: [{ error_description: text }] });

  for (const status of [400, 403, 404, 405, 466, 490]) {
    it(`is refused for a signed ${status} in the bank's form`, () => {
      const expected = { kind: "refused", code: String(status), message: "No." };
      expect(answered(status, error("No."))).to.deep.equal(expected);
    });
    it(`is unknown for a ${status} in another form`, () => {
      expect(answered(status, "<h1>No</h1>")).to.deep.include({
        kind: "unknown",
        cause: "bad-answer",
      });
    });
  }
  for (const status of [201, 204, 301, 302, 408, 409, 491, 500, 502, 503, 504]) {
    it(`is unknown for ${status}`, () => {
      expect(answered(status, error("?"))).to.deep.include({
        kind: "unknown",
        cause: "server-error",
      });
    });
  }
  const unusable = [
    ["no id", { Response: [{}] }],
    ["an id of text", { Response: [{ Id: { id: "9001" } }] }],
    ["an id of zero", { Response: [{ Id: { id: 0 } }] }],
    ["an id beyond what a number holds", '{"Response":[{"Id":{"id":9007199254740993}}]}'],
    ["an empty body", ""],
    ["text cut off", '{"Response":[{"Id":{"id":90'],
    ["null", "null"],
    ["deep nesting", "[".repeat(100_000)],
  ] as const;
  for (const [what, body] of unusable) {
    it(`is unknown for a 200 with ${what}`, () => {
      expect(answered(200, body)).to.deep.include({ kind: "unknown", cause: "bad-answer" });
    });
  }
  it("is unknown when the answer is to another request", () => {
    const body = Buffer.from('{"Response":[{"Id":{"id":9001}}]}');
    const common = { kind: "answered", signature: "valid", status: 200, body } as const;
    expect(outcomeOf({ ...common, echoedRequestId: "r2" }, "r1")).to.deep.include({
      cause: "bad-answer",
    });
    const expected = { kind: "accepted", bankSubmissionId: "9001" };
    expect(outcomeOf({ ...common, echoedRequestId: null }, "r1")).to.deep.equal(expected);
  });
});
