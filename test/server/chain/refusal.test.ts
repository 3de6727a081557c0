// Whatever a contract on the chain reverts with, the index must go on: a refusal that can't be read is a refusal all the same.
import { expect } from "chai";
import { loadContracts } from "../../../server/chain/contracts.ts";
import { createRefusals } from "../../../server/chain/refusal.ts";
import { newId } from "../../helpers/chain.ts";

describe("Refusals", () => {
  const contracts = loadContracts();
  const refusals = createRefusals(contracts);
  const beneficiaryId = newId();
  const encoded = contracts.ledger.abi.encodeErrorResult("InsufficientBudget", [
    beneficiaryId,
    500,
    20,
  ]);

  it("are read with their numbers", () => {
    expect(refusals.decode(encoded)).to.deep.equal({
      code: "insufficient-budget",
      params: { beneficiaryId, requestedCents: "500", availableCents: "20" },
    });
  });

  const unreadable: [string, string | undefined][] = [
    ["nothing", undefined],
    ["no bytes", "0x"],
    ["fewer bytes than a selector", "0x0102"],
    ["an error that nobody knows", "0x01020304"],
    ["a known error cut off in its arguments", encoded.slice(0, 40)],
  ];
  for (const [what, data] of unreadable) {
    it(`that are ${what} fail the transaction`, () => {
      expect(refusals.decode(data)).to.deep.equal({ code: "transaction-failed", params: {} });
      expect(refusals.isTooEarlyOnly(data, 1)).to.equal(false);
    });
  }
});
