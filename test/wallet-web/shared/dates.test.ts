import { expect } from "chai";
import {
  dayKey,
  daysBetween,
  formatDate,
  formatExactTime,
  formatTime,
} from "../../../wallet-web/shared/dates.ts";
import { LANGUAGES } from "../../../wallet-web/shared/language.ts";

const at = (moment: string) => Date.parse(moment) / 1000;

describe("Dates", () => {
  it("are those of the Netherlands, wherever the device is", () => {
    expect(formatTime(at("2026-07-01T10:05:09Z"))).to.equal("12:05");
    expect(formatExactTime(at("2026-12-01T10:05:09Z"))).to.equal("11:05:09");
    expect(formatDate(at("2026-12-31T23:30:00Z"))).to.equal("1 januari 2027");
  });

  it("change day at midnight in the Netherlands", () => {
    expect(dayKey(at("2026-11-21T22:59:59Z"))).to.equal("2026-11-21");
    expect(dayKey(at("2026-11-21T23:00:00Z"))).to.equal("2026-11-22");
  });

  for (const [code, date, time] of [
    ["en", "1 January 2027", "00:30"],
    ["ar", "1 يناير 2027", "00:30"],
    ["fa", "1 ژانویهٔ 2027", "00:30"],
    ["uk", "1 січня 2027 р.", "00:30"],
    ["tr", "1 Ocak 2027", "00:30"],
    ["pl", "1 stycznia 2027", "00:30"],
  ] as const) {
    it(`are written as ${code} does, in our calendar and of 24 hours`, () => {
      const { locale } = LANGUAGES[code];
      expect(formatDate(at("2026-12-31T23:30:00Z"), locale)).to.equal(date);
      expect(formatTime(at("2026-12-31T23:30:00Z"), locale)).to.equal(time);
      expect(formatTime(at("2026-12-31T15:05:00Z"), locale)).to.equal("16:05");
    });
  }

  it("count whole days only", () => {
    expect(daysBetween(0, 86_399)).to.equal(0);
    expect(daysBetween(0, 86_400)).to.equal(1);
    expect(daysBetween(86_400, 0)).to.equal(-1);
  });
});
