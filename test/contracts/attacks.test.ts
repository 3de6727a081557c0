// Each attack that the ledger must withstand, by name. Refunds twice or above their own payment are the server's to
// refuse: the ledger keeps no record per payment and bounds refunds by all that a beneficiary spent.
import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { at, refused } from "./helpers/expect.ts";
import { hashOf, idOf, signerOf } from "./helpers/keys.ts";
import { ethers, loadFixture } from "./helpers/network.ts";
import {
  open,
  openArgs,
  pay,
  refusalsIn,
  shopBound,
  shopBoundArgs,
  submitOpen,
  submitShopBound,
} from "./helpers/payments.ts";
import { BeneficiaryState, BUDGET, PayoutState, Reason, ShopState } from "./helpers/terms.ts";
import { openTown, overAt } from "./helpers/town.ts";

describe("Attack on an authorisation", () => {
  it("second use: alone, open or bound, and within one batch", async () => {
    const town = await loadFixture(openTown);
    const ledger = town.ledgerAs(town.stranger);
    const first = await pay(town, { nonce: 1 });
    const again = ledger.payShopBound(...shopBoundArgs(first));
    await refused(again, town.ledger, "NonceUsed", 1, 1);
    await refused(submitOpen(town, { nonce: 1 }), town.ledger, "NonceUsed", 1, 1);
    const twin = await open(town, { nonce: 2 });
    expect(await refusalsIn(town, ledger.payOpenBatch([twin, twin]))).to.deep.equal([
      { paymentId: twin.paymentId, name: "NonceUsed", args: [2n, 2n] },
    ]);
  });

  it("second use with another till, shop or amount", async () => {
    const town = await loadFixture(openTown);
    await submitOpen(town, { nonce: 1, amount: 100n });
    const { toys } = town;
    const elsewhere = submitOpen(town, { nonce: 1, shopId: toys.id, till: toys.till });
    await refused(elsewhere, town.ledger, "NonceUsed", 1, 1);
    const more = submitOpen(town, { nonce: 1, amount: 200n });
    await refused(more, town.ledger, "NonceUsed", 1, 1);
  });

  it("use on another chain or another ledger", async () => {
    const town = await loadFixture(openTown);
    const { deployment, anna } = town;
    for (const other of [
      { ...deployment, chainId: deployment.chainId + 1 },
      { ...deployment, ledger: deployment.forwarder },
    ]) {
      const call = submitShopBound(town, { deployment: other });
      await refused(call, town.ledger, "InvalidSignature", anna.phone.address);
    }
  });

  it("a signature for the forwarder used as one for the ledger", async () => {
    const town = await loadFixture(openTown);
    const { authorisation } = await shopBound(town);
    const domain = {
      ...{ name: "Kindpakket Forwarder", version: "1", chainId: town.deployment.chainId },
      verifyingContract: town.deployment.ledger,
    };
    const types = { PaymentAuthorisation: AUTHORISATION_FIELDS };
    const digest = TypedDataEncoder.hash(domain, types, authorisation) as Hex;
    const signature = await town.anna.phone.sign(digest);
    const call = town.ledgerAs(town.stranger).payShopBound(authorisation, signature);
    await refused(call, town.ledger, "InvalidSignature", town.anna.phone.address);
  });

  const changes = {
    beneficiaryId: idOf("bram"),
    shopId: idOf("toys"),
    maximumAmount: 1_251n,
    validAfter: 1,
    validBefore: 2 ** 40 - 1,
    nonce: 2,
  };
  for (const [field, value] of Object.entries(changes)) {
    it(`${field} changed after it was signed`, async () => {
      const town = await loadFixture(openTown);
      const { authorisation, signature } = await shopBound(town);
      const changed = { ...authorisation, [field]: value };
      const call = town.ledgerAs(town.stranger).payShopBound(changed, signature);
      await refused(call, town.ledger, "InvalidSignature", town.anna.phone.address);
    });
  }

  it("device changed after it was signed", async () => {
    const town = await loadFixture(openTown);
    const { authorisation, signature } = await shopBound(town);
    const device = town.bram.phone.address;
    const call = town.ledgerAs(town.stranger).payShopBound({ ...authorisation, device }, signature);
    await refused(call, town.ledger, "InvalidSignature", town.anna.phone.address);
  });

  it("somebody else's signature under it", async () => {
    const town = await loadFixture(openTown);
    const thief = signerOf("thief");
    const call = submitShopBound(town, { signedBy: thief });
    const args = [town.anna.phone.address, thief.address];
    await refused(call, town.ledger, "DeviceMismatch", ...args);
  });

  it("before and after its time", async () => {
    const town = await loadFixture(openTown);
    const validAfter = town.terms.startsAt + 200_000;
    const given = { validAfter, validBefore: validAfter + 600 };
    for (const timestamp of [validAfter - 1, validAfter + 600]) {
      await at(timestamp);
      const args = [validAfter, validAfter + 600, timestamp];
      await refused(submitShopBound(town, given), town.ledger, "AuthorisationNotInTime", ...args);
    }
  });
});

