import { expect } from "chai";
import { ApiError } from "../../../wallet-web/shared/problem.ts";
import type { SignedAuthorisation } from "../../../wallet-web/shared/protocol/qr-payload.ts";
import { payableOf, refusalOnSight } from "../../../wallet-web/till/model/charge.ts";

const refusal = (code: string, params: Record<string, string>) =>
  new ApiError({ code, status: 409, params });
const cheque = (maximumAmountCents: bigint) =>
  ({ authorisation: { maximumAmountCents } }) as SignedAuthorisation;

describe("A refused charge", () => {
  for (const [code, params, payable] of [
    ["insufficient-budget", { availableCents: "425" }, 425n],
    ["insufficient-budget", { availableCents: "0" }, null],
    ["insufficient-budget", {}, null],
    ["insufficient-budget", { availableCents: "-1" }, null],
    ["amount-above-authorisation", { maximumCents: "1250" }, 1_250n],
    ["card-payment-limit", { requestedCents: "6000", limitCents: "5000" }, 5_000n],
    ["card-day-limit", { requestedCents: "6000", leftCents: "700", limitCents: "10000" }, 700n],
    ["card-day-limit", { requestedCents: "6000", leftCents: "0", limitCents: "10000" }, null],
    ["card-pin-wrong", { attemptsLeft: "2" }, null],
    ["authorisation-used", { amountCents: "1250" }, null],
    ["shop-not-admitted", {}, null],
  ] as const) {
    it(`for ${code} ${JSON.stringify(params)} leaves ${payable ?? "nothing"} to pay`, () => {
      expect(payableOf(refusal(code, params))).to.equal(payable);
    });
  }

  it("is refused on sight when the cheque is for less", () => {
    expect(refusalOnSight(cheque(1_250n), 1_250n)).to.equal(null);
    const error = refusalOnSight(cheque(1_249n), 1_250n);
    expect(error && [error.code, payableOf(error)]).to.deep.equal([
      "amount-above-authorisation",
      1_249n,
    ]);
  });
});
