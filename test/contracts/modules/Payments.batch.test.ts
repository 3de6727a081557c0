// Batches: one bad payment doesn't sink the others, its refusal says why, and want of gas is never a refusal.
import { expect } from "chai";
import { concat, keccak256, TypedDataEncoder, toBeHex, toUtf8Bytes } from "ethers";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { refused } from "../helpers/expect.ts";
import { ethers, loadFixture } from "../helpers/network.ts";
import { type ChainAuthorisation, open, refusalsIn, shopBound } from "../helpers/payments.ts";
import { BUDGET, ShopState } from "../helpers/terms.ts";
import { openTown, type Town } from "../helpers/town.ts";

const AUTHORISATION_TYPE =
  "PaymentAuthorisation(bytes16 beneficiaryId,bytes16 shopId,uint48 maximumAmount,uint40 validAfter,uint40 validBefore,uint32 nonce,address device)";

const bad = (town: Town) => ({
  tooDear: shopBound(town, { nonce: 2, amount: BUDGET + 1n }),
  foreignShop: shopBound(town, { nonce: 3, shopId: `0x${"99".repeat(16)}` }),
});

describe("Payments.batch", () => {
  it("makes the good payments and names each bad one with its reason", async () => {
    const town = await loadFixture(openTown);
    const [good, tooDear, again, foreign, last] = [
      await shopBound(town, { nonce: 1 }),
      await bad(town).tooDear,
      await shopBound(town, { nonce: 1 }),
      await bad(town).foreignShop,
      await shopBound(town, { nonce: 4 }),
    ];
    const batch = [good, tooDear, again, foreign, last];
    const sent = town.ledgerAs(town.stranger).payShopBoundBatch(batch);
    const { anna, schemeId } = town;
    expect(await refusalsIn(town, sent)).to.deep.equal([
      {
        paymentId: tooDear.paymentId,
        name: "InsufficientBudget",
        args: [anna.id, BUDGET + 1n, BUDGET - 1_250n],
      },
      { paymentId: again.paymentId, name: "NonceUsed", args: [1n, 1n] },
      {
        paymentId: foreign.paymentId,
        name: "ShopNotAdmitted",
        args: [schemeId, foreign.authorisation.shopId, BigInt(ShopState.none)],
      },
    ]);
    const { balance } = await town.ledgerAs(town.stranger).beneficiaryOf(anna.id);
    expect(balance).to.equal(BUDGET - 2_500n);
  });

  it("makes open payments likewise", async () => {
    const town = await loadFixture(openTown);
    const foreignTill = await open(town, { nonce: 2, till: town.toys.till });
    const batch = [await open(town, { nonce: 1 }), foreignTill, await open(town, { nonce: 3 })];
    const sent = town.ledgerAs(town.stranger).payOpenBatch(batch);
    expect(await refusalsIn(town, sent)).to.deep.equal([
      {
        paymentId: foreignTill.paymentId,
        name: "TillUnknown",
        args: [town.toys.till.address, town.bakery.id],
      },
    ]);
    const { balance } = await town.ledgerAs(town.stranger).beneficiaryOf(town.anna.id);
    expect(balance).to.equal(BUDGET - 2_500n);
  });

  it("does nothing when it is empty", async () => {
    const town = await loadFixture(openTown);
    const ledger = town.ledgerAs(town.stranger);
    expect(await refusalsIn(town, ledger.payShopBoundBatch([]))).to.deep.equal([]);
    expect(await refusalsIn(town, ledger.payOpenBatch([]))).to.deep.equal([]);
  });

  it("refuses each payment with the error that it has alone", async () => {
    const town = await loadFixture(openTown);
    const payment = await bad(town).tooDear;
    const alone = town
      .ledgerAs(town.stranger)
      .payShopBound(payment.authorisation, payment.signature);
    await refused(alone, town.ledger, "InsufficientBudget", town.anna.id, BUDGET + 1n, BUDGET);
    const sent = town.ledgerAs(town.stranger).payShopBoundBatch([payment]);
    expect(await refusalsIn(town, sent)).to.deep.equal([
      {
        paymentId: payment.paymentId,
        name: "InsufficientBudget",
        args: [town.anna.id, BUDGET + 1n, BUDGET],
      },
    ]);
  });

  it("pays all or reverts, at any gas limit: a submitter can't make a payment look refused", async () => {
    const town = await loadFixture(openTown);
    const batch = [await open(town, { nonce: 1 }), await open(town, { nonce: 2 })];
    const data = town.ledger.interface.encodeFunctionData("payOpenBatch", [batch]);
    const needed = await town.ledgerAs(town.stranger).payOpenBatch.estimateGas(batch);
    let reverted = 0;
    for (let gasLimit = 60_000n; ; gasLimit += 499n) {
      const sent = town.stranger.sendTransaction({ to: town.deployment.ledger, data, gasLimit });
      const refusals = await refusalsIn(town, sent).catch(() => undefined);
      if (refusals === undefined) reverted += 1;
      else {
        expect(refusals, `with ${gasLimit} gas`).to.deep.equal([]);
        expect(gasLimit).to.be.closeTo(needed, 5_000n);
        break;
      }
    }
    expect(reverted).to.be.greaterThan(50);
  });

  it("refuses a word with bits outside its type, also when these were signed", async () => {
    const town = await loadFixture(openTown);
    const payment = await shopBound(town);
    const words = authorisationWords(payment.authorisation);
    for (const [index, word] of words.entries()) {
      const dirty = words.with(index, word | (index < 2 ? 1n : 1n << 255n)).map(toWord);
      const { x, y, r, s } = await town.anna.phone.sign(digestOf(town, dirty));
      const { selector } = town.ledger.interface.getFunction("payShopBound") ?? { selector: "" };
      const data = concat([selector, ...dirty, x, y, r, s]);
      const call = town.stranger.sendTransaction({ to: town.deployment.ledger, data });
      await expect(call, `word ${index}`).to.be.revertedWithoutReason(ethers);
    }
    const clean = words.map(toWord);
    const { x, y, r, s } = await town.anna.phone.sign(digestOf(town, clean));
    const { selector } = town.ledger.interface.getFunction("payShopBound") ?? { selector: "" };
    const data = concat([selector, ...clean, x, y, r, s]);
    await expect(town.stranger.sendTransaction({ to: town.deployment.ledger, data })).to.emit(
      town.ledger,
      "PaymentMade",
    );
  });
});

/** The words of an authorisation in the order of its struct; ids stand on the left. */
function authorisationWords(authorisation: ChainAuthorisation) {
  return [
    BigInt(authorisation.beneficiaryId) << 128n,
    BigInt(authorisation.shopId) << 128n,
    authorisation.maximumAmount,
    BigInt(authorisation.validAfter),
    BigInt(authorisation.validBefore),
    BigInt(authorisation.nonce),
    BigInt(authorisation.device),
  ];
}

function toWord(value: bigint): string {
  return toBeHex(value, 32);
}

/** The EIP-712 digest of words as they are, whatever their bits. */
function digestOf(town: Town, words: readonly string[]): Hex {
  const typeHash = keccak256(toUtf8Bytes(AUTHORISATION_TYPE));
  const domain = TypedDataEncoder.hashDomain({
    name: "Kindpakket",
    version: "1",
    chainId: town.deployment.chainId,
    verifyingContract: town.deployment.ledger,
  });
  return keccak256(concat(["0x1901", domain, keccak256(concat([typeHash, ...words]))])) as Hex;
}
