// The audit finds what it is for: each way in which chain, index and bank can disagree, and nothing when they agree.
import { expect } from "chai";
import { auditAll, type BankSide, type IndexSide } from "../../../server/audit/audit.ts";
import { addUp } from "../../../server/audit/ledger-books.ts";
import { sideOf } from "../../../server/audit/sides.ts";
import { type LedgerEvent, parseEvent } from "../../../server/chain/events.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

const id = (byte: string): Hex => `0x${byte.repeat(16)}`;
const hash = (byte: string): Hex => `0x${byte.repeat(32)}`;
const account = (byte: string): Hex => `0x${byte.repeat(20)}`;
const SCHEME = id("5c");
const SHOP = id("50");
const CHILD = id("be");
const PAYOUT = id("a1");
const PAYMENT = hash("d1");

const terms = {
  startsAt: "1",
  endsAt: "9",
  grace: "0",
  ibanDelay: "0",
  amountPerBeneficiary: "30000",
  shopDebtLimit: "10000",
};
const base: LedgerEvent[] = [
  parseEvent("SchemeOpened", { schemeId: SCHEME, sponsor: account("01"), terms }),
  parseEvent("SchemeFunded", { schemeId: SCHEME, amount: "60000", bankReference: hash("f1") }),
  parseEvent("BeneficiaryRegistered", {
    schemeId: SCHEME,
    beneficiaryId: CHILD,
    activationKey: account("02"),
    amount: "30000",
  }),
  parseEvent("ShopAdmitted", { schemeId: SCHEME, shopId: SHOP, ibanCommitment: hash("1b") }),
];
const pay = (paymentId: Hex, amount: number) =>
  parseEvent("PaymentMade", {
    paymentId,
    beneficiaryId: CHILD,
    shopId: SHOP,
    till: account("03"),
    device: account("04"),
    nonce: "1",
    amount: String(amount),
  });
const refund = (paymentId: Hex, amount: number, shopId = SHOP) =>
  parseEvent("PaymentRefunded", {
    paymentId,
    beneficiaryId: CHILD,
    shopId,
    till: account("03"),
    amount: String(amount),
  });
const open = (amount: number, payoutId = PAYOUT) =>
  parseEvent("PayoutOpened", {
    payoutId,
    schemeId: SCHEME,
    shopId: SHOP,
    amount: String(amount),
    ibanCommitment: hash("1b"),
    by: account("05"),
  });
const settle = parseEvent("PayoutSettled", { payoutId: PAYOUT, bankReference: hash("b1") });
const giveBack = (afterSettlement: boolean) =>
  parseEvent("PayoutReturned", { payoutId: PAYOUT, bankReason: "0x41433034", afterSettlement });

/** An index that agrees with these events. */
function indexOf(events: readonly LedgerEvent[], order: string): IndexSide {
  const books = addUp(events);
  return { ...books, orders: new Map(books.payouts.has(PAYOUT) ? [[PAYOUT, order]] : []) };
}
const bankOf = (...amounts: number[]): BankSide =>
  sideOf(
    amounts.map((amount, index) => ({
      id: String(index),
      amountCents: BigInt(amount),
      reference: PAYOUT.slice(2),
      description: "",
    })),
  );
const paid = [...base, pay(PAYMENT, 1_250), open(1_250), settle];

function differences(
  events: readonly LedgerEvent[],
  given: { order?: string; bank?: BankSide; index?: IndexSide } = {},
): string[] {
  const { order = "BOOKED", bank = bankOf(-1_250) } = given;
  const index = given.index ?? indexOf(events, order);
  return auditAll({ events, index, bank }).differences;
}

