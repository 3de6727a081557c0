// Each answer of a bank about a name has its sentence, and what to do before paying and before confirming an account.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { nameCheck } from "../../../server/http/schemas/payouts.ts";

const sentences: Record<string, string> = JSON.parse(
  readFileSync(
    new URL("../../../wallet-web/shared/translations/nl/desk.json", import.meta.url),
    "utf8",
  ),
);

describe("name checks", () => {
  for (const result of nameCheck.shape.result.options) {
    it(`says what the bank says of ${result}, and what to do`, () => {
      expect(sentences[`nameCheck.${result}`]).to.match(/^De bank zegt: .{10,}\.$/);
      expect(sentences[`nameCheck.pay.${result}`]).to.match(/^[A-Z].{10,}\.$/);
      expect(sentences[`nameCheck.confirm.${result}`]).to.match(/^[A-Z].{10,}\.$/);
    });
  }

  it("lets a name that can't be checked stop nothing", () => {
    expect(sentences["nameCheck.pay.NOAP"]).to.include("U kunt de betaling bij de bank goedkeuren");
    expect(sentences["nameCheck.pay.NMTC"]).to.include("Keur de betaling nog niet goed");
  });
});
