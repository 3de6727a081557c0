// Refunds after the shop was paid: the family has its budget back at once, and the shop pays it off with what it sells next.
import { expect } from "chai";
import { payoutOrders } from "../../../server/store/schema/bank.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { IBAN } from "../payouts/scripted-bank.ts";
import { giveMandate, type PayingBench, startPayingBench } from "./paying-bench.ts";
import {
  admittedShop,
  BUDGET_CENTS,
  type Child,
  family,
  must,
  openPayment,
  openTown,
  refundOf,
  type Shop,
  type Town,
} from "./town.ts";

/** `termsOf` allows a shop to go this far below zero. */
const DEBT_LIMIT_CENTS = 10_000n;

describe("Refunds after the payout", function () {
  this.timeout(60_000);
  let paying: PayingBench;
  let town: Town;
  let shop: Shop;
  let child: Child;
  let tokens: { phone: string; till: string };

  before(async () => {
    paying = await startPayingBench();
    town = await openTown(paying.bench);
    await giveMandate(town);
  });
  after(() => paying?.bench.stop());
  beforeEach(async () => {
    const { bench } = paying;
    shop = await admittedShop(town, { iban: IBAN });
    [child] = (await family(town)) as [Child];
    tokens = { phone: await bench.logIn(child.phone), till: await bench.logIn(shop.owner) };
    paying.bank.books = [];
  });

  afterEach("no payout was of nothing or less, and each is booked", async () => {
    const orders = await paying.bench.services.database.select().from(payoutOrders);
    expect(orders.filter(({ amountCents }) => amountCents <= 0n)).to.deep.equal([]);
    expect(orders.filter(({ state }) => state !== "BOOKED")).to.deep.equal([]);
  });

  const sell = async (amountCents: bigint): Promise<Hex> => {
    const body = await openPayment(paying.bench, { child, shop, amountCents });
    return must(await paying.bench.post("/payments", body), 201).body.paymentId;
  };
  const refund = async (paymentId: Hex, amountCents: bigint) =>
    paying.bench.post(
      "/refunds",
      await refundOf(paying.bench, { shop, child, paymentId, amountCents }),
    );
  const budget = async (): Promise<bigint> => {
    const path = `/beneficiaries/${child.beneficiaryId}`;
    return BigInt(must(await paying.bench.get(path, tokens.phone)).body.balanceCents);
  };
  const account = async () => {
    const [own] = must(await paying.bench.get("/shops/mine", tokens.till)).body.accounts;
    return { owed: BigInt(own.owedCents), paid: BigInt(own.paidOutCents) };
  };
  /** What left the municipality's account, in its order. */
  const paidAtBank = () => paying.bank.books.map(({ amountCents }) => -amountCents);
  /** A sale that the bank has paid to the shop. */
  const paidSale = async (amountCents: bigint): Promise<Hex> => {
    const paymentId = await sell(amountCents);
    await paying.payAfterHold();
    return paymentId;
  };

  it("is paid from what the shop is still owed: the budget is back at once, the next payout is less", async () => {
    const paymentId = await paidSale(5_000n);
    await sell(3_000n);
    const answer = must(await refund(paymentId, 2_000n)).body;
    expect(answer.refundedCents).to.equal("2000");
    expect(await budget()).to.equal(BUDGET_CENTS - 5_000n - 3_000n + 2_000n);
    expect(await account()).to.deep.equal({ owed: 1_000n, paid: 5_000n });

    await paying.payAfterHold();

    expect(paidAtBank()).to.deep.equal([5_000n, 1_000n]);
    expect(await account()).to.deep.equal({ owed: 0n, paid: 6_000n });
  });

  it("is all that is left of a payment once it was paid out: no reversal takes it from newer sales", async () => {
    const { bench } = paying;
    const { guardian } = town.staff;
    const paidOut = await paidSale(1_500n);
    const newer = await sell(4_000n);
    const verdictOf = async (paymentId: Hex) => {
      const path = `/schemes/${town.schemeId}/reversals?code=${paymentId.slice(-6)}`;
      return must(await bench.get(path, guardian.token)).body.payments[0].verdict;
    };
    const reverse = (paymentId: Hex, amountCents: bigint) =>
      bench.request(
        guardian.signer,
        commands.reversePayment({
          ...{ paymentId, beneficiaryId: child.beneficiaryId, shopId: shop.shopId, amountCents },
          reason: "dispute",
        }),
      );
    expect(await verdictOf(paidOut)).to.equal("paid-out");
    const refused = await reverse(paidOut, 1n);
    expect([refused.status, refused.body.code]).to.deep.equal([409, "reversal-above-owed"]);
    expect(refused.body.params).to.include({ paymentId: paidOut });

    expect(await verdictOf(newer)).to.equal("possible");
    must(await reverse(newer, 4_000n));
    expect(await account()).to.deep.equal({ owed: 0n, paid: 1_500n });
    expect(await budget()).to.equal(BUDGET_CENTS - 1_500n);
  });

  it("takes the shop below zero when nothing is owed, and the budget is back at once all the same", async () => {
    const paymentId = await paidSale(4_000n);
    must(await refund(paymentId, 4_000n));
    expect(await budget()).to.equal(BUDGET_CENTS);
    expect(await account()).to.deep.equal({ owed: -4_000n, paid: 4_000n });

    await paying.payAfterHold();

    expect(paidAtBank()).to.deep.equal([4_000n]);
  });

  it("is paid off exactly by later sales; nothing is paid before, and then what exceeds the debt", async () => {
    const paymentId = await paidSale(4_000n);
    must(await refund(paymentId, 4_000n));
    for (const [sale, owed] of [
      [1_500n, -2_500n],
      [2_499n, -1n],
      [1n, 0n],
    ] as const) {
      await sell(sale);
      await paying.payAfterHold();
      expect(await account()).to.deep.equal({ owed, paid: 4_000n });
      expect(paidAtBank()).to.deep.equal([4_000n]);
    }

    await paidSale(700n);

    expect(paidAtBank()).to.deep.equal([4_000n, 700n]);
    expect(await account()).to.deep.equal({ owed: 0n, paid: 4_700n });
  });

  it("is paid off by a sale that exceeds the debt, and the rest of it is paid", async () => {
    const paymentId = await paidSale(4_000n);
    must(await refund(paymentId, 3_000n));

    await paidSale(5_000n);

    expect(paidAtBank()).to.deep.equal([4_000n, 2_000n]);
  });

  it("leaves sales within the hold time alone: they pay the debt off, and nothing is paid of them yet", async () => {
    const paymentId = await paidSale(4_000n);
    must(await refund(paymentId, 1_000n));
    await sell(3_000n);

    await paying.payWithinHold();
    expect(paidAtBank()).to.deep.equal([4_000n]);
    await paying.payAfterHold();
    expect(paidAtBank()).to.deep.equal([4_000n, 2_000n]);
  });

  it("goes down to the scheme's limit, and is refused a cent beyond it with the numbers", async () => {
    const paymentId = await paidSale(DEBT_LIMIT_CENTS + 2_000n);
    must(await refund(paymentId, DEBT_LIMIT_CENTS));
    const refused = await refund(paymentId, 1n);
    expect([refused.status, refused.body.code]).to.deep.equal([409, "shop-debt-limit-exceeded"]);
    expect(refused.body.params).to.deep.equal({
      shopId: shop.shopId,
      owedAfterCents: "-10001",
      limitCents: "10000",
    });
    expect(await budget()).to.equal(BUDGET_CENTS - 2_000n);
    expect(await account()).to.deep.equal({
      owed: -DEBT_LIMIT_CENTS,
      paid: DEBT_LIMIT_CENTS + 2_000n,
    });

    // A refused refund leaves its room: it can be made once a sale allows it.
    await sell(500n);
    must(await refund(paymentId, 500n));
    const again = await refund(paymentId, 1n);
    expect(again.body.code).to.equal("shop-debt-limit-exceeded");
  });

  it("comes while the payout is under way: that one is paid whole, and the next sales make up for it", async () => {
    const paymentId = await sell(2_000n);
    paying.bank.makesPending = true;
    await paying.payAfterHold();
    paying.bank.makesPending = false;
    must(await refund(paymentId, 2_000n));
    expect(await account()).to.deep.equal({ owed: -2_000n, paid: 0n });

    paying.bank.bookPending();
    await sell(2_300n);
    await paying.payAfterHold();
    await paying.payAfterHold();

    expect(paidAtBank()).to.deep.equal([2_000n, 300n]);
    expect(await account()).to.deep.equal({ owed: 0n, paid: 2_300n });
  });

  it("adds up over many sales, refunds and payouts in any order", async () => {
    // Always the same numbers: a seed with which each of the outcomes below comes up.
    const draw = drawer(1_430);
    const sales: { paymentId: Hex; leftCents: bigint }[] = [];
    let [owed, paid, spent] = [0n, 0n, 0n];
    const seen = new Set<string>();
    for (let step = 0; step < 40; step += 1) {
      const kind = draw(10);
      const amountCents = BigInt(1 + draw(6_000));
      const sale = sales[draw(Math.max(1, sales.length))];
      if (kind < 3) {
        await paying.payAfterHold();
        seen.add(owed > 0n ? "paid" : "not paid");
        if (owed > 0n) [owed, paid] = [0n, paid + owed];
      } else if (kind < 6 && sale) {
        const { status, body } = await refund(sale.paymentId, amountCents);
        const isWithin = amountCents <= sale.leftCents && owed - amountCents >= -DEBT_LIMIT_CENTS;
        expect(status, JSON.stringify(body)).to.equal(isWithin ? 200 : 409);
        seen.add(isWithin ? "refunded" : body.code);
        if (isWithin) {
          sale.leftCents -= amountCents;
          [owed, spent] = [owed - amountCents, spent - amountCents];
        }
      } else if (spent + amountCents <= BUDGET_CENTS) {
        sales.push({ paymentId: await sell(amountCents), leftCents: amountCents });
        [owed, spent] = [owed + amountCents, spent + amountCents];
      }
      expect([await account(), await budget()], `step ${step}`).to.deep.equal([
        { owed, paid },
        BUDGET_CENTS - spent,
      ]);
    }
    expect(paidAtBank().reduce((sum, cents) => sum + cents, 0n)).to.equal(paid);
    expect([...seen]).to.have.members([
      "paid",
      "not paid",
      "refunded",
      "refund-above-payment",
      "shop-debt-limit-exceeded",
    ]);
  });
});

/** Numbers from 0 up to a bound, by a seed: a linear congruential generator, good enough to vary a test. */
function drawer(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
