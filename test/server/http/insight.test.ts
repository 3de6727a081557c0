// Who may see a scheme as a whole: every kind of person on every route of it.
import { expect } from "chai";
import { insightRoutes } from "../../../server/http/routes/insight.ts";
import type { RouteParts } from "../../../server/http/routes/parts.ts";
import { dutchDay } from "../../../server/payouts/banking-days.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import { admittedShop, family, must, openPayment, type Shop, STAFF, type Town } from "./town.ts";

const OUTSIDERS = ["stranger", "family", "shop", "other sponsor", "admin"] as const;
type Person = (typeof OUTSIDERS)[number] | (typeof STAFF)[number];

describe("Insight over HTTP", function () {
  this.timeout(60_000);
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let tokens: Map<Person, string>;

  before(async () => {
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town);
    const [child] = await family(town);
    must(
      await bench.post(
        "/payments",
        await openPayment(bench, { child: child!, shop, amountCents: 950n }),
      ),
    );
    tokens = new Map<Person, string>([
      ["stranger", await bench.logIn(await newSigner())],
      ["family", await bench.logIn(child!.phone)],
      ["shop", await bench.logIn(shop.owner)],
      ["other sponsor", (await newTown()).staff.sponsor.token],
      ["admin", await bench.logIn(bench.chain.admin)],
      ...STAFF.map((role) => [role, town.staff[role].token] as const),
    ]);
  });

  /** Who may, by route; `null` is everybody, also without a session. */
  const rows: Record<string, { may: readonly Person[] | null; query?: string }> = {
    getInsight: { may: STAFF },
    getPublicTotals: { may: null },
    getInsightCsv: { may: STAFF },
    getBookkeepingCsv: {
      may: ["sponsor", "treasurer"],
      query: "?from=2026-01-01&until=2026-12-31",
    },
  };
  const routes = insightRoutes({ services: {}, office: {} } as unknown as RouteParts);

  it("has every route in this table", () => {
    expect(routes.map(({ operationId }) => operationId)).to.have.members(Object.keys(rows));
  });

  for (const { operationId, path, access } of routes) {
    const { may = [], query = "" } = rows[operationId] ?? {};
    const filled = () => path.replace("{schemeId}", town.schemeId) + query;

    it(`gives or refuses ${operationId} to each`, async () => {
      for (const [person, token] of tokens) {
        const { status, body } = await bench.get(filled(), token);
        const isAllowed = may === null || may.includes(person);
        expect(status, person).to.equal(isAllowed ? 200 : 403);
        if (!isAllowed) expect(body.code, person).to.equal("role-missing");
      }
      const { status, body } = await bench.get(filled());
      expect(status).to.equal(may === null ? 200 : 401);
      if (may !== null) expect(body.code).to.equal("session-required");
      expect(access).to.equal(may === null ? "public" : "session");
    });
  }

  it("says nothing of the one family that paid, but where the money is", async () => {
    const { body } = must(
      await bench.get(`/schemes/${town.schemeId}/insight`, town.staff.guardian.token),
    );
    expect(body).to.deep.include({
      name: "Kindpakket 2026",
      spentCents: "950",
      adoption: { families: null, percent: null, isAtLeast: false },
      weeks: null,
      categories: null,
      medianSaleToBankSeconds: null,
    });
    expect(body.conservation.holds).to.equal(true);
    expect(JSON.stringify(body)).to.not.include(shop.shopId);
  });

  it("tells everyone totals that the contract itself confirms, without what one family spent", async () => {
    const { body } = must(await bench.get(`/schemes/${town.schemeId}/public-totals`));
    expect(body.fundedCents).to.equal("6000000");
    expect(body.parts.map((part: { name: string }) => part.name)).to.deep.equal([
      "held",
      "withdrawn",
    ]);
    const answer = await bench.chain.client.simulate({
      from: bench.services.operator,
      to: body.chain.ledger,
      data: body.chain.callData,
      gas: 200_000,
    });
    const { abi } = bench.services.contracts.ledger;
    const [conservation] = abi.decodeFunctionResult("conservationOf", answer);
    expect(String(conservation.funded)).to.equal(body.fundedCents);
    expect(conservation.holds).to.equal(true);
    const unknown = await bench.get(`/schemes/${newId()}/public-totals`);
    expect([unknown.status, unknown.body.code]).to.deep.equal([404, "scheme-unknown"]);
  });

  it("sends the bookkeeping as a file with reference and IBAN, and refuses what is no period", async () => {
    const { token } = town.staff.treasurer;
    const path = `/schemes/${town.schemeId}/bookkeeping.csv`;
    const day = dutchDay(bench.services.clock.now());
    const { headers, text } = must(await bench.get(`${path}?from=${day}&until=${day}`, token));
    expect(headers.get("content-type")).to.equal("text/csv; charset=utf-8");
    expect(headers.get("content-disposition")).to.include(`boekhouding-${day}-${day}.csv`);
    expect(text).to.match(/;betaling;[0-9a-f]{64};[^;]+;12345678;NL21RABO0085316318;9,50;\r\n/);
    for (const query of ["", "?from=2026-01-01", "?from=2026-02-30&until=2026-03-01"]) {
      expect((await bench.get(path + query, token)).status, query).to.equal(400);
    }
  });

  it("refuses a scheme that nobody opened, and what is no id", async () => {
    const { token } = town.staff.sponsor;
    const unopened = await bench.get(`/schemes/${newId()}/insight`, token);
    expect([unopened.status, unopened.body.code]).to.deep.equal([403, "role-missing"]);
    expect((await bench.get("/schemes/0x12/insight", token)).status).to.equal(400);
  });
});