describe("audit", () => {
  it("finds nothing when all three agree", () => {
    const report = auditAll({ events: paid, index: indexOf(paid, "BOOKED"), bank: bankOf(-1_250) });
    expect(report.differences).to.deep.equal([]);
    expect([report.payouts, report.payments, report.underWay]).to.deep.equal([1, 1, 0]);
  });

  it("recomputes where every cent of a scheme is", () => {
    const events = [...paid, refund(PAYMENT, 250)];
    expect(addUp(events).schemes.get(SCHEME)).to.deep.equal({
      funded: 60_000n,
      unallocated: 30_000n,
      outstanding: 29_000n,
      owed: -250n,
      inPayout: 0n,
      paidOut: 1_250n,
      withdrawn: 0n,
    });
  });

  it("takes what came back for nothing paid", () => {
    const events = [...paid, giveBack(true)];
    const bank = bankOf(-1_250, 1_250);
    expect(differences(events, { order: "RETURNED", bank })).to.deep.equal([]);
    expect(addUp(events).schemes.get(SCHEME)).to.deep.include({ owed: 1_250n, paidOut: 0n });
  });

  for (const [name, bank] of [
    ["is not at the bank yet", bankOf()],
    ["is at the bank and not settled yet", bankOf(-1_250)],
  ] as const) {
    it(`lets a payout be under way that ${name}`, () => {
      const events = [...base, pay(PAYMENT, 1_250), open(1_250)];
      expect(differences(events, { order: "UNKNOWN", bank })).to.deep.equal([]);
    });
  }

  const faults: [string, () => string[], RegExp][] = [
    [
      "a payout that was paid twice",
      () => differences(paid, { bank: bankOf(-1_250, -1_250) }),
      /was paid twice/,
    ],
    [
      "a settled payout that the bank never paid",
      () => differences(paid, { bank: bankOf() }),
      /settled on the chain for 1250, and the bank paid 0/,
    ],
    [
      "a payout of another amount at the bank",
      () => differences(paid, { bank: bankOf(-1_249) }),
      /the bank paid another amount/,
    ],
    [
      "a booked payout that came back unnoticed",
      () => differences(paid, { bank: bankOf(-1_250, 1_250) }),
      /the bank paid 0/,
    ],
    [
      "a payout that is owed again though it was paid",
      () => differences([...paid, giveBack(true)], { order: "RETURNED" }),
      /owed again on the chain, and the bank paid 1250/,
    ],
    [
      "a payment of the bank that no payout explains",
      () => differences(base),
      /which the chain doesn't know/,
    ],
    [
      "money that left the account for nothing",
      () =>
        differences(paid, {
          bank: { ...bankOf(-1_250), others: [{ reference: "77", amountCents: -5n }] },
        }),
      /-5 cents left the account for no payout \(77\)/,
    ],
    [
      "an order that says otherwise than the chain",
      () => differences(paid, { order: "REJECTED" }),
      /its order says REJECTED/,
    ],
    [
      "a refund of more than its payment",
      () => differences([...paid, refund(PAYMENT, 1_000), refund(PAYMENT, 500)]),
      /corrected by more than its amount/,
    ],
    [
      "a refund of no payment",
      () => differences([...paid, refund(hash("d9"), 1)]),
      /which was never made/,
    ],
    [
      "a refund by another shop",
      () => differences([...paid, refund(PAYMENT, 1, id("51"))]),
      /another shop or beneficiary/,
    ],
  ];
  for (const [name, found, sentence] of faults) {
    it(`finds ${name}`, () => {
      expect(found().join("\n")).to.match(sentence);
    });
  }

  describe("finds in the index", () => {
    const tampered: [string, (index: ReturnType<typeof addUp>) => void, RegExp][] = [
      [
        "a scheme's sum",
        (index) => {
          index.schemes.get(SCHEME)!.paidOut += 1n;
        },
        /paidOut: chain 1250, index 1251/,
      ],
      [
        "a child's balance",
        (index) => {
          index.beneficiaries.get(CHILD)!.balance += 1n;
        },
        /balance: chain 28750, index 28751/,
      ],
      [
        "what a shop is owed",
        (index) => {
          index.shops.get(`${SCHEME}/${SHOP}`)!.owed = 9n;
        },
        /owed: chain 0, index 9/,
      ],
      [
        "what a shop sold",
        (index) => {
          index.shops.get(`${SCHEME}/${SHOP}`)!.sold -= 1n;
        },
        /sold: chain 1250, index 1249/,
      ],
      [
        "how many payments a shop got",
        (index) => {
          index.shops.get(`${SCHEME}/${SHOP}`)!.payments += 1n;
        },
        /payments: chain 1, index 2/,
      ],
      [
        "a payment's amount",
        (index) => {
          index.payments.get(PAYMENT)!.amount = 1n;
        },
        /amount: chain 1250, index 1/,
      ],
      [
        "a payment that is missing",
        (index) => {
          index.payments.delete(PAYMENT);
        },
        /is on the chain and not in the index/,
      ],
      [
        "a payout that the chain doesn't have",
        (index) => {
          index.payouts.set(id("99"), {
            schemeId: SCHEME,
            shopId: SHOP,
            amount: 1n,
            state: "opened",
          });
        },
        /is in the index and not on the chain/,
      ],
    ];
    for (const [name, tamper, sentence] of tampered) {
      it(name, () => {
        const index = addUp(paid);
        tamper(index);
        const orders = new Map([[PAYOUT, "BOOKED"]]);
        expect(differences(paid, { index: { ...index, orders } }).join("\n")).to.match(sentence);
      });
    }
  });

  it("counts income that is no payout's as unmatched, not as a difference", () => {
    const bank = { ...bankOf(-1_250), others: [{ reference: "1", amountCents: 60_000n }] };
    const report = auditAll({ events: paid, index: indexOf(paid, "BOOKED"), bank });
    expect([report.unmatched, report.differences.length]).to.deep.equal([1, 0]);
  });
});
