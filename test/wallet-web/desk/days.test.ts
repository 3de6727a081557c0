import { expect } from "chai";
import { bankDay } from "../../../wallet-web/desk/payouts/days.ts";

describe("bankDay", () => {
  it("says days the Dutch way and moments in Dutch time", () => {
    expect(bankDay("2026-04-07")).to.equal("07-04-2026");
    expect(bankDay("2026-04-07T12:30:00.000Z")).to.equal("7 apr, 14:30");
  });

  it("leaves alone what is neither", () => {
    expect(bankDay("")).to.equal("");
    expect(bankDay("gisteren")).to.equal("gisteren");
  });
});
