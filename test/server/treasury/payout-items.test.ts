// Which sales and corrections a payout pays, laid out from sums alone, and counted for many payouts by one question.
import { expect } from "chai";
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
});
