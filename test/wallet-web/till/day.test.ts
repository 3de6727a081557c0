import { expect } from "chai";
import type { PaymentAnswer } from "../../../wallet-web/shared/api-types.ts";
import { paymentsOfDay, refundableOf, totalOf } from "../../../wallet-web/till/model/day.ts";

const at = (moment: string) => Date.parse(moment) / 1000;
const payment = (amountCents: string, refundedCents: string, paidAt = 0) =>
  ({ amountCents, refundedCents, paidAt }) as PaymentAnswer;

describe("A day at the till", () => {
  it("adds up what was paid and takes off what was given back", () => {
    const total = totalOf([payment("1250", "0"), payment("2395", "500"), payment("10", "10")]);
    expect(total).to.deep.equal({
      count: 3,
      paidCents: 3_655n,
      refundedCents: 510n,
      netCents: 3_145n,
    });
  });

  it("is zero without payments", () => {
    expect(totalOf([])).to.deep.equal({
      count: 0,
      paidCents: 0n,
      refundedCents: 0n,
      netCents: 0n,
    });
  });

  it("begins and ends at midnight in the Netherlands", () => {
    const payments = [
      payment("1", "0", at("2026-11-21T22:59:59Z")),
      payment("2", "0", at("2026-11-21T23:00:00Z")),
      payment("3", "0", at("2026-11-22T22:59:59Z")),
      payment("4", "0", at("2026-11-22T23:00:00Z")),
    ];
    const today = paymentsOfDay(payments, at("2026-11-22T12:00:00Z"));
    expect(today.map((one) => one.amountCents)).to.deep.equal(["2", "3"]);
  });

  it("leaves of a payment what was not given back yet", () => {
    expect(refundableOf(payment("2395", "500"))).to.equal(1_895n);
  });
});
