// The main job through the API alone, on both databases: sign-up, registration, activation, payment, refund, restart.
import { expect } from "chai";
import { databaseKinds, stopDatabases } from "../../helpers/database.ts";
import { type Bench, startBench } from "./bench.ts";
import {
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  openTown,
  refundOf,
  type Shop,
  shopBoundPayment,
  type Town,
} from "./town.ts";

for (const kind of databaseKinds) {
  describe(`A family's way through the API on ${kind}`, () => {
    let bench: Bench;
    let town: Town;
    let shop: Shop;
    let child: Child;

    before(async function () {
      this.timeout(60_000);
      bench = await startBench({ kind });
      town = await openTown(bench);
      shop = await admittedShop(town);
      [child] = (await family(town)) as [Child];
    });
    after(async () => {
      await bench.stop();
      await stopDatabases();
    });

    it("pays openly and shop-bound, gets a refund, and adds up", async () => {
      const open = await openPayment(bench, {
        child,
        shop,
        amountCents: 1_250n,
        maximumCents: 5_000n,
      });
      const first = must(await bench.post("/payments", open), 201).body;
      expect(first).to.include({ amountCents: "1250", kind: "open", shopId: shop.shopId });
      const bound = await shopBoundPayment(bench, { child, shop, amountCents: 2_395n });
      expect(must(await bench.post("/payments", bound), 201).body.kind).to.equal("shop-bound");

      const { paymentId } = first;
      const refund = await refundOf(bench, { shop, child, paymentId, amountCents: 500n });
      expect(must(await bench.post("/refunds", refund)).body.refundedCents).to.equal("500");

      const { token } = town.staff.treasurer;
      const overview = must(await bench.get(`/schemes/${town.schemeId}/overview`, token)).body;
      expect(overview).to.deep.include({ payments: 2, spentCents: "3145" });
      // One family paid: that is nobody's business.
      expect(overview.adoption).to.deep.equal({ families: null, percent: null, isAtLeast: false });
      expect(overview.conservation).to.deep.include({
        fundedCents: "6000000",
        outstandingCents: "26855",
        owedCents: "3145",
        holds: true,
      });
    });

    it("gives the first answer again after a restart", async function () {
      this.timeout(60_000);
      const open = await openPayment(bench, { child, shop, amountCents: 700n });
      const refundLater = async (paymentId: string) =>
        refundOf(bench, { shop, child, paymentId: paymentId as never, amountCents: 200n });
      const paid = must(await bench.post("/payments", open), 201);
      const refund = await refundLater(paid.body.paymentId);
      const refunded = must(await bench.post("/refunds", refund), 200);

      bench = await bench.restart();

      const again = must(await bench.post("/payments", open), 200);
      expect(again.body).to.deep.equal(refunded.body);
      expect(must(await bench.post("/refunds", refund), 200).body).to.deep.equal(refunded.body);
      const token = await bench.logIn(child.phone);
      const { balanceCents } = must(
        await bench.get(`/beneficiaries/${child.beneficiaryId}`, token),
      ).body;
      expect(balanceCents).to.equal(String(30_000 - 3_145 - 500));
    });
  });
}
