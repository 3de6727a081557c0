import { expect } from "chai";
import type { PaymentAnswer } from "../../../wallet-web/shared/api-types.ts";
import { mayRefund, totalsByTill } from "../../../wallet-web/till/model/day.ts";
import { receiptText } from "../../../wallet-web/till/model/receipt.ts";

const shop = { name: "Speelgoedhuis", address: "Dorpsstraat 1, Zuidhorn" };
const payment = {
  paymentId: `0x${"00".repeat(29)}3f29a1`,
  beneficiaryId: "0xchild",
  amountCents: "1230",
  refundedCents: "0",
  paidAt: Date.parse("2026-07-01T12:05:00Z") / 1000,
  till: "0xaa",
  corrections: [],
} as unknown as PaymentAnswer;
const plain = (text: string) => text.replace(/\u00a0/g, " ");

describe("A receipt", () => {
  it("says where, how much, when and under which code, and nothing of who paid", () => {
    const text = plain(receiptText({ shop, payment, askedCents: null }));
    expect(text).to.equal(
      [
        "Speelgoedhuis",
        "Dorpsstraat 1, Zuidhorn",
        "",
        "Betaald: € 12,30",
        "Datum: 1 juli 2026",
        "Tijd: 14:05",
        "Code: 3F2-9A1",
      ].join("\n"),
    );
  });

  it("states both amounts where a part was paid another way", () => {
    const text = plain(receiptText({ shop, payment, askedCents: 1_995n }));
    expect(text).to.contain("Betaald: € 12,30");
    expect(text).to.contain("Hele bedrag: € 19,95\nOp een andere manier betaald: € 7,65");
  });

  it("says what was given back", () => {
    const correction = { kind: "refund", amountCents: "230", at: 0, requestId: null, till: "0xaa" };
    const refunded = { ...payment, corrections: [correction] } as PaymentAnswer;
    const text = plain(receiptText({ shop, payment: refunded, askedCents: null }));
    expect(text).to.match(/Teruggegeven: € 2,30$/);
  });
});

describe("Payments of several tills", () => {
  it("are added up for each by itself, also those of a till that isn't known", () => {
    const other = { ...payment, till: null, amountCents: "100", refundedCents: "40" };
    const totals = totalsByTill([payment, other as PaymentAnswer, payment]);
    expect(totals.map(({ till, total }) => [till, total.count, total.netCents])).to.deep.equal([
      ["0xaa", 2, 2_460n],
      [null, 1, 60n],
    ]);
  });

  it("are given back by the till that took them, and by the owner", () => {
    expect(mayRefund({ owner: false, device: "0xaa" }, payment)).to.equal(true);
    expect(mayRefund({ owner: false, device: "0xbb" }, payment)).to.equal(false);
    expect(mayRefund({ owner: true, device: "0xbb" }, payment)).to.equal(true);
    expect(mayRefund(null, payment)).to.equal(false);
  });
});
