// Nobody at the municipality is told to call the municipality.
import { expect } from "chai";
import desk from "../../../wallet-web/shared/translations/nl/desk.json" with { type: "json" };
import errors from "../../../wallet-web/shared/translations/nl/errors.json" with { type: "json" };

/** Answers to what only a family's phone or a till asks: no page of the desk gets them. */
const NOT_AT_THE_DESK = new Set([
  ...["mark-already-given", "mark-without-payment", "too-many-questions", "too-many-devices"],
  ...["code-unknown", "insufficient-budget", "amount-above-authorisation"],
  ...["authorisation-not-in-time", "authorisation-used", "authorisation-kind-mismatch"],
  ...["iban-invalid", "kvk-number-invalid", "email-invalid", "bank-unavailable"],
  ...["shop-exists", "not-shop-owner", "till-taken", "payment-of-other-shop"],
  ...["card-blocked", "card-pin-blocked", "card-pin-wrong", "card-attempt-ended"],
  ...["card-payment-limit", "card-day-limit", "co-signature-invalid"],
]);

describe("A problem at the desk", () => {
  const words = new Map(Object.entries(desk));
  const saysCall = ([, sentence]: [string, string]) => /bel (dan )?de gemeente/i.test(sentence);

  it("is in the desk's own words where everybody else is told to call the municipality", () => {
    const without = Object.entries(errors)
      .filter((entry) => saysCall(entry) && !NOT_AT_THE_DESK.has(entry[0]))
      .filter(([code]) => !words.has(`problem.${code}`) || !words.has(`problem.${code}.todo`));
    expect(without.map(([code]) => code)).to.deep.equal([]);
  });

  it("never says to call the municipality, nor does anything else there", () => {
    expect(Object.entries(desk).filter(saysCall)).to.deep.equal([]);
  });

  it("has no words of a code that there isn't", () => {
    const known = [
      ...Object.keys(errors),
      "uncertain",
      "offline",
      "no-answer",
      "unexpected",
      "changed-meanwhile",
    ];
    const codes = [...words.keys()].flatMap((key) => /^problem\.([a-z-]+)$/.exec(key)?.[1] ?? []);
    expect(codes.filter((code) => !known.includes(code))).to.deep.equal([]);
  });
});
