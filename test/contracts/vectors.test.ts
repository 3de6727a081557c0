// The contracts against the golden vectors, on a chain of their own where they have the vectors' addresses.
import { expect } from "chai";
import {
  type Contract,
  getAddress,
  getCreateAddress,
  recoverAddress,
  TypedDataEncoder,
} from "ethers";
import hre from "hardhat";
import { cardVectors } from "../helpers/vectors/cards.ts";
import { vectors } from "../helpers/vectors/eip712.ts";
import { refused } from "./helpers/expect.ts";

const { deployments, domains, authorisations, charges, requests } = vectors;
const onChain = <T extends { deployment: string }>(all: readonly T[]) =>
  all.filter(({ deployment }) => deployment === "simulated");

describe("Golden vectors in the contracts", () => {
  let forwarder: Contract;
  let roles: Contract;
  let ledger: Contract;
  let cards: Contract;

  before(async () => {
    const { ethers } = await hre.network.create({
      override: { initialDate: "2026-11-02T10:01:00Z" },
    });
    const [account] = await ethers.getSigners();
    forwarder = await ethers.deployContract("P256Forwarder");
    roles = await ethers.deployContract("KindpakketRoles", [forwarder, account, 0]);
    const nonce = ((await account?.getNonce()) ?? 0) + 1;
    const from = account?.address ?? "";
    const cardsAddress = getCreateAddress({ from, nonce });
    ledger = await ethers.deployContract("KindpakketLedger", [forwarder, roles, cardsAddress]);
    cards = await ethers.deployContract("KindpakketCards", [forwarder, roles, ledger, account]);
  });

  it("stand at the vectors' addresses", async () => {
    expect({
      chainId: 31_337,
      forwarder: await forwarder.getAddress(),
      roles: await roles.getAddress(),
      cards: await cards.getAddress(),
      ledger: await ledger.getAddress(),
    }).to.deep.equal(deployments.simulated);
  });

  it("have the domains", async () => {
    for (const [contract, separator] of [
      [ledger, domains.simulated.ledger],
      [forwarder, domains.simulated.forwarder],
    ] as const) {
      const domain = await contract.getFunction("eip712Domain")();
      const { name, version, chainId, verifyingContract } = domain;
      const given = { name, version, chainId, verifyingContract };
      expect(TypedDataEncoder.hashDomain(given)).to.equal(separator);
    }
  });

  it("know a card, and digest its co-signature, as the server does", async () => {
    const { key, card, coSignature } = cardVectors;
    expect(await cards.getFunction("cardAddress")(key)).to.equal(getAddress(card));
    const digest = await cards.getFunction("coSignatureDigest")(coSignature.paymentId);
    expect(digest).to.equal(coSignature.digest);
    const signature = { r: coSignature.r, yParityAndS: coSignature.vs };
    expect(recoverAddress(digest, signature).toLowerCase()).to.equal(cardVectors.coSigner.address);
  });

  for (const { name, message, digest, signature } of onChain(authorisations)) {
    it(`digest the authorisation, and accept its signature: ${name}`, async () => {
      expect(await ledger.getFunction("authorisationDigest")(message)).to.equal(digest);
      if (BigInt(message.shopId) === 0n) return;
      const call = ledger.getFunction("payShopBound")(message, signature);
      const args = [message.beneficiaryId, getAddress(message.device)];
      await refused(call, ledger, "DeviceNotLinked", ...args);
    });
  }

  for (const { name, message, digest, signature } of onChain(charges)) {
    it(`digest the charge, and accept its signature: ${name}`, async () => {
      const { authorisation, ...charge } = message;
      expect(await ledger.getFunction("chargeDigest")(authorisation, charge)).to.equal(digest);
      const open = authorisations.find((one) => one.digest === authorisation);
      const pay = ledger.getFunction("payOpen");
      const call = pay(open?.message, open?.signature, charge, signature);
      const till = getAddress(vectors.keys.till.address);
      await refused(call, ledger, "TillUnknown", till, charge.shopId);
    });
  }

  for (const { name, message, digest, signature } of onChain(requests)) {
    it(`digest the request, and accept its signature: ${name}`, async () => {
      expect(await forwarder.getFunction("requestDigest")(message)).to.equal(digest);
      const call = forwarder.getFunction("execute")({ request: message, signature });
      if (message.data === "0x") await refused(call, forwarder, "CallFailedSilently");
      else {
        await expect(call)
          .to.emit(forwarder, "RequestExecuted")
          .withArgs(digest, getAddress(message.from));
      }
    });
  }
});
