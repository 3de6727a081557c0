// One payout that fails, in whatever step, does not keep the others from being paid in the same round.
import { expect } from "chai";
import { BankError } from "../../../server/bank/bank-error.ts";
import { REFUSED } from "./scripted-bank.ts";
import { openWorld, shopNumber, type World } from "./world.ts";

describe("Payouts.Failures", () => {
  let world: World;

  before(async function () {
    this.timeout(60_000);
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(async () => {
    await world.reset();
    world.bank.highestOrders = 1;
    world.owe(100n, 200n, 300n);
  });

  afterEach(() => {
    for (const method of ["prepare", "submit"]) Reflect.deleteProperty(world.bank, method);
  });

  const stateOf = async (number: number) => {
    const orders = await world.orders();
    const order = orders.find(({ shopId }) => shopId === shopNumber(number));
    return order?.reason ? `${order.state} ${order.reason}` : order?.state;
  };
  /** Fails for the payout of the second shop, and only for it. */
  const failingForSecond =
    <Given, Answer>(
      whose: (given: Given) => bigint,
      answer: (given: Given) => Answer,
      failure: Error,
    ) =>
    (given: Given): Answer => {
      if (whose(given) === 200n) throw failure;
      return answer(given);
    };
  async function othersArePaid(second: string): Promise<void> {
    expect([await stateOf(0), await stateOf(1), await stateOf(2)]).to.deep.equal([
      "BOOKED",
      second,
      "BOOKED",
    ]);
  }

  for (const failure of [
    new BankError("unreachable", "No connection to the bank."),
    new TypeError("a fault of ours"),
  ]) {
    it(`when its request can't be made: ${failure.name}`, async () => {
      const { bank } = world;
      const prepare = bank.prepare.bind(bank);
      bank.prepare = failingForSecond(
        ([one]: Parameters<typeof prepare>[0]) => one?.amountCents ?? 0n,
        (orders) => prepare(orders),
        failure,
      );
      const worker = world.worker();
      await worker.round();
      await othersArePaid("APPROVED");

      bank.prepare = prepare;
      await worker.round();
      await othersArePaid("BOOKED");
    });

    it(`when it can't be made beside the others of its batch: ${failure.name}`, async () => {
      const { bank } = world;
      bank.highestOrders = 10;
      const prepare = bank.prepare.bind(bank);
      bank.prepare = async (orders) => {
        if (orders.length > 1) throw new BankError("invalid-order", "Not a payable order.");
        if (orders[0]?.amountCents === 200n) throw failure;
        return prepare(orders);
      };
      await world.worker().round();
      await othersArePaid("APPROVED");
    });
  }

  it("when the bank's adapter breaks while it sends: that one is in doubt, and is found", async () => {
    const { bank } = world;
    const submit = bank.submit.bind(bank);
    bank.submit = async (prepared) => {
      const result = await submit(prepared);
      if (bank.submitted.length === 2) throw new Error("an adapter must never throw here");
      return result;
    };
    const worker = world.worker();
    await worker.round();
    expect(bank.submitted).to.have.length(3);
    await worker.round();

    expect(await world.states()).to.deep.equal(["BOOKED", "BOOKED", "BOOKED"]);
    expect(bank.submitted).to.have.length(3);
    expect(bank.books).to.have.length(3);
  });

  it("when the shop's details can't be opened", async () => {
    const { context } = world;
    const creditor = world.creditor;
    let isBroken = true;
    world.context = () => ({
      ...context.call(world),
      creditorOf: async (payoutId) => {
        const orders = await world.orders();
        const order = orders.find((one) => one.payoutId === payoutId);
        if (isBroken && order?.amountCents === 200n) throw new Error("sealed with another key");
        return creditor;
      },
    });
    try {
      const worker = world.worker();
      await worker.round();
      await othersArePaid("APPROVED");

      isBroken = false;
      await worker.round();
      await othersArePaid("BOOKED");
    } finally {
      world.context = context;
    }
  });

  it("when its debt can't be given back, not even after a restart", async () => {
    world.bank.sendings = [{}, { says: REFUSED }];
    const refused = { state: "refused", code: "insufficient-funds", params: {} } as const;
    world.relay.answers.set("returnPayout", refused);
    await world.worker().round();
    await othersArePaid("SUBMITTING AC04");

    world.owe(400n);
    world.nowMs += 1;
    await world.worker().round();

    const states = (await world.states()).toSorted();
    expect(states).to.deep.equal(["BOOKED", "BOOKED", "BOOKED", "SUBMITTING AC04"]);
    expect(world.bank.submitted).to.have.length(4);
    world.relay.answers.clear();
    await world.worker().round();
    expect(await world.states()).to.include("REJECTED AC04");
  });
});
