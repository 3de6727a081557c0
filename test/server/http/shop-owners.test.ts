// A shop's owner who lost the device gets another one from the validator, by a one-time code; the old device is out at once.
import { expect } from "chai";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../../wallet-web/shared/protocol/iban-commitment.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Answer, Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admit,
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  refundOf,
  type Shop,
  signUpShop,
  type Town,
} from "./town.ts";

type Listed = { address: Hex; owner: boolean; isLink: boolean; lastUsedAt: number | null };

describe("A shop's owner with another device", () => {
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

  const replace = async (shop: Shop, by: Signer = town.staff.validator.signer) => {
    const code = await newSigner();
    const command = commands.replaceShopOwner({ shopId: shop.shopId, owner: code.address });
    return { code, answer: await bench.request(by, command) };
  };
  const move = (code: Signer, device: Signer) =>
    bench.request(code, commands.moveTill({ till: device.address }));
  /** The shop as its owner has it on the new device. */
  const moved = async (shop: Shop): Promise<{ shop: Shop; code: Signer; token: string }> => {
    const { code, answer } = await replace(shop);
    must(answer);
    const owner = await newSigner();
    must(await move(code, owner));
    return { shop: { ...shop, owner }, code, token: await bench.logIn(owner) };
  };
  const pay = async (shop: Shop): Promise<Hex> => {
    const body = await openPayment(bench, { child, shop, amountCents: 500n });
    return must(await bench.post("/payments", body), 201).body.paymentId;
  };
  const listed = async (shop: Shop, token = town.staff.validator.token) => {
    const path = `/schemes/${town.schemeId}/shops/${shop.shopId}/tills`;
    return must(await bench.get(path, token)).body as { isHome: boolean; tills: Listed[] };
  };
  const ibanChange = async (shop: Shop) => {
    const { schemeId } = town;
    const iban = "NL91ABNA0417164300";
    const commitment = ibanCommitment({ iban, salt: shop.ibanSalt });
    const proposed = { schemeId, shopId: shop.shopId, ibanCommitment: commitment };
    const request = await bench.sign(shop.owner, commands.proposeIban(proposed));
    return { schemeId, iban, ibanSalt: shop.ibanSalt, request };
  };

  it("is told by the code that it becomes the owner's, which a till's code doesn't say", async () => {
    const shop = await admittedShop(town);
    const link = await newSigner();
    const name = { name: "Balie", seesMoney: false };
    const add = commands.addTill({ shopId: shop.shopId, till: link.address });
    const request = await bench.sign(shop.owner, add);
    const token = await bench.logIn(shop.owner);
    must(await bench.post(`/shops/${shop.shopId}/tills`, { ...name, request }, token));
    const { code } = await replace(shop);

    const found = async ({ address }: Signer) => must(await bench.get(`/tills/${address}`)).body;

    expect(await found(code)).to.include({ shopId: shop.shopId, owner: true });
    expect(await found(link)).to.include({ shopId: shop.shopId, owner: false });
  });

  it("charges, gives back what the old device took, sees the money and changes the account", async () => {
    const before = await admittedShop(town);
    const paymentId = await pay(before);
    const { shop, token } = await moved(before);

    await pay(shop);
    const mine = must(await bench.get("/shops/mine", token)).body;
    expect(mine).to.include({ owner: true, seesMoney: true, device: shop.owner.address });
    expect(mine.accounts[0].owedCents).to.equal("1000");
    expect(mine.tills.map(({ address }: Listed) => address)).to.deep.equal([shop.owner.address]);
    must(await bench.get(`/shops/${shop.shopId}/payouts`, token));
    must(await bench.get(`/shops/${shop.shopId}/tills`, token));
    const refund = await refundOf(bench, { shop, child, paymentId, amountCents: 100n });
    must(await bench.post("/refunds", refund));
    must(await bench.post(`/shops/${shop.shopId}/iban-changes`, await ibanChange(shop), token));
  });

  it("leaves the old one nothing from the moment of the validator's act, sessions included", async () => {
    const old = await admittedShop(town);
    const token = await bench.logIn(old.owner);
    must((await replace(old)).answer);

    expectRefused(await bench.get("/shops/mine", token), 410, "till-removed");
    const list = `/shops/${old.shopId}/tills`;
    expectRefused(await bench.get(list, token), 403, "not-shop-owner");
    expectRefused(await bench.get(`/shops/${old.shopId}/payouts`, token), 403, "forbidden");
    expectRefused(await bench.get(`/payments?shopId=${old.shopId}`, token), 403, "forbidden");
    const charge = await openPayment(bench, { child, shop: old, amountCents: 100n });
    expectRefused(await bench.post("/payments", charge), 403, "till-unknown");
    const account = await ibanChange(old);
    const asked = await bench.post(`/shops/${old.shopId}/iban-changes`, account, token);
    expectRefused(asked, 403, "forbidden");
    const add = commands.addTill({ shopId: old.shopId, till: (await newSigner()).address });
    expectRefused(await bench.request(old.owner, add), 403, "not-shop-owner");
    expectRefused(await move(old.owner, await newSigner()), 403, "till-unknown");
  });

  it("uses the code up, which opens nothing a second time", async () => {
    const { code } = await moved(await admittedShop(town));
    expectRefused(await move(code, await newSigner()), 403, "till-unknown");
    expectRefused(await bench.get(`/tills/${code.address}`), 404, "not-found");
    expectRefused(await bench.get("/shops/mine", await bench.logIn(code)), 410, "till-removed");
  });

  it("can't be a till of another shop: that is refused, and the code still works elsewhere", async () => {
    const [shop, other] = [await admittedShop(town), await admittedShop(town)];
    const { code } = await replace(shop);
    expectRefused(await move(code, other.owner), 409, "till-taken");
    must(await move(code, await newSigner()));
  });

  it("comes of nobody but a validator of the scheme that admitted the shop first", async () => {
    const shop = await admittedShop(town);
    const elsewhere = await newTown();
    must(await admit(elsewhere, shop));
    const { sponsor, treasurer, guardian } = town.staff;
    const foreign = elsewhere.staff.validator;
    for (const { signer } of [sponsor, treasurer, guardian, foreign, { signer: shop.owner }]) {
      expectRefused((await replace(shop, signer)).answer, 403, "role-missing");
    }
    const { tills } = await listed(shop);
    expect(tills.map(({ address }) => address)).to.deep.equal([shop.owner.address]);
    const path = `/schemes/${elsewhere.schemeId}/shops/${shop.shopId}/tills`;
    expect(must(await bench.get(path, foreign.token)).body.isHome).to.equal(false);
  });

  it("stands on the validator's list, as a code that waits and then as a device, without names", async () => {
    const before = await admittedShop(town);
    await pay(before);
    const { isHome, tills } = await listed(before, town.staff.guardian.token);
    expect(isHome).to.equal(true);
    expect(tills[0]).to.have.all.keys(["address", "addedAt", "owner", "isLink", "lastUsedAt"]);
    expect(tills[0]).to.include({ owner: true, isLink: false });
    expect(tills[0]?.lastUsedAt).to.be.a("number");

    const { code } = await replace(before);
    const [waiting, ...none] = (await listed(before)).tills;
    expect(none).to.have.lengthOf(0);
    expect(waiting).to.include({ address: code.address, owner: true, isLink: true });

    const device = await newSigner();
    must(await move(code, device));
    const [now] = (await listed(before)).tills;
    expect(now).to.include({ address: device.address, owner: true, isLink: false });
  });

  it("is on no list of a scheme that the shop is not in, or of who has another role", async () => {
    const [shop, waiting] = [await admittedShop(town), await signUpShop(bench)];
    const path = (shopId: Hex) => `/schemes/${town.schemeId}/shops/${shopId}/tills`;
    const { validator, sponsor, treasurer } = town.staff;
    for (const shopId of [waiting.shopId, newId()]) {
      expectRefused(await bench.get(path(shopId), validator.token), 404, "shop-unknown");
    }
    const owner = await bench.logIn(shop.owner);
    for (const token of [sponsor.token, treasurer.token, owner]) {
      expectRefused(await bench.get(path(shop.shopId), token), 403, "role-missing");
    }
    expect((await bench.get(path(shop.shopId))).status).to.equal(401);
  });

  it("is told in the shop's history: the validator gave it, the owner took it", async () => {
    const { shop, code } = await moved(await admittedShop(town));
    const path = `/schemes/${town.schemeId}/timeline?shopId=${shop.shopId}`;
    const { events } = must(await bench.get(path, town.staff.guardian.token)).body;
    const told = events.filter(({ name }: { name: string }) => name === "ShopOwnerReplaced");
    expect(told.map(({ who }: { who: object }) => who)).to.deep.equal([
      { kind: "shop", roles: [], device: code.address },
      { kind: "staff", roles: ["validator"], device: town.staff.validator.signer.address },
    ]);
  });
});
