import { expect } from "chai";
import { dateFormat, numberFormat, pluralRules } from "../../../wallet-web/shared/formats.ts";

describe("Formats", () => {
  it("are made once for a language and its options", () => {
    const options = { minimumIntegerDigits: 2 };
    expect(numberFormat("nl-NL", { ...options })).to.equal(numberFormat("nl-NL", options));
    expect(dateFormat("nl-NL", { month: "long" })).to.equal(dateFormat("nl-NL", { month: "long" }));
    expect(pluralRules("pl")).to.equal(pluralRules("pl"));
  });

  it("of another language or other options are others", () => {
    const options = { minimumIntegerDigits: 2 };
    expect(numberFormat("ar", options)).to.not.equal(numberFormat("nl-NL", options));
    expect(numberFormat("nl-NL", {})).to.not.equal(numberFormat("nl-NL", options));
    expect(pluralRules("pl").select(2)).to.equal("few");
    expect(pluralRules("nl-NL").select(2)).to.equal("other");
  });
});
