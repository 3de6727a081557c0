// The forwarder: who signed is who acts, once, in time, with the gas that the signer set.
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { at, refused } from "./helpers/expect.ts";
import { hashOf, idOf, signerOf } from "./helpers/keys.ts";
import { ethers, loadFixture, time } from "./helpers/network.ts";
import { type GivenRequest, signed } from "./helpers/requests.ts";
import { Reason } from "./helpers/terms.ts";
import { openTown } from "./helpers/town.ts";

/** A greengrocer's tablet registers its shop. */
async function withRequest() {
  const town = await openTown();
  const tablet = signerOf("greengrocer's tablet");
  const shopId = idOf("greengrocer");
  const call = (name: string, args: unknown[]) =>
    town.ledger.interface.encodeFunctionData(name, args);
  const data = call("registerShop", [shopId]);
  const forwarder = town.forwarderAs(town.stranger);
  const sign = (given: Partial<GivenRequest> = {}) =>
    signed(town.deployment, tablet, { data, ...given });
  return { ...town, tablet, shopId, call, data, sign, ...forwarder, forwarderCalls: forwarder };
}

/** The errors that a batch's refusals carry. */
async function refusalsIn(
  town: Awaited<ReturnType<typeof withRequest>>,
  sent: Promise<{ wait: () => Promise<{ logs: readonly Log[] } | null> }>,
) {
  const receipt = await (await sent).wait();
  return (receipt?.logs ?? []).flatMap((log) => {
    const event = town.forwarder.interface.parseLog(log);
    if (event?.name !== "RequestRefused") return [];
    const { requestId, from, reason } = event.args;
    const error =
      town.forwarder.interface.parseError(reason) ?? town.ledger.interface.parseError(reason);
    return [{ requestId, from, name: error?.name }];
  });
}
type Log = { topics: readonly string[]; data: string };

