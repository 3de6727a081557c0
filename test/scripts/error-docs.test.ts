// docs/errors.md is made, not written.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { dutchSentences, errorDocs } from "../../scripts/error-docs.ts";

describe("docs/errors.md", () => {
  it("is what the table of errors makes", () => {
    expect(readFileSync("docs/errors.md", "utf8")).to.equal(errorDocs(dutchSentences()));
  });
});