describe("Attack on a charge", () => {
  it("shop or amount changed after the till signed", async () => {
    const town = await loadFixture(openTown);
    const payment = await open(town);
    for (const change of [{ shopId: town.toys.id }, { amount: 1_251n }]) {
      const charge = { ...payment.charge, ...change };
      const call = town.ledgerAs(town.stranger).payOpen(...openArgs({ ...payment, charge }));
      await refused(call, town.ledger, "InvalidSignature", town.bakery.till.address);
    }
  });

  it("a charge signed for another authorisation", async () => {
    const town = await loadFixture(openTown);
    const first = await open(town, { nonce: 1 });
    const { tillSignature } = await open(town, { nonce: 2 });
    const call = town.ledgerAs(town.stranger).payOpen(...openArgs({ ...first, tillSignature }));
    await refused(call, town.ledger, "InvalidSignature", town.bakery.till.address);
  });

  it("a till of another shop", async () => {
    const town = await loadFixture(openTown);
    const { toys, bakery } = town;
    const call = submitOpen(town, { shopId: bakery.id, till: toys.till });
    await refused(call, town.ledger, "TillUnknown", toys.till.address, bakery.id);
  });

  it("the family's own phone as till", async () => {
    const town = await loadFixture(openTown);
    const { anna, bakery } = town;
    const call = submitOpen(town, { tillSignedBy: anna.phone });
    await refused(call, town.ledger, "TillUnknown", anna.phone.address, bakery.id);
  });
});

describe("Attack on a budget", () => {
  it("a frozen child", async () => {
    const town = await loadFixture(openTown);
    await town.ledgerAs(town.guardian).freezeBeneficiary(town.anna.id, Reason.misuse);
    const args = [town.anna.id, BeneficiaryState.frozen];
    await refused(submitShopBound(town), town.ledger, "BeneficiaryNotUsable", ...args);
  });

  it("a suspended shop", async () => {
    const town = await loadFixture(openTown);
    const { bakery, schemeId } = town;
    await town.ledgerAs(town.guardian).suspendShop(schemeId, bakery.id, Reason.misuse);
    const args = [schemeId, bakery.id, ShopState.suspended];
    await refused(submitShopBound(town), town.ledger, "ShopNotAdmitted", ...args);
  });

  it("a closed scheme", async () => {
    const town = await loadFixture(openTown);
    const { ledgerAs, sponsor, anna, bram, schemeId } = town;
    await at(overAt(town));
    await ledgerAs(sponsor).expireBeneficiaries([anna.id, bram.id]);
    const all = await ledgerAs(sponsor).withdrawableOf(schemeId);
    await ledgerAs(sponsor).withdrawFromScheme(schemeId, all, hashOf("all"));
    await ledgerAs(sponsor).closeScheme(schemeId);
    const call = submitShopBound(town, { validBefore: overAt(town) + 1_000 });
    await refused(call, town.ledger, "SchemeIsClosed", schemeId);
  });

  it("overspending by 50 submissions at once: only what the budget holds is paid", async () => {
    const town = await loadFixture(openTown);
    const amount = 1_000n;
    await ethers.provider.send("evm_setAutomine", [false]);
    const payments = await Promise.all(
      Array.from({ length: 50 }, (_, i) => shopBound(town, { amount, nonce: i + 1 })),
    );
    const sent = [];
    for (const payment of payments) {
      const args = shopBoundArgs(payment);
      sent.push(await town.ledgerAs(town.stranger).payShopBound(...args, { gasLimit: 200_000 }));
    }
    await ethers.provider.send("evm_mine", []);
    await ethers.provider.send("evm_setAutomine", [true]);
    const receipts = await Promise.allSettled(sent.map((one) => one.wait()));
    const paid = receipts.filter(({ status }) => status === "fulfilled").length;
    expect(paid).to.equal(Number(BUDGET / amount));
    const { balance } = await town.ledgerAs(town.stranger).beneficiaryOf(town.anna.id);
    expect(balance).to.equal(0n);
    const { owed, holds } = await town.ledgerAs(town.stranger).conservationOf(town.schemeId);
    expect([owed, holds]).to.deep.equal([BUDGET, true]);
  });

  it("overspending within one batch", async () => {
    const town = await loadFixture(openTown);
    const payments = [];
    for (let nonce = 1; nonce <= 3; nonce++) {
      payments.push(await shopBound(town, { amount: BUDGET / 2n, nonce }));
    }
    const sent = town.ledgerAs(town.stranger).payShopBoundBatch(payments);
    expect(await refusalsIn(town, sent)).to.deep.equal([
      {
        paymentId: payments[2]!.paymentId,
        name: "InsufficientBudget",
        args: [town.anna.id, BUDGET / 2n, 0n],
      },
    ]);
  });
});

