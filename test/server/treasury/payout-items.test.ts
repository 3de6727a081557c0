// Which sales and corrections a payout pays, laid out from sums alone, and counted for many payouts by one question.
import { expect } from "chai";
import fc from "fast-check";
import { payoutOrders, schemeMovements } from "../../../server/store/schema/index.ts";
import { itemsOf, paymentCounts, payoutOf } from "../../../server/treasury/payout-items.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { type Books, hash, id, openBooks, SCHEME, SHOP } from "./books.ts";

describe("Payout items", () => {
  let books: Books;
  before(async function () {
    this.timeout(60_000);
    books = await openBooks();
  });
  after(() => books.close());
  beforeEach(() => books.clear());

  const amounts = async (payoutId: Hex) =>
    (await itemsOf(books.database, payoutId)).map(({ amountCents }) => Number(amountCents));

  it("are the sales after the payout before, and the corrections made since", async () => {
    await books.sell(1, 500n, 10);
    await books.sell(2, 300n, 11);
    const first = await books.pay(1, 800n, 20);
    await books.correct(25, 1, 100n, 30);
    await books.sell(3, 400n, 31);
    const second = await books.pay(2, 300n, 40);
    await books.sell(4, 999n, 50);

    expect(await amounts(first)).to.deep.equal([500, 300]);
    expect(await amounts(second)).to.deep.equal([-100, 400]);
    const counts = await paymentCounts(books.database, [first, second]);
    expect([...counts].toSorted()).to.deep.equal([
      [first, 2],
      [second, 1],
    ]);
  });

  it("are paid again by the next payout when one came back before it", async () => {
    await books.sell(1, 500n, 10);
    const returned = await books.pay(1, 500n, 20, { returnedAt: 25 });
    await books.sell(2, 300n, 30);
    const next = await books.pay(2, 800n, 40);

    expect(await amounts(returned)).to.deep.equal([500]);
    expect(await amounts(next)).to.deep.equal([500, 300]);
  });

  it("leave out what the shop paid back, and other shops' sales", async () => {
    await books.sell(1, 500n, 10);
    await books.sell(2, 250n, 11, id(3));
    const first = await books.pay(1, 500n, 20);
    await books.correct(21, 1, 500n, 22);
    await books.database.insert(schemeMovements).values({
      schemeId: SCHEME,
      bankReference: hash(5),
      kind: "repaid",
      amountCents: 500n,
      shopId: SHOP,
      at: 30,
    });
    await books.sell(4, 700n, 31);
    const second = await books.pay(2, 700n, 40);

    expect(await amounts(first)).to.deep.equal([500]);
    expect(await amounts(second)).to.deep.equal([-500, 700]);
    expect((await paymentCounts(books.database, [second])).get(second)).to.equal(1);
  });

  it("of a payout that isn't on the chain yet are what was sold until it was written down", async () => {
    await books.sell(1, 500n, 10);
    const payoutId = id(200);
    await books.database.insert(payoutOrders).values({
      payoutId,
      schemeId: SCHEME,
      shopId: SHOP,
      amountCents: 500n,
      state: "BATCHED",
      createdAt: 15_999,
      changedAt: 15_999,
    });
    await books.sell(2, 300n, 16);
    expect(await amounts(payoutId)).to.deep.equal([500]);
  });

  it("of no payout at all are none", async () => {
    expect(await amounts(id(300))).to.deep.equal([]);
    expect((await paymentCounts(books.database, [])).size).to.equal(0);
  });

  it("name the payout of a sale: the one that pays it, and none once that came back", async () => {
    const of = async (payment: number) => payoutOf(books.database, hash(payment));
    await books.sell(1, 500n, 10);
    expect(await of(1)).to.equal(null);
    const first = await books.pay(1, 500n, 20);
    await books.sell(2, 300n, 30);
    await books.pay(2, 300n, 40, { returnedAt: 45 });
    await books.sell(3, 200n, 50);
    expect(await of(1)).to.deep.equal({ payoutId: first, state: "BOOKED", bankReference: null });
    expect(await of(2)).to.equal(null);
    const third = await books.pay(3, 500n, 60);
    expect((await of(2))?.payoutId).to.equal(third);
    expect((await of(3))?.payoutId).to.equal(third);
    expect(await of(99)).to.equal(null);
  });

  it("are found in the week where they lie as in all sales of a year", async () => {
    const cents = fc.integer({ min: 1, max: 300 });
    const hours = fc.integer({ min: 1, max: 90 });
    const acts = fc.array(
      fc.record({ kind: fc.constantFrom("sale", "sale", "correction", "payout"), cents, hours }),
      { minLength: 5, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(acts, async (given) => {
        await books.clear();
        const { sales, corrected, paid } = await play(given);
        for (const [index, payout] of paid.entries()) {
          const before = paid[index - 1];
          const ends = (one: typeof payout | undefined) => {
            if (!one) return 0;
            let left = paid
              .slice(0, paid.indexOf(one) + 1)
              .reduce((sum, { cents }) => sum + cents, 0);
            const reached = sales.find((sale) => {
              if (sale.at > one.at) return false;
              const back = corrected.filter((that) => that.of === sale.number && that.at <= one.at);
              left -= sale.cents - back.reduce((sum, that) => sum + that.cents, 0);
              return left <= 0;
            });
            return reached?.number ?? Number.POSITIVE_INFINITY;
          };
          const expected = sales.filter(
            ({ number, at }) => at <= payout.at && number > ends(before) && number <= ends(payout),
          );
          const items = await itemsOf(books.database, payout.payoutId);
          expect(
            items.filter(({ kind }) => kind === "payment").map(({ paymentId }) => paymentId),
          ).to.deep.equal(expected.map(({ number }) => hash(number)));
        }
      }),
      { numRuns: 20 },
    );
  });

  /** Sales, corrections of the last sale up to its amount, and payouts, one after the other. */
  async function play(acts: readonly { kind: string; cents: number; hours: number }[]) {
    const sales: { number: number; cents: number; at: number }[] = [];
    const corrected: { of: number; cents: number; at: number }[] = [];
    const paid: { payoutId: Hex; cents: number; at: number }[] = [];
    let at = 1_767_610_800;
    for (const [index, act] of acts.entries()) {
      const number = index + 1;
      at += act.hours * 3_600;
      const sale = sales[Math.floor(sales.length / 2)];
      if (act.kind === "sale") {
        await books.sell(number, BigInt(act.cents), at);
        sales.push({ number, cents: act.cents, at });
      } else if (act.kind === "payout") {
        const payoutId = await books.pay(number, BigInt(act.cents), at);
        paid.push({ payoutId, cents: act.cents, at });
      } else if (sale && !corrected.some(({ of }) => of === sale.number)) {
        const cents = Math.min(act.cents, sale.cents);
        await books.correct(number * 10, sale.number, BigInt(cents), at);
        corrected.push({ of: sale.number, cents, at });
      }
    }
    return { sales, corrected, paid };
  }
});
