import { expect } from "chai";
import { notBegunText } from "../../../wallet-web/desk/households/not-begun.ts";

describe("notBegunText", () => {
  it("says how many of the open budgets nobody began, also beside others that are used", () => {
    const of = (...states: Parameters<typeof notBegunText>[0]["states"]) =>
      notBegunText({ states });
    expect(of("active", "registered", "frozen")).to.equal("1 van 3 budgetten nog niet begonnen");
    expect(of("registered", "registered")).to.equal("2 van 2 budgetten nog niet begonnen");
    expect(of("registered", "closed")).to.equal("Het budget is nog niet begonnen");
  });
});
