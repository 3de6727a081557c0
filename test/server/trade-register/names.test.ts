// When a shop's own name and its registered name count as the same.
import { expect } from "chai";
import { isSameName } from "../../../server/trade-register/names.ts";

describe("A shop's name beside the registered one", () => {
  for (const [one, other] of [
    ["Kapsalon Chérie", "KAPSALON CHERIE"],
    ["Kleertjes & Zo", "Kleertjes en Zo B.V."],
    ["'t Schoenenhoekje", "t Schoenenhoekje VOF"],
    ["Speelgoedhuis De Tol", "Speelgoed-huis de Tol"],
    ["Kringloop Noord", "Stichting Kringloop Noord"],
    ["B.V.", "BV"],
  ] as const) {
    it(`is the same: ${one}, ${other}`, () => {
      expect(isSameName(one, other)).to.equal(true);
    });
  }

  for (const [one, other] of [
    ["Noorderlicht Fietsen", "Tweewielers Hoekstra"],
    ["Sportpunt", "Sportpunt Leek"],
    ["Stichting", "Vereniging"],
    ["!", "?"],
  ] as const) {
    it(`is another: ${one}, ${other}`, () => {
      expect(isSameName(one, other)).to.equal(false);
    });
  }
});
