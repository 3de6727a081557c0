// The sandbox's books stay quick when they are long: answers look at what they give, not at everything there is.

import { expect } from "chai";
import { Books } from "../../../server/bank/bunq/sandbox/books.ts";
import { getDraft } from "../../../server/bank/bunq/sandbox/drafts.ts";
import type { StoredPayment } from "../../../server/bank/bunq/sandbox/events.ts";
import { type Answer, type Exchange, Refusal } from "../../../server/bank/bunq/sandbox/exchange.ts";
import { noFaults } from "../../../server/bank/bunq/sandbox/faults.ts";
import { firstIndex, PaymentIndex } from "../../../server/bank/bunq/sandbox/payment-index.ts";
import { getBatch, getPayment, listPayments } from "../../../server/bank/bunq/sandbox/payments.ts";
import { settleReturns } from "../../../server/bank/bunq/sandbox/returns.ts";
import type { SandboxSettings } from "../../../server/bank/bunq/sandbox/settings.ts";
import { FakeClock } from "./fake-clock.ts";

const [userId, accountId, firstId, length] = [1, 2, 1_000, 5_000];

function payment(id: number, fields: Partial<StoredPayment> = {}): StoredPayment {
  return {
    id,
    accountId,
    createdAt: 0,
    amountCents: -1n,
    balanceAfterCents: 0n,
    description: "",
    merchantReference: null,
    counterpartyIban: "NL91ABNA0417164300",
    counterpartyName: "Bakkerij",
    subType: "PAYMENT",
    batchId: null,
    draftId: null,
    returnOf: null,
    suspendedUntil: null,
    hiddenUntil: null,
    returnAt: null,
    returnReason: null,
    ...fields,
  };
}

/** Books with many payments: batches of ten, and one draft of two. Counts how many places of the list are looked at. */
function longBooks() {
  const clock = new FakeClock();
  const books = new Books({
    journal: { lines: [], append: () => undefined, close: () => undefined },
    clock,
  });
  const names = { name: "a", apiKey: "key", iban: "NL91ABNA0417164300" };
  const openingCents = BigInt(length);
  books.commit([{ type: "user-created", userId, accountId, openingCents, ...names }]);
  const draft = { id: 3, accountId, updatedAt: 0, entries: [], ownFault: null };
  books.commit([{ type: "draft-set", draft: { ...draft, status: "ACCEPTED" } }]);
  for (let index = 0; index < length; index += 1) {
    const fields = {
      balanceAfterCents: openingCents - BigInt(index + 1),
      batchId: 100_000 + Math.floor(index / 10),
      draftId: index === 7 || index === 8 ? 3 : null,
    };
    books.commit([{ type: "payment-made", payment: payment(firstId + index, fields) }]);
  }
  const user = books.users.get(userId)!;
  let reads = 0;
  const payments = new Proxy(user.payments, {
    get(target, property) {
      if (typeof property === "string" && /^\d+$/.test(property)) reads += 1;
      return Reflect.get(target, property, target);
    },
  });
  const exchange = (ids: number[], query = ""): Exchange => ({
    request: {
      method: "GET",
      path: "/p",
      query: new URLSearchParams(query),
      body: new Uint8Array(),
      address: "",
      token: null,
      signature: null,
      requestId: null,
    },
    caller: { installation: null, device: null, session: null, user: { ...user, payments } },
    ids: [userId, accountId, ...ids],
    books,
    settings: {} as SandboxSettings,
    faults: noFaults,
    key: null,
    announce: () => undefined,
  });
  return { books, clock, exchange, reads: () => reads };
}

interface Listed {
  readonly Response: { readonly Payment: { readonly id: number } }[];
  readonly Pagination: { readonly older_url: string | null; readonly newer_url: string | null };
}
const idsOf = (answer: Answer): number[] =>
  (answer.body as Listed).Response.map(({ Payment }) => Payment.id);
const last = firstId + length - 1;

