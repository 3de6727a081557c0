// P-256 signatures: what the precompile and OpenZeppelin's Solidity both accept, and all that both must refuse.
import { expect } from "chai";
import { type Contract, getAddress } from "ethers";
import hre from "hardhat";
import { buildTown, mined } from "../../scripts/bench/town.ts";
import { type Hex, integerToBytes, toHex } from "../../wallet-web/shared/protocol/bytes.ts";
import {
  addressOf,
  P256_ORDER,
  type P256Signature,
} from "../../wallet-web/shared/protocol/signer.ts";
import { type CallsOf, callsOf, type ForwarderFunction } from "./helpers/contracts.ts";
import { refused } from "./helpers/expect.ts";
import { signerOf } from "./helpers/keys.ts";
import { signed } from "./helpers/requests.ts";
import { ZERO_ADDRESS, ZERO_HASH } from "./helpers/terms.ts";

type Ethers = Awaited<ReturnType<typeof hre.network.create>>["ethers"];
type Account = Awaited<ReturnType<Ethers["getSigners"]>>[number];

const PRECOMPILE = "0x0000000000000000000000000000000000000100";
const FIELD = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const word = (value: bigint): Hex => toHex(integerToBytes(value, 32));
const changed = (hex: Hex): Hex => word(BigInt(hex) ^ 1n);

/** What must be refused, made from a good signature. */
const FORGERIES: Record<string, (good: P256Signature) => Partial<P256Signature>> = {
  "s in the upper half of the order": ({ s }) => ({ s: word(P256_ORDER - BigInt(s)) }),
  "s of zero": () => ({ s: ZERO_HASH }),
  "s of the order": () => ({ s: word(P256_ORDER) }),
  "s just above half the order": () => ({ s: word(P256_ORDER / 2n + 1n) }),
  "r of zero": () => ({ r: ZERO_HASH }),
  "r of the order": () => ({ r: word(P256_ORDER) }),
  "r above the order": ({ r }) => ({ r: word(P256_ORDER + (BigInt(r) % 1_000n)) }),
  "another r": ({ r }) => ({ r: changed(r) }),
  "another s": ({ s }) => ({ s: word(BigInt(s) - 1n) }),
  "r and s exchanged": ({ r, s }) => ({ r: s, s: r }),
  "a key off the curve": ({ y }) => ({ y: changed(y) }),
  "a key with another x": ({ x }) => ({ x: changed(x) }),
  "the key's mirror image": ({ y }) => ({ y: word(FIELD - BigInt(y)) }),
  "the key zero": () => ({ x: ZERO_HASH, y: ZERO_HASH }),
  "a key with x zero": () => ({ x: ZERO_HASH }),
  "a key with y outside the field": ({ y }) => ({ y: word((BigInt(y) % 2n ** 200n) + FIELD) }),
  "a key with x outside the field": () => ({ x: word(2n ** 256n - 1n) }),
  "another's key": () => signerOf("somebody else").publicKey,
};

for (const [network, way] of [
  ["default", "by the precompile"],
  ["withoutPrecompile", "in Solidity"],
] as const) {
  describe(`P256Verification ${way}`, () => {
    let forwarder: Contract;
    let calls: CallsOf<ForwarderFunction>;
    let ethers: Ethers;
    let account: Account;
    let good: Awaited<ReturnType<typeof signed>>;
    const phone = signerOf("phone");

    before(async () => {
      ({ ethers } = await hre.network.create(network));
      [account] = (await ethers.getSigners()) as [Account];
      forwarder = await ethers.deployContract("P256Forwarder");
      calls = callsOf<ForwarderFunction>(forwarder)(account);
      const address = (await forwarder.getAddress()) as Hex;
      const around = { roles: address, cards: address, forwarder: address };
      const deployment = { chainId: 31_337, ledger: address, ...around };
      good = await signed(deployment, phone, { to: account.address as Hex, data: "0x" });
    });

    it("is what the contract chose by itself", async () => {
      const isSolidity = network === "withoutPrecompile";
      expect((await calls.solidityVerifier()) !== ZERO_ADDRESS).to.equal(isSolidity);
    });

    for (const [name, forge] of Object.entries(FORGERIES)) {
      it(`refuses ${name}`, async () => {
        const signature = { ...good.signature, ...forge(good.signature) };
        const call = calls.execute.staticCall({ request: good.request, signature });
        await refused(call, forwarder, "InvalidSignature", getAddress(addressOf(signature)));
      });
    }

    it("refuses a signature that is cut short by a byte", async () => {
      const to = await forwarder.getAddress();
      const whole = forwarder.interface.encodeFunctionData("execute", [good]);
      // Selector, offset of the tuple, offset of the request in it, and the signature's four words but one byte.
      const cut = whole.slice(0, 2 + 2 * (4 + 32 * 5 + 31));
      await expect(account.call({ to, data: cut })).to.be.revertedWithoutReason(ethers);
    });

    it("accepts a good one", async () => {
      await expect(calls.execute(good)).to.emit(forwarder, "RequestExecuted");
    });

    it("pays on it", async () => {
      const town = await buildTown(network);
      const [payment] = await town.shopBoundPayments();
      const pay = town.ledger.getFunction("payShopBound");
      const receipt = await mined(pay(payment!.authorisation, payment!.signature));
      expect(town.ledger.interface.parseLog(receipt.logs[0]!)?.name).to.equal("PaymentMade");
    });
  });
}

describe("P256Verification in Solidity, short of gas", () => {
  it("reverts as a whole or pays: a submitter can't make a payment look refused", async () => {
    const { ledger, shopBoundPayments } = await buildTown("withoutPrecompile");
    const [payment] = await shopBoundPayments();
    const batch = ledger.getFunction("payShopBoundBatch");
    let reverted = 0;
    for (let gasLimit = 60_000; ; gasLimit += 12_347) {
      const receipt = await mined(batch([payment], { gasLimit })).catch(() => undefined);
      if (receipt === undefined) reverted += 1;
      else {
        expect(ledger.interface.parseLog(receipt.logs[0]!)?.name).to.equal("PaymentMade");
        break;
      }
    }
    expect(reverted).to.be.greaterThan(15);
  });
});

describe("P256Verification.detection", () => {
  for (const [what, code] of [
    ["answers zero", "0x5f5f5260205ff3"],
    ["answers nothing", "0x00"],
    ["reverts", "0x5f5ffd"],
  ] as const) {
    it(`takes Solidity where the precompile's address ${what}`, async () => {
      const { ethers } = await hre.network.create("withoutPrecompile");
      await ethers.provider.send("hardhat_setCode", [PRECOMPILE, code]);
      const forwarder = await ethers.deployContract("P256Forwarder");
      expect(await forwarder.getFunction("solidityVerifier")()).not.to.equal(ZERO_ADDRESS);
    });
  }
});
