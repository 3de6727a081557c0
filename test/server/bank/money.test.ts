// Decimal text and cents, both ways, at every edge.

import { expect } from "chai";
import fc from "fast-check";
import { formatCentsAsDecimal, parseDecimalToCents } from "../../../server/bank/money.ts";

describe("bank money", () => {
  const good: readonly [string, bigint][] = [
    ["0", 0n],
    ["0.00", 0n],
    ["-0.00", 0n],
    ["0.01", 1n],
    ["-0.05", -5n],
    ["7", 700n],
    ["7.5", 750n],
    ["12.50", 1_250n],
    ["-12.50", -1_250n],
    // 0.1 + 0.2, 1.005 and 4.35 × 100 are where floats go wrong.
    ["0.30", 30n],
    ["4.35", 435n],
    ["9999999999999.99", 999_999_999_999_999n],
  ];
  for (const [text, cents] of good) {
    it(`reads ${text} as ${cents} cents`, () => {
      expect(parseDecimalToCents(text)).to.equal(cents);
    });
  }

  const bad = [
    "",
    " ",
    "1.005",
    "1,50",
    "+1.00",
    "--1",
    "1e3",
    "01.00",
    ".50",
    "1.",
    "NaN",
    "Infinity",
  ];
  for (const text of [...bad, "0x10", "1.00 ", "1_000", "1\n", "١.00", "10000000000000.00"]) {
    it(`reads nothing in ${JSON.stringify(text)}`, () => {
      expect(parseDecimalToCents(text)).to.equal(null);
    });
  }

  it("reads back what it writes", () => {
    const cents = fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n });
    fc.assert(
      fc.property(cents, (amount) => parseDecimalToCents(formatCentsAsDecimal(amount)) === amount),
    );
  });

  it("writes two decimals, and the minus in front", () => {
    expect([0n, 5n, -5n, 100n, -123_456n].map(formatCentsAsDecimal)).to.deep.equal([
      "0.00",
      "0.05",
      "-0.05",
      "1.00",
      "-1234.56",
    ]);
  });
});
