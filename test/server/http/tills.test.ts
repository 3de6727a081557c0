// A shop's tills through the API: named by the owner, with little power of their own, and taken away in one step.
import { expect } from "chai";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Answer, Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  refundOf,
  type Shop,
  shopBoundPayment,
  type Town,
} from "./town.ts";

type Shown = { address: Hex; name: string | null; isLink: boolean; seesMoney: boolean };

describe("A shop's tills", () => {
  let bench: Bench;
  let town: Town;
  let child: Child;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    [child] = (await family(town)) as [Child];
  });

  const expectRefused = (answer: Answer, status: number, code: string) =>
    expect([answer.status, answer.body.code]).to.deep.equal([status, code]);

  /** The owner's link with this name, used by a device. */
  const addTill = async (shop: Shop, given: { name?: string; seesMoney?: boolean } = {}) => {
    const [link, device] = [await newSigner(), await newSigner()];
    const { name = "Kassa 2", seesMoney = false } = given;
    const request = await bench.sign(
      shop.owner,
      commands.addTill({ shopId: shop.shopId, till: link.address }),
    );
    const token = await bench.logIn(shop.owner);
    const body = { name, seesMoney, request };
    const added = must(await bench.post(`/shops/${shop.shopId}/tills`, body, token)).body;
    must(await bench.request(link, commands.moveTill({ till: device.address })));
    return { link, device, added: added.tills as Shown[], token: await bench.logIn(device) };
  };
  /** The shop as if this key were its owner: what tests of payments sign with. */
  const at = (shop: Shop, till: Signer): Shop => ({ ...shop, owner: till });
  const pay = async (shop: Shop, till: Signer, amountCents = 500n): Promise<Hex> => {
    const body = await openPayment(bench, { child, shop: at(shop, till), amountCents });
    return must(await bench.post("/payments", body), 201).body.paymentId;
  };
  const tillsOf = async (shop: Shop): Promise<Shown[]> => {
    const path = `/shops/${shop.shopId}/tills`;
    return must(await bench.get(path, await bench.logIn(shop.owner))).body.tills;
  };

  it("wait for their device under the name that the owner gave, and keep it when it comes", async () => {
    const shop = await admittedShop(town);
    const { link, device, added } = await addTill(shop, { name: "Balie" });
    const waiting = added.find(({ address }) => address === link.address);
    expect(waiting).to.include({ name: "Balie", isLink: true, seesMoney: false });
    const joined = await tillsOf(shop);
    expect(joined.map(({ address }) => address)).to.have.members([
      shop.owner.address,
      device.address,
    ]);
    const shown = joined.find(({ address }) => address === device.address);
    expect(shown).to.include({ name: "Balie", isLink: false, lastUsedAt: null, owner: false });
  });

  it("are named again, and say when they were last used", async () => {
    const shop = await admittedShop(town);
    const { device } = await addTill(shop);
    await pay(shop, device);
    const path = `/shops/${shop.shopId}/tills/${device.address}`;
    const token = await bench.logIn(shop.owner);
    const body = { name: "Kassa achter", seesMoney: true };
    const { tills } = must(await bench.post(path, body, token)).body;
    const shown = tills.find(({ address }: Shown) => address === device.address);
    expect(shown).to.include({ name: "Kassa achter", seesMoney: true });
    expect(shown.lastUsedAt).to.be.a("number");
  });

  it("are the owner's to see, add and name, and nobody else's", async () => {
    const shop = await admittedShop(town);
    const { device, token } = await addTill(shop, { seesMoney: true });
    const stranger = await bench.logIn(await newSigner());
    const path = `/shops/${shop.shopId}/tills`;
    const body = { name: "Kassa", seesMoney: true };
    for (const other of [token, stranger, town.staff.validator.token]) {
      expectRefused(await bench.get(path, other), 403, "not-shop-owner");
      const rename = await bench.post(`${path}/${device.address}`, body, other);
      expectRefused(rename, 403, "not-shop-owner");
      const both = { shopId: shop.shopId, till: (await newSigner()).address };
      const request = await bench.sign(device, commands.addTill(both));
      expectRefused(await bench.post(path, { ...body, request }, other), 403, "not-shop-owner");
    }
    expect((await bench.get(path)).status).to.equal(401);
    const both = { shopId: shop.shopId, till: (await newSigner()).address };
    expectRefused(await bench.request(device, commands.addTill(both)), 403, "not-shop-owner");
    const owners = { shopId: shop.shopId, till: shop.owner.address };
    expectRefused(await bench.request(device, commands.removeTill(owners)), 403, "not-shop-owner");
    const proposed = {
      schemeId: town.schemeId,
      shopId: shop.shopId,
      ibanCommitment: device.publicKey.x,
    };
    const change = await bench.sign(device, commands.proposeIban(proposed));
    const iban = { schemeId: town.schemeId, iban: shop.iban, ibanSalt: shop.ibanSalt };
    const refused = await bench.post(
      `/shops/${shop.shopId}/iban-changes`,
      { ...iban, request: change },
      token,
    );
    expect(refused.status).to.be.within(400, 403);
  });

  it("refuse a name that is empty or too long, another shop's command, and a till that isn't one", async () => {
    const shop = await admittedShop(town);
    const token = await bench.logIn(shop.owner);
    const path = `/shops/${shop.shopId}/tills`;
    const till = (await newSigner()).address;
    const sign = (shopId: Hex) => bench.sign(shop.owner, commands.addTill({ shopId, till }));
    for (const name of ["", "   ", "x".repeat(41)]) {
      const body = { name, seesMoney: false, request: await sign(shop.shopId) };
      expectRefused(await bench.post(path, body, token), 400, "invalid-request");
    }
    const body = { name: "Kassa", seesMoney: false };
    const elsewhere = await bench.post(path, { ...body, request: await sign(newId()) }, token);
    expectRefused(elsewhere, 400, "command-mismatch");
    expectRefused(await bench.post(`${path}/${till}`, body, token), 403, "till-unknown");
    const own = await bench.sign(
      shop.owner,
      commands.addTill({ shopId: shop.shopId, till: shop.owner.address }),
    );
    expectRefused(await bench.post(path, { ...body, request: own }, token), 409, "till-taken");
    expect((await tillsOf(shop)).map(({ name }) => name)).to.deep.equal([null]);
  });

  it("see their own payments, not the shop's money, unless the owner lets them", async () => {
    const shop = await admittedShop(town);
    const [little, trusted] = [await addTill(shop), await addTill(shop, { seesMoney: true })];
    const own = await pay(shop, little.device);
    const others = await pay(shop, shop.owner);
    const listed = async (token: string) => {
      const { payments } = must(await bench.get(`/payments?shopId=${shop.shopId}`, token)).body;
      return payments.map((one: { paymentId: Hex }) => one.paymentId);
    };
    expect(await listed(little.token)).to.deep.equal([own]);
    expect(await listed(trusted.token)).to.deep.equal([others, own]);
    expectRefused(await bench.get(`/payments/${others}`, little.token), 404, "not-found");
    must(await bench.get(`/payments/${others}`, trusted.token));
    const payouts = `/shops/${shop.shopId}/payouts`;
    expectRefused(await bench.get(payouts, little.token), 403, "forbidden");
    must(await bench.get(payouts, trusted.token));
    const mine = must(await bench.get("/shops/mine", little.token)).body;
    expect(mine).to.include({ owner: false, seesMoney: false });
    expect(mine.accounts[0]).to.include({ owedCents: null, inPayoutCents: null });
    expect(mine.tills).to.have.lengthOf(1);
    const theirs = must(await bench.get("/shops/mine", trusted.token)).body;
    expect(theirs.accounts[0].owedCents).to.equal("1000");
    expect(theirs.tills).to.have.lengthOf(3);
  });

  it("find payments by amount, code, till and time", async () => {
    const shop = await admittedShop(town);
    const { device } = await addTill(shop);
    const first = await pay(shop, device, 310n);
    const second = await pay(shop, shop.owner, 320n);
    const token = await bench.logIn(shop.owner);
    const { paidAt } = must(await bench.get(`/payments/${first}`, token)).body;
    const found = async (query: string) => {
      const path = `/payments?shopId=${shop.shopId}&${query}`;
      const { payments, next } = must(await bench.get(path, token)).body;
      return [payments.map((one: { paymentId: Hex }) => one.paymentId), next !== null];
    };
    expect(await found("amountCents=310")).to.deep.equal([[first], false]);
    expect(await found(`code=${second.slice(-6)}`)).to.deep.equal([[second], false]);
    expect(await found(`till=${device.address}`)).to.deep.equal([[first], false]);
    expect(await found(`until=${paidAt}`)).to.deep.equal([[], false]);
    expect(await found(`from=${paidAt}`)).to.deep.equal([[second, first], false]);
    expect(await found(`from=${paidAt}&limit=1`)).to.deep.equal([[second], true]);
    for (const wrong of ["code=3F29A1", "amountCents=1,5", "from=-1", "till=0x12"]) {
      const answer = await bench.get(`/payments?shopId=${shop.shopId}&${wrong}`, token);
      expectRefused(answer, 400, "invalid-request");
    }
  });

  it("give back what they took themselves; the owner gives back everything", async () => {
    const shop = await admittedShop(town);
    const { device } = await addTill(shop, { seesMoney: true });
    const own = await pay(shop, device);
    const others = await pay(shop, shop.owner);
    const refund = async (till: Signer, paymentId: Hex) =>
      bench.post(
        "/refunds",
        await refundOf(bench, { shop: at(shop, till), child, paymentId, amountCents: 100n }),
      );
    expectRefused(await refund(device, others), 403, "refund-of-other-till");
    const { corrections } = must(await refund(device, own)).body;
    expect(corrections[0].till).to.equal(device.address);
    const both = must(await refund(shop.owner, own)).body;
    expect(both.corrections[1].till).to.equal(shop.owner.address);
  });

  it("are named on a payment that answered their request, which they may give back", async () => {
    const shop = await admittedShop(town);
    const { device, token } = await addTill(shop);
    const asked = { shopId: shop.shopId, amountCents: "300" };
    const { requestId } = must(await bench.post("/payment-requests", asked, token), 201).body;
    const body = await shopBoundPayment(bench, { child, shop, amountCents: 300n, requestId });
    const { paymentId, till } = must(await bench.post("/payments", body), 201).body;
    expect(till).to.equal(device.address);
    const { payments } = must(await bench.get(`/payments?shopId=${shop.shopId}`, token)).body;
    expect(payments).to.have.lengthOf(1);
    const signed = await refundOf(bench, {
      shop: at(shop, device),
      child,
      paymentId,
      amountCents: 300n,
    });
    expect(must(await bench.post("/refunds", signed)).body.refundedCents).to.equal("300");
  });

  it("are told that they are none any more, and may do nothing; their name stays with what they sold", async () => {
    const shop = await admittedShop(town);
    const { device, token } = await addTill(shop, { name: "Kraam" });
    const paymentId = await pay(shop, device);
    const both = { shopId: shop.shopId, till: device.address };
    must(await bench.request(shop.owner, commands.removeTill(both)));
    expectRefused(await bench.get("/shops/mine", token), 410, "till-removed");
    expectRefused(await bench.get(`/payments/${paymentId}`, token), 404, "not-found");
    expectRefused(await bench.get(`/payments?shopId=${shop.shopId}`, token), 403, "forbidden");
    const charge = await openPayment(bench, { child, shop: at(shop, device), amountCents: 100n });
    expectRefused(await bench.post("/payments", charge), 403, "till-unknown");
    const mine = must(await bench.get("/shops/mine", await bench.logIn(shop.owner))).body;
    expect(mine.formerTills).to.deep.equal([{ address: device.address, name: "Kraam" }]);
    expect(await bench.get("/shops/mine", await bench.logIn(await newSigner()))).to.include({
      status: 404,
    });
  });
});
