import { expect } from "chai";
import { findShops } from "../../../wallet-web/desk/shops/find-shops.ts";

const shop = (name: string, category: "shoes" | "toys", address: string, kvkNumber: string) => ({
  name,
  category,
  address,
  kvkNumber,
});
const SHOPS = [
  shop("'t Schoenenhoekje", "shoes", "Hoofdstraat 22, 9801 BX Zuidhorn", "00245573"),
  shop("Café Crème <script>", "toys", "De Gast 14, 9801 AB Zuidhorn", "99137542"),
];
const found = (typed: string) => findShops(SHOPS, typed).map(({ kvkNumber }) => kvkNumber);

describe("A shop that calls", () => {
  it("is found by its name, kind, street or number, whatever the capitals and accents", () => {
    for (const typed of [
      "schoenenhoekje",
      "SCHOENEN",
      "hoofdstraat 22",
      "0024",
      "  zuidhorn  gast ",
    ]) {
      expect(found(typed), typed).to.have.lengthOf(1);
    }
    expect(found("cafe creme")).to.deep.equal(["99137542"]);
    expect(found("zuidhorn")).to.have.lengthOf(2);
  });

  it("isn't found by words of two shops, nor by signs that mean something to a search", () => {
    expect(found("schoenenhoekje gast")).to.deep.equal([]);
    expect(found(".*")).to.deep.equal([]);
    expect(found("(")).to.deep.equal([]);
  });

  it("is among all when nothing was typed", () => {
    expect(findShops(SHOPS, "   ")).to.equal(SHOPS);
  });
});
