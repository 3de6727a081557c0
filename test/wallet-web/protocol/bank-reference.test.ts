import { expect } from "chai";
import { id as keccakOfText } from "ethers";
import {
  bankReferenceHash,
  normaliseBankReference,
} from "../../../wallet-web/shared/protocol/bank-reference.ts";

describe("bank reference", () => {
  it("counts as one however it is typed", () => {
    const ways = [
      "Kindpakket 2026-1",
      " kindpakket  2026-1 ",
      "KINDPAKKET\t2026-1\n",
      "Ｋindpakket\u00a02026-1",
    ];
    expect(new Set(ways.map(normaliseBankReference))).to.deep.equal(new Set(["KINDPAKKET 2026-1"]));
    expect(new Set(ways.map(bankReferenceHash)).size).to.equal(1);
  });

  it("differs where the reference differs", () => {
    expect(bankReferenceHash("Kindpakket 2026-1")).not.to.equal(
      bankReferenceHash("Kindpakket 2026-2"),
    );
    expect(bankReferenceHash("20261")).not.to.equal(bankReferenceHash("2026 1"));
  });

  it("is keccak256 of the normalised text", () => {
    expect(bankReferenceHash("Besluit b&w 14")).to.equal(keccakOfText("BESLUIT B&W 14"));
  });
});
