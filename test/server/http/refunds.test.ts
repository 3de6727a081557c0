// Refunds and reversals: never more than their payment, also when two come at once.
import { expect } from "chai";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { newSigner } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  refundOf,
  type Shop,
  type Town,
} from "./town.ts";

describe("Refunds", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let child: Child;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town);
    [child] = (await family(town)) as [Child];
    // Money spent elsewhere: the ledger alone would let a refund of one payment eat another's.
    must(
      await bench.post("/payments", await openPayment(bench, { child, shop, amountCents: 9_000n })),
    );
  });

  const pay = async (amountCents: bigint): Promise<Hex> => {
    const body = await openPayment(bench, { child, shop, amountCents });
    return must(await bench.post("/payments", body), 201).body.paymentId;
  };
  const refund = async (paymentId: Hex, amountCents: bigint) =>
    bench.post("/refunds", await refundOf(bench, { shop, child, paymentId, amountCents }));
  const reverse = async (paymentId: Hex, amountCents: bigint) => {
    const { beneficiaryId } = child;
    const { shopId } = shop;
    const reason = "dispute" as const;
    const command = { paymentId, beneficiaryId, shopId, amountCents, reason };
    return bench.request(town.staff.guardian.signer, commands.reversePayment(command));
  };
  const expectRefused = (
    answer: { status: number; body: { code: string; params: Record<string, string> } },
    code: string,
    status = 409,
  ) => {
    expect([answer.status, answer.body.code]).to.deep.equal([status, code]);
    return answer.body.params;
  };

  it("go up to the payment in parts, and no cent further", async () => {
    const paymentId = await pay(1_000n);
    must(await refund(paymentId, 400n));
    const params = expectRefused(await refund(paymentId, 601n), "refund-above-payment");
    expect(params).to.deep.equal({ requestedCents: "601", refundableCents: "600" });
    const { refundedCents, corrections } = must(await refund(paymentId, 600n)).body;
    expect(refundedCents).to.equal("1000");
    expect(corrections.map((one: { amountCents: string }) => one.amountCents)).to.deep.equal([
      "400",
      "600",
    ]);
    const none = expectRefused(await refund(paymentId, 1n), "refund-above-payment");
    expect(none.refundableCents).to.equal("0");
  });

  it("give the first answer again, and the money once", async () => {
    const paymentId = await pay(1_000n);
    const body = await refundOf(bench, { shop, child, paymentId, amountCents: 700n });
    const answers = await Promise.all([1, 2, 3].map(() => bench.post("/refunds", body)));
    for (const answer of answers) expect(must(answer).body.refundedCents).to.equal("700");
  });

  it("exclude each other when both at once would exceed the payment", async () => {
    const paymentId = await pay(1_000n);
    const answers = await Promise.all([600n, 600n, 600n].map((cents) => refund(paymentId, cents)));
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses).to.deep.equal([200, 409, 409]);
    const token = await bench.logIn(child.phone);
    const { refundedCents } = must(await bench.get(`/payments/${paymentId}`, token)).body;
    expect(refundedCents).to.equal("600");
  });

  it("leave nothing to refund after a reversal, and nothing to reverse after a refund", async () => {
    const reversed = await pay(800n);
    must(await reverse(reversed, 800n));
    expectRefused(await refund(reversed, 1n), "refund-above-payment");
    const refunded = await pay(800n);
    must(await refund(refunded, 500n));
    const params = expectRefused(await reverse(refunded, 301n), "refund-above-payment");
    expect(params.refundableCents).to.equal("300");
    must(await reverse(refunded, 300n));
  });

  it("exclude a reversal that comes at the same moment", async () => {
    const paymentId = await pay(900n);
    const answers = await Promise.all([refund(paymentId, 900n), reverse(paymentId, 900n)]);
    expect(answers.map((answer) => answer.status).sort()).to.deep.equal([200, 409]);
  });

  it("name an existing payment of the same shop and beneficiary", async () => {
    const paymentId = await pay(500n);
    const unknown = await refund(`0x${"ab".repeat(32)}`, 100n);
    expectRefused(unknown, "not-found", 404);
    const other = await admittedShop(town, { name: "Andere winkel" });
    const given = { child, paymentId, amountCents: 100n };
    const elsewhere = await bench.post(
      "/refunds",
      await refundOf(bench, { ...given, shop: other }),
    );
    expectRefused(elsewhere, "payment-of-other-shop");
    const [sibling] = (await family(town)) as [Child];
    const body = await refundOf(bench, { ...given, shop, child: sibling });
    expectRefused(await bench.post("/refunds", body), "payment-of-other-shop");
  });

  it("are signed by a till of the shop", async () => {
    const paymentId = await pay(500n);
    const thief = { ...shop, owner: await newSigner() };
    const body = await refundOf(bench, { shop: thief, child, paymentId, amountCents: 100n });
    expectRefused(await bench.post("/refunds", body), "till-unknown", 403);
    must(await refund(paymentId, 500n));
  });

  it("are for some amount", async () => {
    expectRefused(await refund(await pay(500n), 0n), "amount-zero", 400);
  });

  it("take no other command", async () => {
    const body = await bench.sign(town.staff.guardian.signer, commands.closeScheme(town));
    expectRefused(await bench.post("/refunds", body), "command-mismatch", 400);
  });
});
