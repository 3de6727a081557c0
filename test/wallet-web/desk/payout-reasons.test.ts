// Every reason for which a payout can stop has a sentence that says what happened and one that says what to do.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { BANK_CODES, keyOf, OWN_CODES } from "../../../wallet-web/desk/payouts/reason-codes.ts";

const sentences: Record<string, string> = JSON.parse(
  readFileSync(
    new URL("../../../wallet-web/shared/translations/nl/desk.json", import.meta.url),
    "utf8",
  ),
);

describe("payout reasons", () => {
  for (const code of [...BANK_CODES, ...OWN_CODES, "bank", "waiting"]) {
    it(`explains ${code} and says what to do`, () => {
      expect(sentences[`payouts.why.${code}`]).to.match(/^[A-Z].{10,}\.$/);
      expect(sentences[`payouts.todo.${code}`]).to.match(/^[A-Z].{10,}\.$/);
    });
  }

  it("has sentences of their own only for codes that it knows", () => {
    const known = new Set<string>([...BANK_CODES, ...OWN_CODES, "bank", "waiting"]);
    const named = Object.keys(sentences).filter((key) => /^payouts\.(why|todo)\./.test(key));
    const unknown = named.filter((key) => !known.has(key.split(".").slice(2).join(".")));
    expect(unknown).to.deep.equal([]);
  });

  it("tells the bank's other codes from what it never heard of", () => {
    const keys = ["AC04", "XX99", "NARR", "400", "iban-mismatch", "something-new"].map(keyOf);
    expect(keys).to.deep.equal(["AC04", "bank", "bank", "bank", "iban-mismatch", "waiting"]);
  });
});