describe("bunq sandbox with long books", () => {
  const queries: readonly [string, number, number][] = [
    ["count=200", last, last - 199],
    [`count=200&older_id=${firstId + 2_500}`, firstId + 2_499, firstId + 2_300],
    [`count=200&newer_id=${firstId + 2_500}`, firstId + 2_700, firstId + 2_501],
    ["count=200&older_id=1100", 1_099, 1_000],
    [`count=200&newer_id=${last - 1}`, last, last],
  ];
  for (const [query, newest, oldest] of queries) {
    it(`looks at little more than a page for ${query}`, () => {
      const { exchange, reads } = longBooks();
      const ids = idsOf(listPayments(exchange([], query)));
      expect([ids.at(0), ids.at(-1), ids.length]).to.deep.equal([
        newest,
        oldest,
        newest - oldest + 1,
      ]);
      expect(reads()).to.be.at.most(200 + 50);
    });
  }

  it("finds a payment, a batch and a draft without looking through the list", () => {
    const { exchange, reads } = longBooks();
    expect(JSON.stringify(getPayment(exchange([last])).body)).to.include(`"id":${last}`);
    const batch = JSON.stringify(getBatch(exchange([100_001])).body);
    expect(batch.match(/"batch_id":100001/g)).to.have.length(10);
    const draft = JSON.stringify(getDraft(exchange([3])).body);
    expect(draft.match(/"Payment"/g)).to.have.length(2);
    expect(reads()).to.equal(0);
  });

  it("knows no payment, batch or draft of another account", () => {
    const { books, exchange } = longBooks();
    const other = { userId: 4, accountId: 5, name: "b", apiKey: "other", iban: "NL00" };
    books.commit([{ type: "user-created", openingCents: 1n, ...other }]);
    const theirs = { accountId: 5, balanceAfterCents: 0n, batchId: 200_000 };
    books.commit([{ type: "payment-made", payment: payment(9_000, theirs) }]);
    for (const ask of [
      () => getPayment(exchange([9_000])),
      () => getBatch(exchange([200_000])),
      () => getDraft(exchange([4_711])),
      () => getPayment(exchange([])),
      () => getBatch(exchange([])),
    ]) {
      expect(ask).to.throw(Refusal);
    }
  });

  it("lists page after page, each payment once, however many are hidden in between", () => {
    const { books, clock, exchange } = longBooks();
    let balanceAfterCents = 0n;
    for (let index = 0; index < 30; index += 1) {
      balanceAfterCents += 1n;
      const hiddenUntil = index % 3 === 0 ? null : clock.now() + 10;
      const fields = { amountCents: 1n, balanceAfterCents, hiddenUntil };
      books.commit([{ type: "payment-made", payment: payment(200_000 + index, fields) }]);
    }
    const newestIds = () => {
      const first = listPayments(exchange([], "count=7"));
      const second = listPayments(exchange([], `count=7&older_id=${idsOf(first).at(-1)}`));
      return [...idsOf(first), ...idsOf(second)].map((id) => id - 200_000);
    };
    expect(newestIds().slice(0, 10)).to.deep.equal([27, 24, 21, 18, 15, 12, 9, 6, 3, 0]);
    const newest = listPayments(exchange([], "count=1")).body as Listed;
    expect(newest.Pagination.newer_url).to.equal(null);
    expect(newest.Pagination.older_url).to.be.a("string");
    clock.advance(10);
    expect(newestIds()).to.deep.equal(Array.from({ length: 14 }, (_, index) => 29 - index));
  });
});

describe("bunq sandbox index", () => {
  it("finds the first that passes at every place, and the end when none does", () => {
    for (const list of [[], [1], [1, 2, 3, 4], [1, 2, 3, 4, 5]]) {
      for (let from = 0; from <= 6; from += 1) {
        const expected = list.findIndex((value) => value >= from);
        const found = firstIndex(list, (value) => value >= from);
        expect(found).to.equal(expected === -1 ? list.length : expected);
      }
    }
  });

  it("gives back the soonest first, those of one moment in their order", () => {
    const index = new PaymentIndex();
    for (const [id, returnAt] of [
      [1, 30],
      [2, 10],
      [3, 20],
      [4, 10],
    ] as const) {
      index.add(payment(id, { returnAt }));
    }
    expect(index.nextReturnAt()).to.equal(10);
    const due = (now: number) => index.dueReturns(now).map(({ id }) => id);
    expect([due(9), due(10), due(30)]).to.deep.equal([[], [2, 4], [2, 4, 3, 1]]);
    index.add(payment(5, { returnOf: 4 }));
    expect([index.isReturned(4), index.isReturned(2)]).to.deep.equal([true, false]);
    expect(due(30)).to.deep.equal([2, 3, 1]);
  });

  it("has nothing left to come back once all did", () => {
    const { books, clock } = longBooks();
    const returnAt = clock.now() + 5;
    const fields = { returnAt, amountCents: 0n };
    books.commit([{ type: "payment-made", payment: payment(300_000, fields) }]);
    expect(settleReturns(books)).to.deep.equal([]);
    clock.advance(5);
    expect(settleReturns(books).map(({ returnOf }) => returnOf)).to.deep.equal([300_000]);
    expect(books.payments.nextReturnAt()).to.equal(null);
    expect(settleReturns(books)).to.deep.equal([]);
  });
});