describe("P256Forwarder.execute", () => {
  it("lets the ledger see the signer as its sender, whoever submits", async () => {
    const { ledger, forwarder, forwarderCalls, sign, tablet, shopId } =
      await loadFixture(withRequest);
    const request = await sign();
    await expect(forwarderCalls.execute(request))
      .to.emit(forwarder, "RequestExecuted")
      .withArgs(request.requestId, tablet.address)
      .and.to.emit(ledger, "ShopRegistered")
      .withArgs(shopId, tablet.address);
  });

  it("passes the target's refusal on as it is, and leaves the nonce unused", async () => {
    const town = await loadFixture(withRequest);
    const { ledger, forwarderCalls, sign, tablet, bakery } = town;
    const request = await sign({ data: town.call("registerShop", [bakery.id]) });
    await refused(forwarderCalls.execute(request), ledger, "ShopExists", bakery.id);
    expect(await forwarderCalls.isNonceUsed(tablet.address, 7n)).to.equal(false);
  });

  it("uses each nonce once, in any order", async () => {
    const town = await loadFixture(withRequest);
    const { forwarder, forwarderCalls, sign, tablet, call } = town;
    await forwarderCalls.execute(await sign());
    const till = (label: string) => call("addTill", [idOf("greengrocer"), signerOf(label).address]);
    for (const nonce of [8n, 0n, 2n ** 256n - 1n, 6n, 263n]) {
      await forwarderCalls.execute(await sign({ nonce, data: till(`till ${nonce}`) }));
      expect(await forwarderCalls.isNonceUsed(tablet.address, nonce)).to.equal(true);
    }
    expect(await forwarderCalls.isNonceUsed(tablet.address, 9n)).to.equal(false);
    const again = forwarderCalls.execute(await sign({ data: till("one more") }));
    await refused(again, forwarder, "RequestNonceUsed", tablet.address, 7n);
  });

  it("executes up to and including the deadline", async () => {
    const { forwarder, forwarderCalls, sign } = await loadFixture(withRequest);
    const deadline = (await time.latest()) + 1_000;
    const request = await sign({ deadline });
    await at(deadline + 1);
    await refused(
      forwarderCalls.execute(request),
      forwarder,
      "RequestExpired",
      deadline,
      deadline + 1,
    );
  });

  for (const before of [1, 0]) {
    it(`executes ${before} seconds before the deadline`, async () => {
      const { forwarder, forwarderCalls, sign } = await loadFixture(withRequest);
      const deadline = (await time.latest()) + 1_000;
      const request = await sign({ deadline });
      await at(deadline - before);
      await expect(forwarderCalls.execute(request)).to.emit(forwarder, "RequestExecuted");
    });
  }

  it("refuses a request in another's name", async () => {
    const { forwarder, forwarderCalls, sign, tablet, validator } = await loadFixture(withRequest);
    const from = validator.address as Hex;
    const request = await sign({ from });
    const call = forwarderCalls.execute(request);
    await refused(call, forwarder, "SignerMismatch", from, tablet.address);
  });

  it("refuses a request of which any field was changed after it was signed", async () => {
    const { forwarder, forwarderCalls, sign, tablet, data } = await loadFixture(withRequest);
    const { request, signature } = await sign();
    for (const change of [
      { to: tablet.address as Hex },
      { nonce: 8n },
      { deadline: request.deadline + 1 },
      { gasLimit: 400_001 },
      { data: data.replace(/.$/, (last) => (last === "0" ? "1" : "0")) },
    ]) {
      const call = forwarderCalls.execute({ request: { ...request, ...change }, signature });
      await refused(call, forwarder, "InvalidSignature", tablet.address);
    }
  });

  it("refuses a request for another chain or another forwarder", async () => {
    const { forwarder, forwarderCalls, deployment, tablet, data } = await loadFixture(withRequest);
    for (const other of [
      { ...deployment, chainId: deployment.chainId + 1 },
      { ...deployment, forwarder: deployment.ledger },
    ]) {
      const request = await signed(other, tablet, { data, to: deployment.ledger });
      const call = forwarderCalls.execute(request);
      await refused(call, forwarder, "InvalidSignature", tablet.address);
    }
  });

  it("says so when the target fails without a reason", async () => {
    const { forwarder, forwarderCalls, sign } = await loadFixture(withRequest);
    const unknown = await sign({ data: "0xdeadbeef" });
    await refused(forwarderCalls.execute(unknown), forwarder, "CallFailedSilently");
    const starved = await sign({ gasLimit: 3_000 });
    await refused(forwarderCalls.execute(starved), forwarder, "CallFailedSilently");
  });

  it("doesn't let an account without a signature speak for somebody", async () => {
    const { ledger, call, stranger, bakery, tablet } = await loadFixture(withRequest);
    const data = call("addTill", [bakery.id, tablet.address]) + bakery.owner.address.slice(2);
    const sent = stranger.sendTransaction({ to: await ledger.getAddress(), data });
    await refused(sent, ledger, "NotShopOwner", bakery.id, stranger.address);
  });

  it("doesn't let data without arguments stand for a call by its signer's address", async () => {
    const { forwarder, forwarderCalls, sign } = await loadFixture(withRequest);
    const empty = await sign({ data: "0x" });
    await refused(forwarderCalls.execute(empty), forwarder, "CallFailedSilently");
  });

  it("gives roles their effect: a validator's browser freezes an account", async () => {
    const town = await loadFixture(withRequest);
    const { rolesAs, admin, schemeId, deployment, forwarderCalls, ledger, anna } = town;
    const laptop = signerOf("validator's laptop");
    const link = signerOf("enrolment link");
    await rolesAs(admin).offerRole(schemeId, 3, link.address);
    const accept = town.roles.interface.encodeFunctionData("acceptRole", [
      schemeId,
      3,
      laptop.address,
    ]);
    await forwarderCalls.execute(
      await signed(deployment, link, { to: deployment.roles, data: accept }),
    );
    const data = town.call("freezeBeneficiary", [anna.id, Reason.misuse]);
    await expect(forwarderCalls.execute(await signed(deployment, laptop, { data })))
      .to.emit(ledger, "BeneficiaryFrozen")
      .withArgs(anna.id, laptop.address, Reason.misuse);
  });
});

