import { expect } from "chai";
import fc from "fast-check";
import { LANGUAGE_CODES, LANGUAGES } from "../../../wallet-web/shared/language.ts";
import {
  amountParts,
  formatCents,
  formatDigits,
  parseAmount,
} from "../../../wallet-web/shared/money.ts";

const plain = (text: string) => text.replace(/\u00a0/g, " ");

describe("formatCents", () => {
  for (const [cents, text] of [
    [0n, "€ 0,00"],
    [5n, "€ 0,05"],
    [1_999n, "€ 19,99"],
    [30_000n, "€ 300,00"],
    [123_456_789n, "€ 1.234.567,89"],
    [-50n, "− € 0,50"],
    // One more than a float can count to.
    [2n ** 53n + 1n, "€ 90.071.992.547.409,93"],
  ] as const) {
    it(`writes ${cents} cents as ${text}`, () => {
      expect(plain(formatCents(cents))).to.equal(text);
    });
  }

  it("writes an amount as the language does", () => {
    expect(plain(formatCents(123_450n, "en-GB"))).to.equal("€1,234.50");
    expect(plain(formatCents(123_450n, "tr-TR"))).to.equal("€1.234,50");
  });

  for (const [code, text] of [
    ["en", "€12.05"],
    ["ar", "\u200f12.05 €"],
    ["fa", "\u200e€ 12.05"],
    ["uk", "12,05 €"],
    ["tr", "€12,05"],
    ["pl", "12,05 €"],
  ] as const) {
    it(`writes euros as ${code} does, and knows its cents`, () => {
      const { locale } = LANGUAGES[code];
      expect(plain(formatCents(1_205n, locale))).to.equal(text);
      const cents = amountParts(1_205n, locale).filter(({ type }) => type === "cents");
      expect(cents.map((part) => part.text).join("")).to.match(/^[.,]05$/);
    });
  }

  it("gives an example of what to type, without the sign", () => {
    expect(formatDigits(1_250n)).to.equal("12,50");
    expect(formatDigits(1_250n, "en-GB")).to.equal("12.50");
  });

  it("writes cents in the language's own digits", () => {
    expect(formatCents(1_205n, "fa-IR")).to.contain("۰۵");
  });

  it("tells euros from cents, so that a screen can show cents smaller", () => {
    const ofType = (type: string) =>
      amountParts(123_450n)
        .filter((part) => part.type === type)
        .map((part) => part.text)
        .join("");
    expect(ofType("euros")).to.equal("1.234");
    expect(ofType("cents")).to.equal(",50");
    expect(ofType("symbol")).to.equal("€");
  });
});

describe("parseAmount", () => {
  for (const [typed, cents] of [
    ["12", 1_200n],
    ["12,5", 1_250n],
    ["12,50", 1_250n],
    [" 12.50 ", 1_250n],
    ["€ 12,50", 1_250n],
    ["0,01", 1n],
    ["007", 700n],
    ["12,50 €", 1_250n],
    ["١٢٫٥٠", 1_250n],
    ["۱۲٫۵", 1_250n],
    ["٣،٥", 350n],
    ["\u200f12.50 €", 1_250n],
  ] as const) {
    it(`reads ${JSON.stringify(typed)} as ${cents} cents`, () => {
      expect(parseAmount(typed)).to.equal(cents);
    });
  }

  for (const typed of [
    "",
    "-1",
    "12,505",
    "1.234",
    "1.234,50",
    "12,",
    "twaalf",
    "1e3",
    "١٢٫٥٠٥",
    "€ 5 €5",
    "99999999",
  ]) {
    it(`refuses ${JSON.stringify(typed)}`, () => {
      expect(parseAmount(typed)).to.equal(null);
    });
  }

  it("reads back every amount that it wrote, in every language", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 99_999n }),
        fc.constantFrom(...LANGUAGE_CODES),
        (cents, code) => {
          expect(parseAmount(formatCents(cents, LANGUAGES[code].locale))).to.equal(cents);
        },
      ),
    );
  });
});