describe("Attack by correction", () => {
  it("a refund above what the child spent in all", async () => {
    const town = await loadFixture(openTown);
    const { paymentId } = await pay(town, { amount: 500n });
    const { bakery, anna } = town;
    const call = town.ledgerAs(bakery.owner).refund(paymentId, anna.id, bakery.id, 501);
    await refused(call, town.ledger, "CorrectionAboveSpent", anna.id, 501, 500);
  });

  it("a refund after the payment was reversed", async () => {
    const town = await loadFixture(openTown);
    const { bakery, anna, guardian } = town;
    const { paymentId } = await pay(town, { amount: 500n });
    const args = [paymentId, anna.id, bakery.id, 500] as const;
    await town.ledgerAs(guardian).reversePayment(...args, Reason.dispute);
    const call = town.ledgerAs(bakery.owner).refund(...args);
    await refused(call, town.ledger, "CorrectionAboveSpent", anna.id, 500, 0);
  });

  it("a refund by another shop's till on this shop's account", async () => {
    const town = await loadFixture(openTown);
    const { bakery, toys, anna } = town;
    const { paymentId } = await pay(town);
    const call = town.ledgerAs(toys.owner).refund(paymentId, anna.id, bakery.id, 1);
    await refused(call, town.ledger, "TillUnknown", toys.owner.address, bakery.id);
  });

  it("a reversal of what was paid out", async () => {
    const town = await loadFixture(openTown);
    const { bakery, anna, guardian, operator, schemeId } = town;
    const { paymentId } = await pay(town, { amount: 500n });
    await town.ledgerAs(operator).openPayout(schemeId, bakery.id, idOf("payout"), 500);
    const call = town
      .ledgerAs(guardian)
      .reversePayment(paymentId, anna.id, bakery.id, 500, Reason.dispute);
    await refused(call, town.ledger, "ReversalAboveOwed", bakery.id, 500, 0);
  });
});

describe("Attack by payout", () => {
  it("above what is owed, above the mandate, opened twice, settled twice", async () => {
    const town = await loadFixture(openTown);
    const { ledger, ledgerAs, operator, bakery, schemeId, mandate } = town;
    await pay(town, { amount: 500n });
    const openPayout = (label: string, amount: bigint) =>
      ledgerAs(operator).openPayout(schemeId, bakery.id, idOf(label), amount);
    const { perPayout } = mandate;
    await refused(openPayout("a", 501n), ledger, "PayoutAboveOwed", bakery.id, 501, 500);
    const args = [schemeId, perPayout + 1n, perPayout];
    await refused(openPayout("a", perPayout + 1n), ledger, "MandateExceededPerPayout", ...args);
    await openPayout("a", 500n);
    await refused(openPayout("b", 500n), ledger, "PayoutAboveOwed", bakery.id, 500, 0);
    await ledgerAs(operator).settlePayout(idOf("a"), hashOf("booked"));
    const again = ledgerAs(operator).settlePayout(idOf("a"), hashOf("booked again"));
    await refused(again, ledger, "PayoutNotInState", idOf("a"), PayoutState.settled);
  });
});

const AUTHORISATION_FIELDS = [
  { name: "beneficiaryId", type: "bytes16" },
  { name: "shopId", type: "bytes16" },
  { name: "maximumAmount", type: "uint48" },
  { name: "validAfter", type: "uint40" },
  { name: "validBefore", type: "uint40" },
  { name: "nonce", type: "uint32" },
  { name: "device", type: "address" },
];