describe("P256Forwarder.batch", () => {
  it("carries out the good requests and names each bad one with its reason", async () => {
    const town = await loadFixture(withRequest);
    const { sign, call, bakery, forwarderCalls, tablet } = town;
    const good = await sign();
    const taken = await sign({ nonce: 1n, data: call("registerShop", [bakery.id]) });
    const silent = await sign({ nonce: 2n, data: "0xdeadbeef" });
    const forged = { ...(await sign({ nonce: 3n })), signature: good.signature };
    const last = await sign({ nonce: 4n, data: call("addTill", [town.shopId, ZeroAddress]) });
    const sent = forwarderCalls.executeBatch([good, taken, good, silent, forged, last]);
    expect(await refusalsIn(town, sent)).to.deep.equal([
      { requestId: taken.requestId, from: tablet.address, name: "ShopExists" },
      { requestId: good.requestId, from: tablet.address, name: "RequestNonceUsed" },
      { requestId: silent.requestId, from: tablet.address, name: "CallFailedSilently" },
      { requestId: forged.requestId, from: tablet.address, name: "InvalidSignature" },
      { requestId: last.requestId, from: tablet.address, name: "ZeroAddress" },
    ]);
    expect(await town.ledgerAs(town.stranger).shopOfTill(tablet.address)).to.equal(town.shopId);
  });

  it("executes all or reverts, at any gas limit: a submitter can't make a request look refused", async () => {
    const town = await loadFixture(withRequest);
    const { deployment, validator, rolesAs, admin, schemeId, call } = town;
    const laptop = signerOf("validator's laptop");
    await rolesAs(admin).offerRole(schemeId, 3, validator);
    await rolesAs(validator).acceptRole(schemeId, 3, laptop.address);
    const registrations = Array.from({ length: 4 }, (_, i) => ({
      beneficiaryId: idOf(`child ${i}`),
      activationKey: town.anna.letter.address,
    }));
    const request = await signed(deployment, laptop, {
      data: call("registerBeneficiaries", [schemeId, registrations]),
      gasLimit: 900_000,
    });
    const batch = [await town.sign(), request];
    const data = town.forwarder.interface.encodeFunctionData("executeBatch", [batch]);
    let reverted = 0;
    for (let gasLimit = 100_000n; ; gasLimit += 4_999n) {
      const sent = town.stranger.sendTransaction({ to: deployment.forwarder, data, gasLimit });
      const refusals = await refusalsIn(town, sent).catch(() => undefined);
      if (refusals === undefined) {
        reverted += 1;
        continue;
      }
      expect(refusals, `with ${gasLimit} gas`).to.deep.equal([]);
      break;
    }
    expect(reverted).to.be.greaterThan(100);
  });

  it("refuses to start a request without the gas that its signer set", async () => {
    const { forwarder, sign, stranger, deployment } = await loadFixture(withRequest);
    const request = await sign({ gasLimit: 2_000_000 });
    const data = forwarder.interface.encodeFunctionData("execute", [request]);
    const call = stranger.sendTransaction({ to: deployment.forwarder, data, gasLimit: 1_000_000 });
    await expect(call)
      .to.be.revertedWithCustomError(forwarder, "ForwardedGasTooLow")
      .withArgs(2_005_000, (available: bigint) => available < 1_000_000n);
  });

  it("does nothing when it is empty", async () => {
    const { forwarderCalls } = await loadFixture(withRequest);
    const receipt = await (await forwarderCalls.executeBatch([])).wait();
    expect(receipt?.logs).to.deep.equal([]);
  });
});

describe("P256Forwarder.view", () => {
  it("gives the digest that people sign", async () => {
    const { forwarderCalls, sign } = await loadFixture(withRequest);
    const { request, requestId } = await sign({ data: hashOf("some data") });
    expect(await forwarderCalls.requestDigest(request)).to.equal(requestId);
    expect(await ethers.provider.getCode(request.to)).not.to.equal("0x");
  });
});
