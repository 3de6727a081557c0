import { expect } from "chai";
import { loadContracts } from "../../../server/chain/contracts.ts";
import type { InsightAnswer } from "../../../server/insight/insight.ts";
import { publicTotals } from "../../../server/insight/public-totals.ts";
import { id } from "./families.ts";

const ANSWER: InsightAnswer = {
  ...{ schemeId: id(0x5c), name: "Kindpakket", madeAt: 9, startsAt: 1, endsAt: 2 },
  conservation: {
    ...{ fundedCents: "1000", unallocatedCents: "400", outstandingCents: "300" },
    ...{ owedCents: "-20", inPayoutCents: "60", paidOutCents: "250", withdrawnCents: "10" },
    ...{ shopDebtCents: "25", withdrawableCents: "375" },
    holds: true,
  },
  spentCents: "290",
  adoption: { families: null, percent: null, isAtLeast: false },
  medianSaleToBankSeconds: 61,
  satisfaction: { families: null, shops: null },
  weeks: [{ startsOn: "2026-01-05", weeks: 1, age: 1, spentCents: "290" }],
  categories: null,
};

const totals = (given: { families: number; payers: number }) =>
  publicTotals({
    ...{ answer: ANSWER, municipality: "Zuidhorn", blockNumber: 31, ...given },
    deployment: { chainId: 1337, ledger: "0xaa", forwarder: "0xbb", roles: "0xcc", cards: "0xdd" },
    ledger: loadContracts().ledger.abi,
  });

const partsOf = (given: { families: number; payers: number }) =>
  totals(given).parts.map(({ name, amountCents }) => `${name} ${amountCents}`);

describe("Public totals", () => {
  it("join what is owed, on its way and paid: one family's purchase may be all of one of these", () => {
    expect(partsOf({ families: 5, payers: 5 })).to.deep.equal([
      "unallocated 400",
      "outstanding 300",
      "spent 290",
      "withdrawn 10",
    ]);
  });

  it("don't tell what fewer than five families spent", () => {
    expect(partsOf({ families: 5, payers: 4 })).to.deep.equal([
      "unallocated 400",
      "granted 590",
      "withdrawn 10",
    ]);
  });

  it("don't tell what fewer than five families got", () => {
    expect(partsOf({ families: 4, payers: 4 })).to.deep.equal(["held 990", "withdrawn 10"]);
  });

  it("always add up to what was funded", () => {
    for (const given of [
      { families: 0, payers: 0 },
      { families: 9, payers: 0 },
      { families: 9, payers: 9 },
    ]) {
      const sum = totals(given).parts.reduce((all, part) => all + BigInt(part.amountCents), 0n);
      expect(String(sum)).to.equal(ANSWER.conservation.fundedCents);
    }
  });

  it("say how to ask the contract, and nothing of weeks, shops or times", () => {
    const { chain, ...rest } = totals({ families: 9, payers: 9 });
    expect(chain).to.deep.include({ chainId: 1337, ledger: "0xaa", blockNumber: 31 });
    const { abi } = loadContracts().ledger;
    const asked = abi.parseTransaction({ data: chain.callData });
    expect([asked?.name, asked?.args[0]]).to.deep.equal(["conservationOf", id(0x5c)]);
    expect(Object.keys(rest)).to.have.members([
      ...["schemeId", "name", "municipality", "startsAt", "endsAt", "madeAt"],
      ...["adoption", "fundedCents", "parts"],
    ]);
  });
});
