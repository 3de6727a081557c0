// The projector on an external chain: gaps, reorganisations, a node that goes away or forgets to answer.
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { isAppError } from "../../../server/errors/app-error.ts";
import { commands as commandRows, transactions } from "../../../server/store/schema/chain.ts";
import { payments, schemes } from "../../../server/store/schema/projections.ts";
import {
  commands,
  foundMunicipality,
  type Municipality,
  newId,
  newSigner,
  openPayment,
  type TestChain,
} from "../../helpers/chain.ts";
import { eventually } from "../../helpers/eventually.ts";
import { type External, startExternal } from "../../helpers/external-chain.ts";
import { dumpBlocks, dumpIndex } from "../../helpers/index-dump.ts";

describe("projector on an external chain", () => {
  let external: External;
  let chain: TestChain;
  let town: Municipality;
  let nonce = 0;
  const payment = (amountCents = 100n) => {
    nonce += 1;
    return openPayment(chain, {
      child: town.children[0]!,
      shop: town.shops[0]!,
      nonce,
      amountCents,
    });
  };
  const call = (method: string, ...params: unknown[]) => external.node.call(method, ...params);

  before(async function () {
    this.timeout(60_000);
    external = await startExternal();
    chain = await external.connect();
    town = await foundMunicipality(chain, { children: 1, shops: 1 });
  });
  after(async () => {
    await chain.stop();
    await external.node.stop();
  });

  it("reads blocks in which nothing of ours happened", async () => {
    await external.node.mine(700);
    const outcome = await chain.relay.submit(await payment());
    const status = await chain.engine.status();
    expect(outcome.state).to.equal("executed");
    expect(status.projectedBlock).to.equal(status.headBlock);
  });

  it("comes to the same index from the chain alone", async () => {
    const other = await external.connect();
    const [ours, theirs] = await Promise.all([
      dumpIndex(chain.database),
      dumpIndex(other.database),
    ]);
    await other.stop();
    expect(theirs).to.deep.equal(ours);
  });

  it("does what was asked when the node loses its answer", async () => {
    external.node.loseAnswersTo(["eth_sendRawTransaction"]);
    const sending = chain.relay.submit(await payment());
    await eventually(async () => !(await chain.engine.status()).reachable);
    external.node.loseAnswersTo([]);
    const outcome = await sending;
    expect(outcome.state).to.equal("executed");
  });

  it("refuses service while the node is away, and goes on by itself", async () => {
    const [before, during] = [await payment(), await payment()];
    await call("evm_setAutomine", false);
    const waiting = chain.relay.submit(before);
    await eventually(async () => (await chain.engine.status()).sent === 1);
    external.node.cutOff(true);
    const error = await chain.relay.submit(during).catch((cause: unknown) => cause);
    await eventually(async () => !(await chain.engine.status()).reachable);
    await call("evm_setAutomine", true);
    await external.node.mine();
    external.node.cutOff(false);
    expect(isAppError(error, "chain-unavailable")).to.equal(true);
    expect((await waiting).state).to.equal("executed");
    expect((await chain.relay.submit(during)).state).to.equal("executed");
  });

  it("takes back what the chain took back, and relays it again", async () => {
    const kept = await chain.relay.submit(await payment());
    const snapshot = await call("evm_snapshot");
    const lost = await chain.relay.submit(await payment(777n));
    if (lost.state !== "executed") throw new Error("refused");
    await call("evm_revert", snapshot);
    // Another way from there: a block of nobody's, so that the payment comes one later.
    await call("evm_setAutomine", false);
    await external.node.mine();
    await call("evm_setAutomine", true);
    const rows = () =>
      chain.database
        .select()
        .from(payments)
        .where(eq(payments.transactionHash, lost.transactionHash));
    await eventually(async () => (await rows())[0]?.blockNumber === lost.blockNumber + 1);
    const other = await external.connect();
    const [ours, theirs] = await Promise.all([
      dumpIndex(chain.database),
      dumpIndex(other.database),
    ]);
    await other.stop();
    expect(kept.state).to.equal("executed");
    expect(theirs).to.deep.equal(ours);
  });

  it("queues anew what was in a transaction whose nonce another one took", async () => {
    const one = await payment();
    await call("evm_setAutomine", false);
    const waiting = chain.relay.submit(one);
    await eventually(async () => (await chain.engine.status()).sent === 1);
    const [sent] = await chain.database
      .select()
      .from(commandRows)
      .where(eq(commandRows.state, "sent"));
    const pending = sent?.transactionHash ?? "";
    // The operator's key is used elsewhere: the node drops ours and mines the other, before we can send ours again.
    external.node.cutOff(true);
    await call("hardhat_dropTransaction", pending);
    await call("hardhat_impersonateAccount", chain.operator);
    await call("eth_sendTransaction", {
      from: chain.operator,
      to: chain.operator,
      gasPrice: "0x0",
    });
    await external.node.mine();
    await call("evm_setAutomine", true);
    external.node.cutOff(false);
    chain.engine.refresh();
    const outcome = await waiting;
    expect(outcome.state).to.equal("executed");
    expect(
      await chain.database.$count(transactions, eq(transactions.hash, pending as `0x${string}`)),
    ).to.equal(0);
  });

  it("keeps the hashes of the newest blocks only", async () => {
    await external.node.mine(600);
    await chain.relay.submit(await payment());
    expect((await dumpBlocks(chain.database)).length).to.be.below(600);
  });

  it("knows a request that was carried out past its outbox", async () => {
    const other = await external.connect();
    const schemeId = newId();
    const outcome = await other.send(
      chain.admin,
      commands.offerRole({ schemeId, role: "sponsor", candidate: (await newSigner()).address }),
    );
    const [row] = await other.database.select().from(commandRows);
    await eventually(async () => (await chain.relay.outcomeOf(row!.id)) !== null);
    expect(await chain.relay.outcomeOf(row!.id)).to.deep.equal(outcome);
    await other.stop();
    const [scheme] = await chain.database.select().from(schemes);
    expect(scheme?.schemeId).to.equal(town.schemeId);
  });
});
