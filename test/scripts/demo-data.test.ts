// Checks the demo files as a municipality would send them: exact counts, valid check digits, the awkward names.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parse } from "csv-parse/sync";
import { isValidIBAN } from "ibantools";
import { DEMO_FILES } from "../../scripts/demo-data.ts";

function readDemoFile(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
}

function readRows(path: string): Record<string, string>[] {
  return parse(readDemoFile(path), { bom: true, delimiter: ";", columns: true });
}

describe("demo data", () => {
  for (const { path, make } of DEMO_FILES) {
    it(`${path} is what scripts/demo-data.ts makes`, () => {
      expect(readDemoFile(path)).to.equal(make());
    });

    it(`${path} has a byte order mark and CRLF at the end of every line`, () => {
      const content = readDemoFile(path);
      expect(content.startsWith("\uFEFF")).to.equal(true);
      expect(content.endsWith("\r\n")).to.equal(true);
      expect(content.replaceAll("\r\n", "")).not.to.match(/[\r\n]/);
    });
  }

  describe("families.csv", () => {
    const families = readRows("demo/families.csv");

    it("has 80 households with 200 children, 1 to 6 in each", () => {
      const children = families.map((family) => Number(family["Aantal kinderen"]));
      expect(children).to.have.length(80);
      expect(
        children.every((count) => Number.isInteger(count) && count >= 1 && count <= 6),
      ).to.equal(true);
      expect(children.reduce((total, count) => total + count, 0)).to.equal(200);
    });

    it("has a client number of its own for every household", () => {
      const references = families.map((family) => family.Cliëntnummer!);
      expect(new Set(references).size).to.equal(80);
      expect(references.every((reference) => /^ZH-2017-\d{4}$/.test(reference))).to.equal(true);
    });

    it("names the language by its ISO 639-1 code", () => {
      const languages = new Set(families.map((family) => family.Taal));
      expect([...languages].sort()).to.deep.equal(["ar", "en", "fa", "nl", "pl", "tr", "uk"]);
    });

    it("keeps names that try a reader: a semicolon, quotes, apostrophes, diacritics, Cyrillic", () => {
      const names = families.map((family) => family.Naam);
      expect(names).to.include.members([
        "van 't Hoff; E.",
        'de Boer-Postma "Bé", B.',
        "'t Hart, W.",
        "O'Connor, S.",
        "Yılmaz-Çelik, Z.",
        "Мельник, Н.",
      ]);
    });
  });

  describe("shops.csv", () => {
    const shops = readRows("demo/shops.csv");

    it("has 12 shops, each with its own account", () => {
      expect(shops).to.have.length(12);
      expect(new Set(shops.map((shop) => shop.IBAN)).size).to.equal(12);
      expect(new Set(shops.map((shop) => shop["KvK-nummer"])).size).to.equal(12);
    });

    for (const shop of shops) {
      it(`gives ${shop.Naam} a valid IBAN, KvK number and e-mail address`, () => {
        expect(isValidIBAN(shop.IBAN!), shop.IBAN).to.equal(true);
        expect(shop["KvK-nummer"]).to.match(/^\d{8}$/);
        expect(shop["E-mail"]).to.match(/^[a-z]+@[a-z]+\.example$/);
      });
    }
  });
});
