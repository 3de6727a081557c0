// Several servers beside each other on one PostgreSQL and one chain: one leads, each of them answers.
import { expect } from "chai";
import { transactions } from "../../../server/store/schema/chain.ts";
import { foundMunicipality, openPayment, type TestChain } from "../../helpers/chain.ts";
import { makeDatabase, stopDatabases, temporaryFolder } from "../../helpers/database.ts";
import { eventually } from "../../helpers/eventually.ts";
import { type External, startExternal } from "../../helpers/external-chain.ts";
import { hasPostgres } from "../../helpers/postgres.ts";

describe("several servers", function () {
  this.timeout(60_000);
  let external: External;
  let first: TestChain;
  let second: TestChain;

  before(async function () {
    if (!hasPostgres()) this.skip();
    external = await startExternal();
    const place = await makeDatabase("postgres", temporaryFolder());
    const env = { DATABASE_URL: "url" in place ? place.url : "" };
    first = await external.connect({ env });
    second = await external.connect({ env });
  });
  after(async () => {
    await second?.stop();
    await external?.node.stop();
    await stopDatabases();
  });

  it("have one leader, and relay what any of them was given", async () => {
    const town = await foundMunicipality(first, { children: 20, shops: 1 });
    const heard: string[] = [];
    second.projections.onProjected((events) => heard.push(...events.map(({ name }) => name)));
    const payments = await Promise.all(
      town.children.map((child) =>
        openPayment(first, { child, shop: town.shops[0]!, nonce: 1, amountCents: 100n }),
      ),
    );
    const outcomes = await Promise.all(
      payments.map((payment, index) => [first, second][index % 2]!.relay.submit(payment)),
    );
    expect([first.leads(), second.leads()]).to.deep.equal([true, false]);
    expect(outcomes.map(({ state }) => state)).to.deep.equal(outcomes.map(() => "executed"));
    await eventually(() => heard.filter((name) => name === "PaymentMade").length === 20);

    const twice = await Promise.all([first, second].map((one) => one.relay.submit(payments[0]!)));
    expect(twice).to.deep.equal([outcomes[0], outcomes[0]]);

    await first.stop();
    await eventually(() => second.leads());
    const before = await second.database.$count(transactions);
    const next = { child: town.children[0]!, shop: town.shops[0]!, nonce: 2, amountCents: 100n };
    const outcome = await second.relay.submit(await openPayment(second, next));
    expect(outcome.state).to.equal("executed");
    expect(await second.database.$count(transactions)).to.equal(before + 1);
  });
});
