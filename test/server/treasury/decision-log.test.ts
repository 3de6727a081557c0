// What a treasurer writes with a decision stands sealed with it, and nowhere in the log: it may name somebody.
import { expect } from "chai";
import { shopAccounts } from "../../../server/store/schema/index.ts";
import { roleHolders } from "../../../server/store/schema/projections.ts";
import { newSigner } from "../../helpers/chain.ts";
import { UNKNOWN } from "../payouts/scripted-bank.ts";
import { openWorld, SCHEME, SHOP, type World } from "../payouts/world.ts";
import { decideOn, signOn } from "./deciding.ts";

describe("The log of a treasurer's decision", () => {
  let world: World;
  before(async () => {
    world = await openWorld();
    await world.reset();
  });
  after(() => world.close());

  it("names the payout, and says nothing of what the treasurer wrote", async () => {
    const signer = await newSigner();
    const { address } = signer;
    const { database } = world;
    await database.insert(roleHolders).values({
      ...{ schemeId: SCHEME, role: "treasurer", holder: address, candidate: address },
      acceptedAt: 1,
    });
    await database.insert(shopAccounts).values({
      ...{ schemeId: SCHEME, shopId: SHOP, ibanCommitment: `0x${"1b".repeat(32)}` },
      ...{ state: "admitted", owedCents: 0n, inPayoutCents: 0n, paidOutCents: 0n, admittedAt: 1 },
    });
    world.bank.sendings = [{ says: UNKNOWN }];
    await world.worker().round();
    world.nowMs += world.bank.quietPeriodMs;
    const { payoutId } = await world.onlyOrder();
    const about = { decision: "not-paid", subjectId: payoutId, contentHash: undefined } as const;
    const signed = await signOn(world, { ...about, signer });

    await decideOn(world, { signed, database, by: address });

    const lines = world.log.filter((line) => line.includes("a person says"));
    expect(lines).to.have.length(1);
    expect(lines[0]).to.include(payoutId);
    expect(world.log.join("")).not.to.include(signed.reason);
  });
});
