// Days on which banks book, and days as the Netherlands counts them.
import { expect } from "chai";
import {
  dutchDay,
  dutchDayBounds,
  executionDate,
  isBankingDay,
  nextBankingDay,
} from "../../../server/payouts/banking-days.ts";

describe("banking days", () => {
  const closed = [
    "2026-01-01",
    "2026-04-03",
    "2026-04-06",
    "2026-05-01",
    "2026-12-25",
    "2025-12-26",
    "2025-04-18",
    "2025-04-21",
    "2026-11-28",
    "2026-11-29",
    "2027-03-26",
    "2027-03-29",
  ];
  for (const day of closed) {
    it(`${day} is none`, () => {
      expect(isBankingDay(day)).to.equal(false);
    });
  }

  // Liberation Day, King's Day and Ascension close shops, not TARGET.
  for (const day of [
    "2026-05-05",
    "2026-04-27",
    "2026-05-14",
    "2026-04-02",
    "2026-04-07",
    "2026-11-27",
  ]) {
    it(`${day} is one`, () => {
      expect(isBankingDay(day)).to.equal(true);
    });
  }

  it("follows a long weekend with the day after it", () => {
    expect(nextBankingDay("2026-04-02")).to.equal("2026-04-07");
    expect(nextBankingDay("2026-12-24")).to.equal("2026-12-28");
  });

  const at = (text: string) => executionDate({ nowMs: Date.parse(text), cutOff: "14:30" });

  it("books the same day until the cut-off, in Dutch time", () => {
    expect(at("2026-07-07T12:29:59Z")).to.equal("2026-07-07");
    expect(at("2026-07-07T12:30:00Z")).to.equal("2026-07-08");
    expect(at("2026-01-07T13:29:59Z")).to.equal("2026-01-07");
    expect(at("2026-01-07T13:30:00Z")).to.equal("2026-01-08");
  });

  it("books on the next banking day what is signed on a day that is none", () => {
    expect(at("2026-04-04T08:00:00Z")).to.equal("2026-04-07");
  });

  it("knows the Dutch day on both sides of midnight", () => {
    expect(dutchDay(Date.parse("2026-07-07T21:59:59.999Z"))).to.equal("2026-07-07");
    expect(dutchDay(Date.parse("2026-07-07T22:00:00Z"))).to.equal("2026-07-08");
  });

  for (const [day, hours] of [
    ["2026-03-29", 23],
    ["2026-10-25", 25],
    ["2026-07-07", 24],
    ["2026-01-07", 24],
  ] as const) {
    it(`gives ${day} its ${hours} hours`, () => {
      const { fromMs, untilMs } = dutchDayBounds(day);
      expect((untilMs - fromMs) / 3_600_000).to.equal(hours);
      expect([dutchDay(fromMs), dutchDay(fromMs - 1) < day]).to.deep.equal([day, true]);
      expect([dutchDay(untilMs - 1), dutchDay(untilMs) > day]).to.deep.equal([day, true]);
    });
  }
});
