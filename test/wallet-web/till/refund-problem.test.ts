// What a cashier reads of a refund that was refused: that nothing was given back, and no word of a payment.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { contractErrors } from "../../../server/errors/contract-errors.ts";
import { ApiError, loadSentences, problemText } from "../../../wallet-web/shared/problem.ts";
import { refundProblemText } from "../../../wallet-web/till/model/refund-problem.ts";

const refusal = (code: string, status = 409) => new ApiError({ code, status });

describe("A refund that is refused", () => {
  before(loadSentences);

  for (const [code, sentence] of [
    ["beneficiary-not-usable", "Dit budget is gestopt."],
    ["scheme-paused", "Teruggeven kan nu niet"],
    ["scheme-closed", "Deze regeling is gestopt."],
    ["shop-not-admitted", "Uw winkel doet niet mee"],
    ["till-unknown", "Dit apparaat is geen kassa meer"],
  ] as const) {
    it(`for ${code} says why, and that nothing was given back`, () => {
      const { title, todo } = refundProblemText(refusal(code));
      expect(title).to.contain(sentence);
      expect(todo).to.match(/^Er is niets teruggegeven/);
      expect(`${title} ${todo}`).not.to.match(/betaald|betalen/);
    });
  }

  it("says that it isn't sure when the server can't tell, and that trying again counts once", () => {
    for (const code of ["chain-unavailable", "internal-error", "database-unavailable"]) {
      const { title, todo } = refundProblemText(refusal(code, 503));
      expect(title).to.contain("nog niet zeker");
      expect(todo).to.contain("telt maar één keer");
    }
  });

  it("keeps the sentences that are of giving back already, and the device's own", () => {
    for (const error of [
      refusal("scheme-is-over"),
      refusal("refund-of-other-till", 403),
      refusal("no-answer", 0),
      new Error("unforeseen"),
    ]) {
      expect(refundProblemText(error)).to.deep.equal(problemText(error));
    }
  });

  it("never speaks of a payment, whatever the ledger answers to a refund", () => {
    const source = ["Corrections", "Beneficiaries", "Schemes", "Shops"]
      .map((name) => readFileSync(`contracts/modules/${name}.sol`, "utf8"))
      .join("\n");
    const refund = ["refund", "_correctable", "_giveBack", "_usableBeneficiary", "_openScheme"];
    const bodies = refund.map((name) => {
      const body = new RegExp(`function ${name}\\([\\s\\S]*?\\n    }`).exec(source)?.[0] ?? "";
      expect(body, name).not.to.equal("");
      return body;
    });
    const reverts = [...bodies.join("\n").matchAll(/revert (\w+)\(/g)].map(([, name = ""]) => name);
    expect(reverts).to.include.members(["SchemeIsPaused", "BeneficiaryNotUsable"]);
    for (const name of reverts) {
      const { title, todo } = refundProblemText(refusal(contractErrors[name]?.code ?? name));
      expect(`${title} ${todo}`, name).not.to.match(/niet betaald|betaald worden|[Bb]etalen/);
    }
  });
});
