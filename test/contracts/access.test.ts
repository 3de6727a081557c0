// Every role against every function, generated from the contracts' ABI: a new function without a row fails.
import { expect } from "chai";
import type { BaseContract } from "ethers";
import { type AccessTown, CALLERS, type Row, withEverybody } from "./helpers/access.ts";
import { forwarderRows, ledgerRows, rolesRows } from "./helpers/access-rows.ts";
import { cardsRows } from "./helpers/access-rows-cards.ts";
import { refused } from "./helpers/expect.ts";
import { loadFixture } from "./helpers/network.ts";

const MATRIX = {
  ledger: ledgerRows,
  roles: rolesRows,
  forwarder: forwarderRows,
  cards: cardsRows,
};
type Name = keyof typeof MATRIX;

const READS_ONLY = ["view", "pure"];

function stateChanging(contract: BaseContract): string[] {
  const names: string[] = [];
  contract.interface.forEachFunction(({ name, stateMutability }) => {
    if (!READS_ONLY.includes(stateMutability)) names.push(name);
  });
  return names.sort();
}

function call(town: AccessTown, on: Name, name: string, caller: (typeof CALLERS)[number]) {
  const contract = town[on].connect(town[caller]) as BaseContract;
  return (args: unknown[]) => contract.getFunction(name).staticCall(...args);
}

describe("Access", () => {
  for (const on of Object.keys(MATRIX) as Name[]) {
    it(`has a row for each function of ${on} that changes state, and no other`, async () => {
      const town = await loadFixture(withEverybody);
      expect(Object.keys(MATRIX[on]).sort()).to.deep.equal(stateChanging(town[on]));
    });

    for (const [name, row] of Object.entries(MATRIX[on])) {
      it(`${on}.${name}: ${describeAllowed(row)}`, async () => {
        const town = await loadFixture(withEverybody);
        await row.prepare?.(town);
        for (const caller of CALLERS) {
          const { address } = town[caller];
          const attempt = call(town, on, name, caller)(await row.args(town, address));
          if (row.allowed.includes(caller)) {
            await attempt;
            continue;
          }
          const { by, error, args } = row.refusal?.(town, address) ?? missing(name);
          await refused(attempt, by, error, ...args);
        }
      });
    }
  }

  it("leaves the operator nothing but payouts, and what everybody may do", () => {
    const operators = Object.entries(ledgerRows)
      .filter(([, { allowed }]) => allowed.includes("operator") && !allowed.includes("stranger"))
      .map(([name]) => name);
    expect(operators.sort()).to.deep.equal(["openPayout", "returnPayout", "settlePayout"]);
  });

  it("gives the operator nothing over cards that a stranger may not do", () => {
    for (const [name, { allowed }] of Object.entries(cardsRows)) {
      expect(allowed.includes("operator"), name).to.equal(allowed.includes("stranger"));
    }
  });

  it("gives the framework-setter nothing on the ledger that a stranger may not do", () => {
    for (const [name, { allowed }] of Object.entries(ledgerRows)) {
      expect(allowed.includes("admin"), name).to.equal(allowed.includes("stranger"));
    }
  });
});

function describeAllowed({ allowed }: Row): string {
  if (allowed.length === 0) return "nobody";
  if (allowed.length === CALLERS.length) return "anyone";
  if (allowed.length > CALLERS.length / 2) {
    return `anyone but ${CALLERS.filter((caller) => !allowed.includes(caller)).join(" and ")}`;
  }
  return `${allowed.join(" and ")} only`;
}

function missing(name: string): never {
  throw new Error(`the row of ${name} doesn't say what the others are told`);
}
