// At the same moment, on a database with many connections: what may happen once happens once. (PGlite has one connection.)
import { expect } from "chai";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { databaseKinds, stopDatabases } from "../../helpers/database.ts";
import { type Answer, type Bench, startBench } from "./bench.ts";
import {
  admittedShop,
  type Child,
  CSV_HEADER,
  family,
  must,
  openPayment,
  openTown,
  refundOf,
  register,
  registration,
  type Shop,
  shopBoundPayment,
  type Town,
  uploadCsv,
} from "./town.ts";

const ROUNDS = 5;

for (const kind of databaseKinds.filter((one) => one === "postgres")) {
  describe(`At the same moment, on ${kind}`, () => {
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

    const pay = async (amountCents: bigint) => {
      const body = await openPayment(bench, { child, shop, amountCents });
      return must(await bench.post("/payments", body), 201).body.paymentId;
    };
    const statuses = (answers: Answer[]) => answers.map((answer) => answer.status).sort();

    it("a charge is new for one of those who send it", async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const body = await openPayment(bench, { child, shop, amountCents: 10n });
        const answers = await Promise.all([1, 2, 3].map(() => bench.post("/payments", body)));
        expect(statuses(answers)).to.deep.equal([200, 200, 201]);
      }
    });

    it("a payment is refunded up to its amount", async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const paymentId = await pay(100n);
        const refunds = await Promise.all(
          [1, 2, 3, 4].map(() => refundOf(bench, { shop, child, paymentId, amountCents: 60n })),
        );
        const answers = await Promise.all(refunds.map((body) => bench.post("/refunds", body)));
        expect(statuses(answers)).to.deep.equal([200, 409, 409, 409]);
      }
    });

    it("a payment is refunded or reversed, not both", async () => {
      const { beneficiaryId } = child;
      for (let round = 0; round < ROUNDS; round++) {
        const paymentId = await pay(100n);
        const refund = await refundOf(bench, { shop, child, paymentId, amountCents: 100n });
        const reversal = commands.reversePayment({
          paymentId,
          beneficiaryId,
          shopId: shop.shopId,
          amountCents: 100n,
          reason: "dispute",
        });
        const answers = await Promise.all([
          bench.post("/refunds", refund),
          bench.request(town.staff.guardian.signer, reversal),
        ]);
        expect(statuses(answers)).to.deep.equal([200, 409]);
      }
    });

    it("a row is registered by one of two validators", async () => {
      const lines = Array.from({ length: ROUNDS }, (_, index) => `R-${index};x;1;nl`);
      const { importId } = must(await uploadCsv(town, [CSV_HEADER, ...lines].join("\n"))).body;
      for (let round = 0; round < ROUNDS; round++) {
        const row = { importId, row: 2 + round, children: 1 };
        const both = await Promise.all([registration(town, row), registration(town, row)]);
        const answers = await Promise.all(both.map(({ body }) => register(town, body)));
        expect(statuses(answers)).to.deep.equal([201, 409]);
      }
      const path = `/schemes/${town.schemeId}/households`;
      const { households } = must(await bench.get(path, town.staff.validator.token)).body;
      const letters = households.map((one: { letterNumber: number }) => one.letterNumber);
      expect(letters).to.deep.equal(letters.map((_: number, index: number) => index + 1));
    });

    it("a shop's request is paid by one of two phones", async () => {
      const [other] = (await family(town)) as [Child];
      const till = await bench.logIn(shop.owner);
      for (let round = 0; round < ROUNDS; round++) {
        const asked = { shopId: shop.shopId, amountCents: "10" };
        const { requestId } = must(await bench.post("/payment-requests", asked, till)).body;
        const bodies = await Promise.all(
          [child, other].map((payer) =>
            shopBoundPayment(bench, { child: payer, shop, amountCents: 10n, requestId }),
          ),
        );
        const answers = await Promise.all(bodies.map((body) => bench.post("/payments", body)));
        expect(statuses(answers)).to.deep.equal([201, 409]);
      }
    });

    it("a budget is spent to the cent by fifty tills", async function () {
      this.timeout(30_000);
      const [poor] = (await family(town)) as [Child];
      const bodies = await Promise.all(
        Array.from({ length: 50 }, () =>
          openPayment(bench, { child: poor, shop, amountCents: 1_000n }),
        ),
      );
      const answers = await Promise.all(bodies.map((body) => bench.post("/payments", body)));
      const paid = answers.filter((answer) => answer.status === 201).length;
      const refused = answers.filter((one) => one.body.code === "insufficient-budget").length;
      expect([paid, refused]).to.deep.equal([30, 20]);
    });
  });
}
