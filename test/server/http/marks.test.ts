// Giving a mark over HTTP: who may, when, and that no answer tells who gave which.
import { expect } from "chai";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Answer, Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  type Shop,
  STAFF,
  type Town,
} from "./town.ts";

const codeOf = ({ status, body }: Answer) => [status, body?.code];

describe("Marks over HTTP", function () {
  this.timeout(60_000);
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let child: Child;
  let token: string;

  before(async () => {
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town);
    [child] = (await family(town)) as [Child];
    token = await bench.logIn(child.phone);
  });

  const markOf = (changes: object = {}) => ({
    schemeId: town.schemeId,
    kind: "family",
    mark: 8,
    ...changes,
  });
  const chances = async (of: string) => must(await bench.get("/mark-chances", of)).body.chances;
  const pay = async (of: Child) =>
    must(
      await bench.post(
        "/payments",
        await openPayment(bench, { child: of, shop, amountCents: 100n }),
      ),
    );

  it("asks families and shops after a payment, once", async () => {
    const till = await bench.logIn(shop.owner);
    expect(await chances(token)).to.deep.equal([]);
    expect(codeOf(await bench.post("/marks", markOf(), token))).to.deep.equal([
      403,
      "mark-without-payment",
    ]);
    await pay(child);
    expect(await chances(token)).to.deep.equal([{ schemeId: town.schemeId, kind: "family" }]);
    expect(await chances(till)).to.deep.equal([{ schemeId: town.schemeId, kind: "shop" }]);

    expect((await bench.post("/marks", markOf(), token)).status).to.equal(204);
    expect(await chances(token)).to.deep.equal([]);
    expect(codeOf(await bench.post("/marks", markOf({ mark: 2 }), token))).to.deep.equal([
      409,
      "mark-already-given",
    ]);
    expect((await bench.post("/marks", markOf({ kind: "shop" }), till)).status).to.equal(204);
    expect(await chances(till)).to.deep.equal([]);
  });

  it("refuses staff, strangers, families of another scheme, and a family that says it is a shop", async () => {
    const [stranger] = (await family(await newTown())) as [Child];
    const others = [
      ...STAFF.map((role) => town.staff[role].token),
      await bench.logIn(await newSigner()),
      await bench.logIn(stranger.phone),
    ];
    for (const other of others) {
      expect(codeOf(await bench.post("/marks", markOf(), other))).to.deep.equal([403, "forbidden"]);
      expect(await chances(other)).to.deep.equal([]);
    }
    const asShop = await bench.post("/marks", markOf({ kind: "shop" }), token);
    expect(codeOf(asShop)).to.deep.equal([403, "forbidden"]);
    const elsewhere = await bench.post("/marks", markOf({ schemeId: newId() }), token);
    expect(codeOf(elsewhere)).to.deep.equal([403, "forbidden"]);
    expect(codeOf(await bench.post("/marks", markOf()))).to.deep.equal([401, "session-required"]);
    expect((await bench.get("/mark-chances")).status).to.equal(401);
  });

  it("refuses what is no mark", async () => {
    for (const mark of [0, 11, 7.5, "8", null]) {
      const answer = await bench.post("/marks", markOf({ mark }), token);
      expect(codeOf(answer), String(mark)).to.deep.equal([400, "invalid-request"]);
    }
    expect((await bench.post("/marks", markOf({ kind: "child" }), token)).status).to.equal(400);
    expect((await bench.post("/marks", { ...markOf(), why: "x" }, token)).status).to.equal(400);
  });

  it("writes neither the mark nor who gave it in the log", async () => {
    const [other] = (await family(town)) as [Child];
    await pay(other);
    const before = bench.log.length;
    const given = await bench.post("/marks", markOf({ mark: 10 }), await bench.logIn(other.phone));
    expect(given.status).to.equal(204);
    const lines = bench.log.slice(before).join("\n");
    expect(lines).to.not.match(/"mark":|"kind":"family"/);
    expect(lines).to.not.include(other.beneficiaryId);
    expect(lines).to.not.include(other.phone.address);
  });
});
