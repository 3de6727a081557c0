// The embedded chain forgets everything when its process ends; the journal brings it back, block for block.
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { startEmbeddedChain } from "../../../server/chain/embedded/embedded-chain.ts";
import { RpcError } from "../../../server/chain/rpc.ts";
import { blocks, transactions } from "../../../server/store/schema/chain.ts";
import {
  foundMunicipality,
  type Municipality,
  openPayment,
  shopBoundPayment,
  startTestChain,
  type TestChain,
  testLog,
} from "../../helpers/chain.ts";
import { eventually } from "../../helpers/eventually.ts";

describe("embedded chain", () => {
  let chain: TestChain;
  let town: Municipality;
  let nonce = 0;
  const payment = () => {
    nonce += 1;
    const [child, shop] = [town.children[nonce % 2]!, town.shops[0]!];
    return openPayment(chain, { child, shop, nonce, amountCents: 100n });
  };

  before(async function () {
    this.timeout(60_000);
    chain = await startTestChain();
    town = await foundMunicipality(chain, { children: 2, shops: 1 });
    for (let i = 0; i < 5; i++) await chain.relay.submit(await payment());
  });
  after(() => chain.stop());

  it("has the same blocks after a restart", async () => {
    const before = await chain.client.block("latest");
    const indexed = await chain.database.select().from(blocks);
    chain = await chain.restart();
    expect(await chain.client.block("latest")).to.deep.equal(before);
    for (const { number, hash } of indexed) {
      expect((await chain.client.block(number))?.hash, `block ${number}`).to.equal(hash);
    }
  });

  it("goes on after its process was killed", async () => {
    const done = await chain.relay.submit(await payment());
    const head = await chain.client.block("latest");
    const killed = chain.embeddedProcessId()!;
    process.kill(killed, "SIGKILL");
    await eventually(
      () => chain.embeddedProcessId() !== undefined && chain.embeddedProcessId() !== killed,
    );
    const next = await chain.relay.submit(await payment());
    expect(done.state).to.equal("executed");
    expect(next).to.include({ state: "executed", blockNumber: (head?.number ?? 0) + 1 });
  });

  it("carries out what was under way when its process was killed", async () => {
    const payments = await Promise.all(Array.from({ length: 40 }, payment));
    const outcomes = payments.map((one) => chain.relay.submit(one));
    await eventually(async () => (await chain.engine.status()).queued > 0);
    process.kill(chain.embeddedProcessId()!, "SIGKILL");
    const settled = await Promise.allSettled(outcomes);
    await eventually(async () => (await chain.engine.status()).reachable);
    for (const [index, result] of settled.entries()) {
      // Some were tried while the chain was away; they were not written down, and are given again.
      const outcome =
        result.status === "fulfilled" ? result.value : await chain.relay.submit(payments[index]!);
      expect(outcome.state).to.equal("executed");
    }
  });

  it("carries out after a restart what was journalled and never sent, at the time of the restart", async () => {
    const given = { child: town.children[0]!, shop: town.shops[0]!, nonce: 900, amountCents: 100n };
    const outcome = await chain.relay.submit(await shopBoundPayment(chain, given));
    if (outcome.state !== "executed") throw new Error("refused");
    // As if the process had died between the journal and the node.
    await chain.engine.stop();
    const { database } = chain;
    await database
      .update(transactions)
      .set({ blockNumber: null, blockTimestamp: null })
      .where(eq(transactions.hash, outcome.transactionHash));
    const later = Date.now() + 120_000;
    chain = await chain.restart({ ...chain.clock, now: () => later });
    const [row] = await chain.database
      .select()
      .from(transactions)
      .where(eq(transactions.hash, outcome.transactionHash));
    expect(row?.blockNumber).to.equal(outcome.blockNumber);
    expect(row?.blockTimestamp).to.equal(Math.floor(later / 1000));
    const { holds } = await conservation(chain, town);
    expect(holds).to.equal(true);
  });

  it("never gives a block an earlier time than the one before", async () => {
    let now = 2_000_000_000_000;
    const alone = await startEmbeddedChain({
      journal: async () => [],
      clock: { now: () => now, wait: async () => {} },
      log: testLog,
      onRecovered: () => {},
    });
    const mine = () => alone.rpc.batch([alone.setTime(), { method: "evm_mine", params: [] }]);
    await mine();
    now -= 60_000;
    const answers = await mine();
    await alone.stop();
    expect(answers.filter((answer) => answer instanceof RpcError)).to.deep.equal([]);
  });
});

async function conservation(chain: TestChain, town: Municipality): Promise<{ holds: boolean }> {
  const { abi } = chain.contracts.ledger;
  const answer = await chain.client.simulate({
    from: chain.operator,
    to: chain.deployment.ledger,
    data: abi.encodeFunctionData("conservationOf", [town.schemeId]) as `0x${string}`,
    gas: 200_000,
  });
  return abi.decodeFunctionResult("conservationOf", answer)[0].toObject();
}
