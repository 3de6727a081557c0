// Adds the ledger's events up anew, by arithmetic of its own: nothing here is shared with the index, so that a fault in one shows.

import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { LedgerEvent } from "../chain/events.ts";

/** Where a scheme's money is, in cents. */
export type SchemeSums = {
  funded: bigint;
  unallocated: bigint;
  outstanding: bigint;
  owed: bigint;
  inPayout: bigint;
  paidOut: bigint;
  withdrawn: bigint;
};

export type ShopSums = {
  owed: bigint;
  inPayout: bigint;
  paidOut: bigint;
  /** How many payments it got, and of how much, less what was corrected of them. */
  payments: bigint;
  sold: bigint;
};
export type BeneficiarySums = { schemeId: Hex; granted: bigint; balance: bigint };
export type PaymentSums = {
  beneficiaryId: Hex;
  shopId: Hex;
  amount: bigint;
  corrected: bigint;
};
export type PayoutSums = {
  schemeId: Hex;
  shopId: Hex;
  amount: bigint;
  state: "opened" | "settled" | "returned";
};

/** What a reader of the chain alone knows. */
export type LedgerBooks = {
  schemes: Map<Hex, SchemeSums>;
  /** By `schemeId/shopId`. */
  shops: Map<string, ShopSums>;
  beneficiaries: Map<Hex, BeneficiarySums>;
  payments: Map<Hex, PaymentSums>;
  payouts: Map<Hex, PayoutSums>;
  /** What the ledger allows and an auditor should see: corrections beyond their payment, or of none. */
  oddities: string[];
};

/** @param events All of them, in the order of the chain. */
export function addUp(events: Iterable<LedgerEvent>): LedgerBooks {
  const books: LedgerBooks = {
    schemes: new Map(),
    shops: new Map(),
    beneficiaries: new Map(),
    payments: new Map(),
    payouts: new Map(),
    oddities: [],
  };
  for (const event of events) {
    addScheme(books, event);
    addBeneficiary(books, event);
    addPayment(books, event);
    addPayout(books, event);
  }
  return books;
}

function known<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the chain's events name ${key} before it exists`);
  return value;
}

const shopOf = (books: LedgerBooks, schemeId: Hex, shopId: Hex): ShopSums => {
  const key = `${schemeId}/${shopId}`;
  const shop = books.shops.get(key) ?? {
    owed: 0n,
    inPayout: 0n,
    paidOut: 0n,
    payments: 0n,
    sold: 0n,
  };
  books.shops.set(key, shop);
  return shop;
};

function addScheme(books: LedgerBooks, event: LedgerEvent): void {
  switch (event.name) {
    case "SchemeOpened":
      books.schemes.set(event.args.schemeId, {
        funded: 0n,
        unallocated: 0n,
        outstanding: 0n,
        owed: 0n,
        inPayout: 0n,
        paidOut: 0n,
        withdrawn: 0n,
      });
      return;
    case "SchemeFunded": {
      const scheme = known(books.schemes, event.args.schemeId);
      scheme.funded += event.args.amount;
      scheme.unallocated += event.args.amount;
      return;
    }
    case "SchemeWithdrawn": {
      const scheme = known(books.schemes, event.args.schemeId);
      scheme.unallocated -= event.args.amount;
      scheme.withdrawn += event.args.amount;
      return;
    }
    case "ShopAdmitted":
      shopOf(books, event.args.schemeId, event.args.shopId);
  }
}

