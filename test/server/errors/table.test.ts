// The table of codes is whole: a sentence for each code, a code for each error that a contract can give.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { contractErrors } from "../../../server/errors/contract-errors.ts";
import { errorTable, isErrorCode } from "../../../server/errors/table.ts";

const readJson = (path: string) =>
  JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8"));

type AbiEntry = { type: string; name: string; inputs: { name: string }[] };

const abiErrors = [
  "KindpakketLedger",
  "KindpakketRoles",
  "KindpakketCards",
  "P256Forwarder",
].flatMap((name) =>
  (readJson(`artifacts/contracts/${name}.sol/${name}.json`).abi as AbiEntry[]).filter(
    ({ type }) => type === "error",
  ),
);

describe("errors", () => {
  describe("table", () => {
    it("has a Dutch sentence for each code, and none besides", () => {
      const sentences = readJson("wallet-web/shared/translations/nl/errors.json");
      expect(Object.keys(sentences).sort()).to.deep.equal(Object.keys(errorTable).sort());
    });

    it("has codes in kebab-case with the status of an error", () => {
      for (const [code, { status }] of Object.entries(errorTable)) {
        expect(code).to.match(/^[a-z]+(-[a-z]+)*$/);
        expect(status, code).to.be.within(400, 599);
      }
    });

    it("does not take a name of Object's prototype for a code", () => {
      expect(isErrorCode("constructor")).to.equal(false);
      expect(isErrorCode("insufficient-budget")).to.equal(true);
    });
  });

  describe("contract errors", () => {
    it("each have a code", () => {
      const unmapped = abiErrors.map(({ name }) => name).filter((name) => !contractErrors[name]);
      expect(unmapped).to.deep.equal([]);
    });

    it("map only errors and arguments that the contracts have", () => {
      for (const [name, { params }] of Object.entries(contractErrors)) {
        const known = abiErrors.filter((error) => error.name === name);
        expect(known, name).not.to.deep.equal([]);
        for (const argument of Object.keys(params)) {
          const names = known.flatMap(({ inputs }) => inputs.map((input) => input.name));
          expect(names, name).to.include(argument);
        }
      }
    });

    it("fill each placeholder of their sentence", () => {
      const sentences: Record<string, string> = readJson(
        "wallet-web/shared/translations/nl/errors.json",
      );
      for (const { code, params } of Object.values(contractErrors)) {
        const placeholders = sentences[code]?.match(/(?<=\{)\w+(?=\})/g) ?? [];
        expect(Object.values(params), code).to.include.members(placeholders);
      }
    });
  });
});
