// Nonces: any order, each once, within a window below the highest.
import { expect } from "chai";
import { refused } from "../helpers/expect.ts";
import { loadFixture } from "../helpers/network.ts";
import { pay, submitShopBound } from "../helpers/payments.ts";
import { BUDGET } from "../helpers/terms.ts";
import { openTown } from "../helpers/town.ts";

describe("Payments.nonces", () => {
  it("takes nonces in any order within the window of 56", async () => {
    const town = await loadFixture(openTown);
    for (const nonce of [60, 5, 59, 6]) {
      await expect(submitShopBound(town, { nonce, amount: 1n })).to.emit(
        town.ledger,
        "PaymentMade",
      );
    }
  });

  it("refuses a nonce 56 below the highest, and takes the one after it", async () => {
    const town = await loadFixture(openTown);
    await pay(town, { nonce: 100, amount: 1n });
    await refused(submitShopBound(town, { nonce: 44 }), town.ledger, "NonceUsed", 44, 100);
    await expect(submitShopBound(town, { nonce: 45 })).to.emit(town.ledger, "PaymentMade");
  });

  it("refuses nonce zero, of a new device too", async () => {
    const town = await loadFixture(openTown);
    await refused(submitShopBound(town, { nonce: 0 }), town.ledger, "NonceUsed", 0, 0);
  });

  it("forgets nothing when the highest nonce jumps by less than the window", async () => {
    const town = await loadFixture(openTown);
    await pay(town, { nonce: 1, amount: 1n });
    await pay(town, { nonce: 56, amount: 1n });
    await refused(submitShopBound(town, { nonce: 1 }), town.ledger, "NonceUsed", 1, 56);
  });

  it("takes the highest nonce there is, and then those below it", async () => {
    const town = await loadFixture(openTown);
    const highest = 2 ** 32 - 1;
    await pay(town, { nonce: highest, amount: 1n });
    await pay(town, { nonce: highest - 55, amount: 1n });
    const used = submitShopBound(town, { nonce: highest });
    await refused(used, town.ledger, "NonceUsed", highest, highest);
  });

  it("leaves a nonce unused when the payment is refused", async () => {
    const town = await loadFixture(openTown);
    const call = submitShopBound(town, { amount: BUDGET + 1n });
    await refused(call, town.ledger, "InsufficientBudget", town.anna.id, BUDGET + 1n, BUDGET);
    await expect(submitShopBound(town, { amount: 1n })).to.emit(town.ledger, "PaymentMade");
  });
});
