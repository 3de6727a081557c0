// What payments cost and how large the contracts are, against the design's limits and the snapshot.
// A change that is meant: `UPDATE_SNAPSHOT=1 npx hardhat test mocha test/contracts/gas.test.ts`, and look at the difference.
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import hre from "hardhat";
import { type Costs, LIMITS, measureCosts } from "../../scripts/bench/measure.ts";

const SNAPSHOT = new URL("gas-snapshot.json", import.meta.url);
/** EIP-170. */
const LARGEST_CODE_BYTES = 24_576;

describe("Gas", () => {
  let costs: Costs;

  before(async () => {
    costs = await measureCosts();
    if (process.env.UPDATE_SNAPSHOT === "1") {
      writeFileSync(SNAPSHOT, `${JSON.stringify(costs, null, 2)}\n`);
    }
  });

  for (const kind of ["shopBound", "open"] as const) {
    for (const way of ["single", "batch50"] as const) {
      it(`keeps ${kind} ${way} within ${LIMITS[kind][way]}`, () => {
        expect(costs[kind][way]).to.be.at.most(LIMITS[kind][way]);
      });
    }
  }

  it("is what the snapshot says, exactly: keys, ids and times are fixed", () => {
    expect(costs).to.deep.equal(JSON.parse(readFileSync(SNAPSHOT, "utf8")));
  });
});

describe("Code size", () => {
  for (const name of [
    "KindpakketLedger",
    "KindpakketRoles",
    "KindpakketCards",
    "P256Forwarder",
    "P256SolidityVerifier",
  ]) {
    it(`keeps ${name} deployable, with 5 % to spare`, async () => {
      const { deployedBytecode } = await hre.artifacts.readArtifact(name);
      expect(deployedBytecode.length / 2 - 1).to.be.at.most(LARGEST_CODE_BYTES * 0.95);
    });
  }
});
