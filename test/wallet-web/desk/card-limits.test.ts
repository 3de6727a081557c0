import { expect } from "chai";
import { readCardLimits } from "../../../wallet-web/desk/cards/read-limits.ts";

describe("What a sponsor fills in for printed cards", () => {
  it("is the limits for a payment and for a day", () => {
    expect(readCardLimits({ perPayment: "50", perDay: "1.000,50" })).to.deep.equal({
      limits: { perPaymentCents: 5_000n, perDayCents: 100_050n },
      problems: {},
    });
    expect(readCardLimits({ perPayment: "50", perDay: "50" }).limits).to.deep.equal({
      perPaymentCents: 5_000n,
      perDayCents: 5_000n,
    });
  });

  it("is no cards when a payment may be nothing, whatever the day says", () => {
    for (const perDay of ["", "100", "0"]) {
      expect(readCardLimits({ perPayment: "0", perDay })).to.deep.equal({
        limits: { perPaymentCents: 0n, perDayCents: 0n },
        problems: {},
      });
    }
  });

  for (const [what, form, problems] of [
    ["nothing", { perPayment: "", perDay: "" }, ["perPayment", "perDay"]],
    ["words", { perPayment: "veel", perDay: "100" }, ["perPayment"]],
    ["less than nothing", { perPayment: "50", perDay: "-1" }, ["perDay"]],
    ["less for a day than for a payment", { perPayment: "50", perDay: "49,99" }, ["perDay"]],
  ] as const) {
    it(`is refused when it is ${what}`, () => {
      const read = readCardLimits(form);
      expect(read.limits).to.equal(null);
      expect(Object.keys(read.problems)).to.deep.equal(problems);
    });
  }
});