function addBeneficiary(books: LedgerBooks, event: LedgerEvent): void {
  const grant = (beneficiaryId: Hex, amount: bigint) => {
    const beneficiary = known(books.beneficiaries, beneficiaryId);
    const scheme = known(books.schemes, beneficiary.schemeId);
    beneficiary.granted += amount;
    beneficiary.balance += amount;
    scheme.outstanding += amount;
    scheme.unallocated -= amount;
  };
  switch (event.name) {
    case "BeneficiaryRegistered": {
      const { beneficiaryId, schemeId, amount } = event.args;
      books.beneficiaries.set(beneficiaryId, { schemeId, granted: 0n, balance: 0n });
      grant(beneficiaryId, amount);
      return;
    }
    case "BeneficiaryToppedUp":
      grant(event.args.beneficiaryId, event.args.amount);
      return;
    case "BeneficiaryClosed":
    case "BeneficiaryExpired":
      grant(event.args.beneficiaryId, -event.args.returned);
  }
}

function addPayment(books: LedgerBooks, event: LedgerEvent): void {
  const move = (given: { beneficiaryId: Hex; shopId: Hex; amount: bigint }) => {
    const beneficiary = known(books.beneficiaries, given.beneficiaryId);
    const scheme = known(books.schemes, beneficiary.schemeId);
    beneficiary.balance -= given.amount;
    scheme.outstanding -= given.amount;
    scheme.owed += given.amount;
    shopOf(books, beneficiary.schemeId, given.shopId).owed += given.amount;
  };
  if (event.name === "PaymentMade") {
    const { paymentId, beneficiaryId, shopId, amount } = event.args;
    if (books.payments.has(paymentId)) books.oddities.push(`payment ${paymentId} was made twice`);
    books.payments.set(paymentId, { beneficiaryId, shopId, amount, corrected: 0n });
    move(event.args);
    const shop = shopOf(books, known(books.beneficiaries, beneficiaryId).schemeId, shopId);
    shop.payments += 1n;
    shop.sold += amount;
  }
  if (event.name === "PaymentRefunded" || event.name === "PaymentReversed") {
    const { paymentId, beneficiaryId, shopId, amount } = event.args;
    move({ beneficiaryId, shopId, amount: -amount });
    const payment = books.payments.get(paymentId);
    if (!payment) {
      books.oddities.push(`a correction names the payment ${paymentId}, which was never made`);
      return;
    }
    payment.corrected += amount;
    const { schemeId } = known(books.beneficiaries, payment.beneficiaryId);
    shopOf(books, schemeId, payment.shopId).sold -= amount;
    if (payment.corrected > payment.amount) {
      books.oddities.push(`payment ${paymentId} was corrected by more than its amount`);
    }
    if (payment.shopId !== shopId || payment.beneficiaryId !== beneficiaryId) {
      books.oddities.push(`a correction of payment ${paymentId} names another shop or beneficiary`);
    }
  }
}

function addPayout(books: LedgerBooks, event: LedgerEvent): void {
  const move = (payout: { schemeId: Hex; shopId: Hex }, pots: Partial<ShopSums>) => {
    const { owed = 0n, inPayout = 0n, paidOut = 0n } = pots;
    for (const sums of [
      known(books.schemes, payout.schemeId),
      shopOf(books, payout.schemeId, payout.shopId),
    ]) {
      sums.owed += owed;
      sums.inPayout += inPayout;
      sums.paidOut += paidOut;
    }
  };
  switch (event.name) {
    case "PayoutOpened": {
      const { payoutId, schemeId, shopId, amount } = event.args;
      books.payouts.set(payoutId, { schemeId, shopId, amount, state: "opened" });
      move(event.args, { owed: -amount, inPayout: amount });
      return;
    }
    case "PayoutSettled": {
      const payout = known(books.payouts, event.args.payoutId);
      payout.state = "settled";
      move(payout, { inPayout: -payout.amount, paidOut: payout.amount });
      return;
    }
    case "PayoutReturned": {
      const payout = known(books.payouts, event.args.payoutId);
      payout.state = "returned";
      const from = event.args.afterSettlement ? "paidOut" : "inPayout";
      move(payout, { owed: payout.amount, [from]: -payout.amount });
      return;
    }
    case "ShopRepaid":
      move(event.args, { owed: event.args.amount, paidOut: -event.args.amount });
  }
}
