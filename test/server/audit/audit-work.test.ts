// How much the audit does grows with what it looks at and no faster: counted step by step, since a clock tells of the machine.
import { expect } from "chai";
import { auditAll } from "../../../server/audit/audit.ts";
import { addUp } from "../../../server/audit/ledger-books.ts";
import { sideOf } from "../../../server/audit/sides.ts";
import { type LedgerEvent, parseEvent } from "../../../server/chain/events.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

const hex = (number: number, digits: number): Hex =>
  `0x${number.toString(16).padStart(digits, "0")}`;
const id = (number: number) => hex(number, 32);
const hash = (number: number) => hex(number, 64);
const account = (number: number) => hex(number, 40);
const [SCHEME, SHOPS, CHILDREN] = [id(1), 100, 1_000];
const AMOUNT = "100";
/** For each payment and each payout, all comparisons together. */
const HIGHEST_STEPS = 40;

/** A scheme with as many payments, each refunded in part or paid out by a payout of its own, as a municipality has them. */
function eventsOf(count: number): LedgerEvent[] {
  const terms = {
    startsAt: "1",
    endsAt: "9",
    grace: "0",
    ibanDelay: "0",
    amountPerBeneficiary: "30000",
    shopDebtLimit: "10000",
  };
  const events = [
    parseEvent("SchemeOpened", { schemeId: SCHEME, sponsor: account(1), terms }),
    parseEvent("SchemeFunded", {
      schemeId: SCHEME,
      amount: "100000000",
      bankReference: hash(1),
    }),
  ];
  for (let number = 0; number < (SHOPS * count) / 10_000; number += 1) {
    const shop = { schemeId: SCHEME, shopId: id(10 + number), ibanCommitment: hash(1) };
    events.push(parseEvent("ShopAdmitted", shop));
  }
  for (let number = 0; number < (CHILDREN * count) / 10_000; number += 1) {
    events.push(
      parseEvent("BeneficiaryRegistered", {
        schemeId: SCHEME,
        beneficiaryId: id(10_000 + number),
        activationKey: account(2),
        amount: "30000",
      }),
    );
  }
  for (let number = 0; number < count; number += 1) events.push(...saleOf(number, count));
  return events;
}

function saleOf(number: number, count: number): LedgerEvent[] {
  const paymentId = hash(1_000_000 + number);
  const payoutId = id(1_000_000 + number);
  const shopId = id(10 + (number % ((SHOPS * count) / 10_000)));
  const beneficiaryId = id(10_000 + (number % ((CHILDREN * count) / 10_000)));
  const sale = { paymentId, beneficiaryId, shopId, till: account(3), amount: AMOUNT };
  return [
    parseEvent("PaymentMade", { ...sale, device: account(4), nonce: "1" }),
    ...(number % 10 === 0 ? [parseEvent("PaymentRefunded", { ...sale, amount: "1" })] : []),
    parseEvent("PayoutOpened", {
      payoutId,
      schemeId: SCHEME,
      shopId,
      amount: AMOUNT,
      ibanCommitment: hash(1),
      by: account(5),
    }),
    parseEvent("PayoutSettled", { payoutId, bankReference: hash(2) }),
  ];
}

/** The whole audit of this many payments and payouts, after reading. */
function auditOf(count: number) {
  const events = eventsOf(count);
  const books = addUp(events);
  const orders = new Map([...books.payouts.keys()].map((payoutId) => [payoutId, "BOOKED"]));
  const lines = [...books.payouts.keys()].map((payoutId) => ({
    id: payoutId,
    amountCents: -BigInt(AMOUNT),
    reference: payoutId.slice(2),
    description: "",
  }));
  return () => auditAll({ events, index: { ...books, orders }, bank: sideOf(lines) });
}

type Patch = { on: object; name: PropertyKey; cost: (self: unknown, given: unknown[]) => number };

const lengthOf = (self: unknown): number => (self as ArrayLike<unknown>).length;
const prototypeOf = (value: object): object => Object.getPrototypeOf(value) as object;
/** Every way in which a program goes through a list or a map, and what it costs. */
const STEPS: Patch[] = [
  ...["get", "set", "has", "delete"].map((name) => ({ on: Map.prototype, name, cost: () => 1 })),
  { on: prototypeOf(new Map().values()), name: "next", cost: () => 1 },
  { on: prototypeOf([].values()), name: "next", cost: () => 1 },
  { on: Array.prototype, name: "push", cost: (_self, given) => given.length },
  ...[
    "map",
    "flatMap",
    "filter",
    "find",
    "findIndex",
    "some",
    "every",
    "reduce",
    "forEach",
    "includes",
    "indexOf",
    "slice",
    "concat",
    "toSorted",
    "sort",
  ].map((name) => ({ on: Array.prototype, name, cost: lengthOf })),
];

/** How many steps through lists and maps an act takes. It must not wait for anything: meanwhile everybody's steps count. */
function stepsOf<Result>(act: () => Result): { result: Result; steps: number } {
  let steps = 0;
  const undo = STEPS.map(({ on, name, cost }) => {
    const own = Object.getOwnPropertyDescriptor(on, name);
    const real = own?.value as (...given: unknown[]) => unknown;
    const value = function counted(this: unknown, ...given: unknown[]): unknown {
      steps += cost(this, given);
      return Reflect.apply(real, this, given);
    };
    Object.defineProperty(on, name, { ...own, value });
    return () => Object.defineProperty(on, name, own ?? {});
  });
  try {
    const result = act();
    return { result, steps };
  } finally {
    for (const back of undo) back();
  }
}

describe("the audit's work", () => {
  it("is counted: twice the same is twice the steps", () => {
    const audit = auditOf(1_000);
    const once = stepsOf(audit);
    const twice = stepsOf(() => {
      audit();
      audit();
    });
    expect(once.steps).to.be.above(10_000);
    expect(twice.steps).to.equal(2 * once.steps);
  });

  it("grows with payments and payouts and no faster: ten thousand are ten times a thousand", () => {
    const thousand = stepsOf(auditOf(1_000));
    const tenThousand = stepsOf(auditOf(10_000));

    const { payments, payouts, differences } = tenThousand.result;
    expect([payments, payouts, differences]).to.deep.equal([10_000, 10_000, []]);
    expect(tenThousand.steps).to.be.at.most(10 * thousand.steps);
    expect(tenThousand.steps).to.be.below(HIGHEST_STEPS * (payments + payouts));
  }).timeout(60_000);

  it("would show a step that looks at every other payment", () => {
    const square = (count: number) => () => {
      const numbers = Array.from({ length: count }, (_, index) => index);
      for (const number of numbers) numbers.find((one) => one === number);
    };
    expect(stepsOf(square(1_000)).steps).to.be.above(99 * stepsOf(square(100)).steps);
  });
});
