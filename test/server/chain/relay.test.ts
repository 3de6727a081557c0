// The relay: one command, one outcome, ever; one bad command harms no other; every refusal has its code and numbers.
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { isAppError } from "../../../server/errors/app-error.ts";
import { commands as commandRows, transactions } from "../../../server/store/schema/chain.ts";
import { schemeNames } from "../../../server/store/schema/office.ts";
import { beneficiaries, payments } from "../../../server/store/schema/projections.ts";
import {
  authorisationDigest,
  chargeDigest,
} from "../../../wallet-web/shared/protocol/typed-data.ts";
import {
  commands,
  foundMunicipality,
  type Municipality,
  newId,
  newSigner,
  openPayment,
  shopBoundPayment,
  startTestChain,
  type TestChain,
} from "../../helpers/chain.ts";
import { databaseKinds, stopDatabases } from "../../helpers/database.ts";

describe("relay", () => {
  after(stopDatabases);

  for (const kind of databaseKinds) {
    describe(`on ${kind}`, () => {
      let chain: TestChain;
      let town: Municipality;
      let nonce = 0;
      const child = (index: number) => town.children[index]!;
      const shop = (index: number) => town.shops[index]!;
      const pay = (index: number, amountCents: bigint) => {
        nonce += 1;
        return openPayment(chain, {
          child: child(index),
          shop: shop(0),
          nonce,
          amountCents,
        });
      };

      before(async function () {
        this.timeout(60_000);
        chain = await startTestChain({ kind });
        town = await foundMunicipality(chain, { children: 6, shops: 2 });
      });
      after(() => chain.stop());

      it("gives the first outcome again when a command is given again", async () => {
        const payment = await pay(0, 1_250n);
        const first = await chain.relay.submit(payment);
        const again = await chain.relay.submit(payment);
        expect(first.state).to.equal("executed");
        expect(again).to.deep.equal(first);
      });

      it("relays a command once when it is given many times at once", async () => {
        const payment = await pay(0, 100n);
        const before = await chain.database.$count(transactions);
        const outcomes = await Promise.all(
          Array.from({ length: 10 }, () => chain.relay.submit(payment)),
        );
        expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).to.equal(1);
        expect(outcomes[0]?.state).to.equal("executed");
        expect(await chain.database.$count(transactions)).to.equal(before + 1);
      });

      it("has the payment in the index when it answers", async () => {
        const payment = await shopBoundPayment(chain, {
          child: child(1),
          shop: shop(1),
          nonce: 1,
          amountCents: 2_395n,
        });
        const outcome = await chain.relay.submit(payment);
        const [row] = await chain.database
          .select()
          .from(payments)
          .where(eq(payments.beneficiaryId, child(1).beneficiaryId));
        expect(row).to.include({
          kind: "shop-bound",
          till: null,
          amountCents: 2_395n,
          balanceAfterCents: 27_605n,
          shopId: shop(1).shopId,
          schemeId: town.schemeId,
        });
        expect(outcome).to.include({ state: "executed", blockNumber: row?.blockNumber });
      });

      it("writes rows alongside a command once", async () => {
        const payment = await pay(2, 100n);
        const schemeId = newId();
        let calls = 0;
        const alongside = async (tx: Pick<typeof chain.database, "insert">) => {
          calls += 1;
          await tx.insert(schemeNames).values({ schemeId, name: "once", requestId: newId() });
        };
        await Promise.all([
          chain.relay.submit(payment, alongside),
          chain.relay.submit(payment, alongside),
        ]);
        await chain.relay.submit(payment, alongside);
        const found = await chain.database.$count(schemeNames, eq(schemeNames.schemeId, schemeId));
        expect({ calls, found }).to.deep.equal({ calls: 1, found: 1 });
      });

      it("writes nothing down when the rows alongside fail", async () => {
        const payment = await pay(2, 100n);
        const before = await chain.database.$count(commandRows);
        const failure = new Error("no room");
        const outcome = await chain.relay
          .submit(payment, async () => {
            throw failure;
          })
          .catch((error: unknown) => error);
        expect(outcome).to.equal(failure);
        expect(await chain.database.$count(commandRows)).to.equal(before);
      });

      it("refuses what a trial refuses, with its numbers, and takes it when it has become good", async () => {
        const device = await newSigner();
        const stranger = { beneficiaryId: child(3).beneficiaryId, phone: device };
        const given = { child: stranger, shop: shop(0), nonce: 1, amountCents: 100n };
        const payment = await shopBoundPayment(chain, given);
        const refused = await chain.relay.submit(payment);
        await chain.send(
          child(3).phone,
          commands.addDevice({ beneficiaryId: child(3).beneficiaryId, device: device.address }),
        );
        const executed = await chain.relay.submit(payment);
        expect(refused).to.deep.equal({
          state: "refused",
          code: "device-not-linked",
          params: { beneficiaryId: child(3).beneficiaryId, device: device.address },
        });
        expect(executed.state).to.equal("executed");
      });

      it("refuses what is above the budget", async () => {
        const outcome = await chain.relay.submit(await pay(4, 30_001n));
        expect(outcome).to.deep.equal({
          state: "refused",
          code: "insufficient-budget",
          params: {
            beneficiaryId: child(4).beneficiaryId,
            requestedCents: "30001",
            availableCents: "30000",
          },
        });
      });

      it("refuses a changed amount by its signature", async () => {
        const payment = await pay(4, 100n);
        const outcome = await chain.relay.submit({
          ...payment,
          charge: { ...payment.charge, amountCents: 99n },
        });
        expect(outcome).to.include({ state: "refused", code: "signature-invalid" });
      });

      it("lets exactly those of 50 parallel payments through that the budget covers", async () => {
        const spender = child(4);
        const all = await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            openPayment(chain, {
              child: spender,
              shop: shop(0),
              nonce: 1_000 + index,
              amountCents: 1_000n,
            }),
          ),
        );
        const outcomes = await Promise.all(all.map((payment) => chain.relay.submit(payment)));
        const refused = outcomes.filter((outcome) => outcome.state === "refused");
        const [row] = await chain.database
          .select()
          .from(beneficiaries)
          .where(eq(beneficiaries.beneficiaryId, spender.beneficiaryId));
        expect(outcomes.length - refused.length).to.equal(30);
        expect(row?.balanceCents).to.equal(0n);
        for (const outcome of refused) {
          expect(outcome).to.deep.equal({
            state: "refused",
            code: "insufficient-budget",
            params: {
              beneficiaryId: spender.beneficiaryId,
              requestedCents: "1000",
              availableCents: "0",
            },
          });
        }
      });

      it("keeps the refusal of a command that the chain refused", async () => {
        const [row] = await chain.database
          .select()
          .from(commandRows)
          .where(eq(commandRows.state, "refused"))
          .limit(1);
        expect(await chain.relay.outcomeOf(row!.id)).to.deep.equal({
          state: "refused",
          code: row?.code,
          params: row?.params,
        });
      });

      it("tells two charges on one cheque apart when they come at once", async () => {
        const payment = await pay(5, 400n);
        const charge = { shopId: shop(1).shopId, amountCents: 300n };
        const second = {
          ...payment,
          charge,
          tillSignature: await shop(1).owner.sign(
            chargeDigest(
              chain.deployment,
              authorisationDigest(chain.deployment, payment.authorisation),
              charge,
            ),
          ),
        };
        const outcomes = await Promise.all([
          chain.relay.submit(payment),
          chain.relay.submit(second),
        ]);
        expect(outcomes.map(({ state }) => state).sort()).to.deep.equal(["executed", "refused"]);
        expect(outcomes.find(({ state }) => state === "refused")).to.include({
          code: "authorisation-used",
        });
      });

      it("says that the chain is unavailable while it is", async () => {
        const payment = await pay(0, 100n);
        process.kill(chain.embeddedProcessId()!, "SIGKILL");
        const error = await chain.relay.submit(payment).catch((cause: unknown) => cause);
        expect(isAppError(error, "chain-unavailable")).to.equal(true);
      });
    });
  }
});
