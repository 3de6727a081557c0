import { expect } from "chai";
import { readShops } from "../../../scripts/demo/shops.ts";
import {
  groupedIban,
  isIban,
  plainIban,
  troubleOf,
} from "../../../wallet-web/till/model/shop-fields.ts";

describe("A shop's fields", () => {
  it("take every shop of the demonstration", () => {
    for (const shop of readShops()) {
      for (const field of ["name", "kvkNumber", "iban", "address", "email"] as const) {
        expect(troubleOf(field, shop[field]), `${shop.name}: ${field}`).to.equal(null);
      }
    }
  });

  it("refuse an IBAN with any one digit changed", () => {
    const iban = "NL51INGB0061304654";
    for (let place = 2; place < iban.length; place++) {
      const digit = Number(iban[place]);
      if (Number.isNaN(digit)) continue;
      const wrong = iban.slice(0, place) + ((digit + 1) % 10) + iban.slice(place + 1);
      expect(isIban(wrong), wrong).to.equal(false);
    }
  });

  for (const iban of [
    "",
    "NL",
    "NL51INGB006130465",
    "NL51INGB00613046544",
    "51INGB0061304654",
    "NL00INGB0061304654",
  ]) {
    it(`refuse ${JSON.stringify(iban)} as an IBAN`, () => {
      expect(isIban(iban)).to.equal(false);
    });
  }

  it("take IBANs of other countries", () => {
    expect(isIban("DE89370400440532013000")).to.equal(true);
    expect(isIban("BE71096123456769")).to.equal(true);
  });

  it("write an IBAN in groups of four, and send it without spaces", () => {
    expect(groupedIban("nl51ingb0061304654")).to.equal("NL51 INGB 0061 3046 54");
    expect(plainIban("nl51 INGB 0061 3046 54")).to.equal("NL51INGB0061304654");
    expect(groupedIban(groupedIban("NL51INGB0061304654"))).to.equal("NL51 INGB 0061 3046 54");
  });

  for (const [field, value, trouble] of [
    ["name", "  ", "empty"],
    ["kvkNumber", "1234567", "wrong"],
    ["kvkNumber", "9952 5812", null],
    ["email", "winkel@", "wrong"],
    ["email", "winkel@voorbeeld", "wrong"],
    ["email", "winkel@voorbeeld.nl", null],
    ["category", "", "empty"],
  ] as const) {
    it(`find ${trouble ?? "nothing wrong"} in ${field} ${JSON.stringify(value)}`, () => {
      expect(troubleOf(field, value)).to.equal(trouble);
    });
  }
});
