// The server starts only on contracts that belong together: ledger and cards contract take each other's word.
import { expect } from "chai";
import { loadContracts } from "../../../server/chain/contracts.ts";
import { checkDeployment, DeploymentError } from "../../../server/chain/deployment.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";

describe("checkDeployment", () => {
  let chain: TestChain;
  before(async function () {
    this.timeout(60_000);
    chain = await startTestChain();
  });
  after(() => chain.stop());

  const check = (changes: object) => {
    const deployment = { ...chain.deployment, ...changes };
    return checkDeployment({ client: chain.client, contracts: loadContracts(), deployment });
  };

  it("takes what was deployed together", async () => {
    expect(await check({})).to.deep.equal({ precompile: true });
  });

  it("refuses another contract in the place of the cards contract, and none at all", async () => {
    const { roles, operator } = { ...chain.deployment, operator: chain.operator };
    const strange = await check({ cards: roles }).catch((error) => error);
    expect(strange).to.be.instanceOf(DeploymentError);
    expect(strange.message).to.contain("do not belong together");
    const nothing = await check({ cards: operator }).catch((error) => error);
    expect(nothing.message).to.contain("of the cards");
  });
});
