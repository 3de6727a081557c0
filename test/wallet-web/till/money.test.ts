import { expect } from "chai";
import { expectedText, monthName, monthsUntil } from "../../../wallet-web/till/model/money.ts";

const at = (moment: string) => Date.parse(moment) / 1000;
const NOW = at("2026-01-05T11:00:00Z");

describe("The shop's money", () => {
  it("says when a payout is expected, as exactly as anyone knows", () => {
    expect(expectedText(NOW, NOW)).to.equal("Verwacht binnen enkele minuten");
    expect(expectedText(NOW - 600, NOW)).to.equal("Verwacht binnen enkele minuten");
    expect(expectedText(NOW + 65 * 60, NOW)).to.equal("Verwacht vandaag rond 13:05");
    expect(expectedText(NOW + 86_400, NOW)).to.equal("Verwacht dinsdag 6 januari rond 12:00");
    expect(expectedText(null, NOW)).to.equal(null);
  });

  it("looks back over months, also past new year", () => {
    expect(monthsUntil(NOW, 3)).to.deep.equal(["2026-01", "2025-12", "2025-11"]);
    expect(monthName("2025-12")).to.equal("december 2025");
  });
});
