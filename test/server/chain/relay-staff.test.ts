// What the relay does for the operator and for staff, and that the index agrees with the ledger after it.
import { expect } from "chai";
import { and, eq } from "drizzle-orm";
import type { OperatorCall } from "../../../server/chain/relay.ts";
import { commands as commandRows } from "../../../server/store/schema/chain.ts";
import { cryptoRandomBytes, type Hex, toHex } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  commands,
  foundMunicipality,
  type Municipality,
  newId,
  openPayment,
  startTestChain,
  type TestChain,
} from "../../helpers/chain.ts";
import { databaseKinds, stopDatabases } from "../../helpers/database.ts";
import { eventually } from "../../helpers/eventually.ts";

describe("relay of the operator and of staff", () => {
  after(stopDatabases);

  for (const kind of databaseKinds) {
    describe(`on ${kind}`, () => {
      let chain: TestChain;
      let town: Municipality;
      const shop = (index: number) => town.shops[index]!;

      before(async function () {
        this.timeout(60_000);
        chain = await startTestChain({ kind });
        town = await foundMunicipality(chain, { children: 1, shops: 1 });
        const payment = { child: town.children[0]!, shop: shop(0), nonce: 1, amountCents: 1_000n };
        await chain.relay.submit(await openPayment(chain, payment));
      });
      after(() => chain.stop());

      it("opens and settles a payout within the mandate, and refuses above it", async () => {
        const open = (payoutId: `0x${string}`, amountCents: bigint) =>
          chain.relay.submit({
            kind: "operator",
            id: payoutId,
            call: {
              name: "openPayout",
              schemeId: town.schemeId,
              shopId: shop(0).shopId,
              payoutId,
              amountCents,
            },
          });
        const without = await open(newId(), 100n);
        await chain.send(
          town.staff,
          commands.setMandate({
            schemeId: town.schemeId,
            mandate: {
              operator: chain.operator,
              perPayoutCents: 500n,
              perDayCents: 1_000n,
              validUntil: Math.floor(chain.clock.now() / 1000) + 3_600,
            },
          }),
        );
        const payoutId = newId();
        const opened = await open(payoutId, 500n);
        const above = await open(newId(), 501n);
        const settled = await chain.relay.submit({
          kind: "operator",
          id: newId(),
          call: { name: "settlePayout", payoutId, bankReference: toHex(cryptoRandomBytes(32)) },
        });
        expect(without).to.include({ state: "refused", code: "not-payout-operator" });
        expect([opened.state, settled.state]).to.deep.equal(["executed", "executed"]);
        expect(above).to.deep.equal({
          state: "refused",
          code: "mandate-exceeded-per-payout",
          params: { schemeId: town.schemeId, requestedCents: "501", ceilingCents: "500" },
        });
      });

      it("says why a payout failed on the chain that was good when it was tried", async () => {
        const call = (payoutId: Hex): OperatorCall => ({
          name: "openPayout",
          schemeId: town.schemeId,
          shopId: shop(0).shopId,
          payoutId,
          amountCents: 300n,
        });
        // Both are tried before either is written down: on a busy machine one would else be mined before the other's trial.
        let tried = 0;
        const { simulate } = chain.client;
        chain.client.simulate = async (trial) => {
          const answer = await simulate(trial);
          tried += 1;
          return answer;
        };
        const bothTried = () => eventually(() => tried >= 2);
        const outcomes = await Promise.all(
          [newId(), newId()].map((id) =>
            chain.relay.submit({ kind: "operator", id, call: call(id) }, bothTried),
          ),
        );
        chain.client.simulate = simulate;
        const refused = outcomes.filter(({ state }) => state === "refused");
        expect(refused).to.deep.equal([
          {
            state: "refused",
            code: "mandate-exceeded-per-day",
            params: { schemeId: town.schemeId, requestedCents: "300", leftCents: "200" },
          },
        ]);
        const sent = await chain.database.$count(
          commandRows,
          and(eq(commandRows.kind, "operator"), eq(commandRows.state, "refused")),
        );
        expect(sent).to.equal(1);
      });

      it("names the request that caused an event", async () => {
        const seen: { name: string; requestId: string | null }[] = [];
        const end = chain.projections.onProjected((events) => {
          seen.push(...events.map(({ name, requestId }) => ({ name, requestId })));
        });
        const { schemeId } = town;
        await chain.send(town.staff, commands.pauseScheme({ schemeId, reason: "malfunction" }));
        await chain.send(town.staff, commands.resumeScheme({ schemeId, reason: "resolved" }));
        end();
        expect(seen.map(({ name }) => name)).to.deep.equal([
          "SchemePaused",
          "RequestExecuted",
          "SchemeResumed",
          "RequestExecuted",
        ]);
        expect(seen[0]?.requestId).to.match(/^0x[0-9a-f]{64}$/);
        expect(seen[0]?.requestId).to.equal(seen[1]?.requestId);
        expect(seen[2]?.requestId).not.to.equal(seen[0]?.requestId);
      });

      it("agrees with the ledger's own identity", async () => {
        const [scheme] = await chain.database.query.schemes.findMany();
        const { abi } = chain.contracts.ledger;
        const answer = await chain.client.simulate({
          from: chain.operator,
          to: chain.deployment.ledger,
          data: abi.encodeFunctionData("conservationOf", [town.schemeId]) as `0x${string}`,
          gas: 200_000,
        });
        const books = abi.decodeFunctionResult("conservationOf", answer)[0].toObject();
        expect(books.holds).to.equal(true);
        expect({
          funded: scheme?.fundedCents,
          unallocated: scheme?.unallocatedCents,
          outstanding: scheme?.outstandingCents,
          owed: scheme?.owedCents,
          inPayout: scheme?.inPayoutCents,
          paidOut: scheme?.paidOutCents,
          withdrawn: scheme?.withdrawnCents,
          holds: true,
        }).to.deep.equal(books);
      });
    });
  }
});
