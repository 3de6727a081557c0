// Kinds of bank files: status reports, and that another kind is refused with its name.
import { expect } from "chai";
import { readBankFile, UnknownMessageError } from "../../../../server/bank/sepa/bank-file.ts";
import { camt, pain002 } from "./fixtures.ts";
import { changed, refusalOf } from "./refusals.ts";
import { hasSchemas, schemaProblems } from "./schemas.ts";

const ID = "ab".repeat(16);

describe("kinds of bank files", () => {
  describe("pain.002", () => {
    for (const version of ["pain.002.001.03", "pain.002.001.10"] as const) {
      it(`reads group, payments and reasons of ${version}`, async () => {
        const bytes = pain002({
          version,
          originalMessageId: ID,
          groupStatus: "PART",
          transactions: [
            { endToEndId: ID, status: "RJCT", reason: "AC01" },
            { endToEndId: "cd".repeat(16), status: "ACSC" },
          ],
        });
        const file = readBankFile(bytes);
        if (file.kind !== "status") throw new Error("a status report is meant");
        expect(file).to.deep.include({
          originalMessageId: ID,
          groupStatus: "PART",
          groupReason: null,
        });
        expect(file.transactions.map(({ status, reason }) => [status, reason])).to.deep.equal([
          ["RJCT", "AC01"],
          ["ACSC", null],
        ]);
        if (hasSchemas) expect(await schemaProblems(version, bytes)).to.deep.equal([]);
      });
    }
  });

  describe("refuses", () => {
    const good = camt({ entries: [] });
    for (const [what, bytes, found] of [
      ["another version", changed(good, "camt.053.001.08", "camt.053.001.13"), "camt.053.001.13"],
      ["a payment order", changed(good, "camt.053.001.08", "pain.001.001.09"), "pain.001.001.09"],
      [
        "no namespace",
        changed(good, ' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"', ""),
        "without namespace",
      ],
      [
        "a namespace that says too much",
        changed(good, "camt.053.001.08", `Jan &lt;b&gt; ${"x".repeat(900)}`),
        `Jan<b>${"x".repeat(54)}`,
      ],
      ["a web page", new TextEncoder().encode("<html></html>"), "<html>"],
    ] as const) {
      it(`${what}, saying what it is and what is read`, () => {
        const refusal = refusalOf(bytes);
        expect(refusal).to.be.instanceOf(UnknownMessageError);
        expect(refusal).to.deep.include({
          found,
          accepted: [
            "pain.002.001.03",
            "pain.002.001.10",
            "camt.053.001.02",
            "camt.053.001.08",
            "camt.054.001.08",
          ],
        });
        expect(refusal.message).to.include(found).and.to.include("camt.054.001.08");
      });
    }
  });
});
