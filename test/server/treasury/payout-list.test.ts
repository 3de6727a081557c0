// The treasurer's list of payouts: sorted as a whole, then paged.
import { expect } from "chai";
import { listPayouts } from "../../../server/treasury/payout-list.ts";
import { type Books, openBooks, SCHEME } from "./books.ts";

describe("The list of payouts", () => {
  let books: Books;
  before(async function () {
    this.timeout(60_000);
    books = await openBooks();
  });
  after(() => books.close());

  it("is sorted as a whole before a page of it is taken, by what is asked for, up and down", async () => {
    const cents = [500n, 2_500n, 100n, 900n];
    for (const [index, amount] of cents.entries()) {
      await books.sell(index + 1, amount, 10 * index + 1);
      await books.pay(index + 1, amount, 10 * index + 5);
    }
    const profiles = { namesOf: async () => new Map(), ibansOf: async () => new Map() };
    const parts = { database: books.database, profiles, payoutActs: null, now: () => 1_000 };
    const ask = async (sort?: "amount" | "-amount" | "since" | "-state", offset = 0) => {
      const asked = {
        show: "all",
        schemeId: SCHEME,
        isTreasurer: false,
        offset,
        limit: 2,
      } as const;
      const { payouts, total } = await listPayouts(parts as never, { ...asked, sort });
      expect(total).to.equal(4);
      return payouts.map(({ amountCents }) => Number(amountCents));
    };

    expect(await ask()).to.deep.equal([900, 100]);
    expect(await ask("amount")).to.deep.equal([100, 500]);
    expect(await ask("amount", 2)).to.deep.equal([900, 2_500]);
    expect(await ask("-amount")).to.deep.equal([2_500, 900]);
    expect(await ask("since")).to.deep.equal([500, 2_500]);
    // All booked: then the newest first.
    expect(await ask("-state")).to.deep.equal([900, 100]);
  });
});
