// What the municipality bears of payments accepted without a connection is what a family and an admitted shop could have done: by no
// key that anyone may make, no till of afterwards, and no shop that didn't take part.
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { paymentRefusals } from "../../../server/store/schema/access.ts";
import { offlineTerms } from "../../../server/store/schema/offline.ts";
import { devices, shopAccounts, tills } from "../../../server/store/schema/projections.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { OfflineTerms } from "../../../wallet-web/shared/protocol/offline-terms.ts";
import { authorisationDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { newSigner } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { offlineTermsBody } from "./offline-town.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  type Child,
  chargeOn,
  family,
  must,
  openPayment,
  type Shop,
  signUpShop,
  type Town,
} from "./town.ts";

const TOO_MUCH_CENTS = 30_001n;
const DAY_SECONDS = 86_400;

describe("Accepting without a connection, by strangers", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let child: Child;
  let yesterday: number;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
  });
  beforeEach(async () => {
    town = await newTown();
    shop = await admittedShop(town);
    [child] = (await family(town)) as [Child];
    yesterday = now() - DAY_SECONDS;
    const limits = { perPaymentCents: 40_000n, perDayCents: 80_000n };
    const terms: OfflineTerms = { carrier: "municipality", ...limits };
    const body = await offlineTermsBody(town, terms, { at: now() });
    must(await bench.post(`/schemes/${town.schemeId}/offline-terms`, body, sponsor()));
    const ofTown = eq(offlineTerms.schemeId, town.schemeId);
    await bench.services.database.update(offlineTerms).set({ at: yesterday }).where(ofTown);
    await make({ admittedAt: yesterday, till: yesterday, phone: yesterday });
  });

  const now = () => Math.floor(bench.services.clock.now() / 1000);
  const sponsor = () => town.staff.sponsor.token;
  /** As if the shop took part, its owner's till was added and the child's phone linked then. */
  const make = async (since: { admittedAt?: number; till?: number; phone?: number }) => {
    const { admittedAt, till, phone } = since;
    const { database } = bench.services;
    const account = eq(shopAccounts.shopId, shop.shopId);
    if (admittedAt) await database.update(shopAccounts).set({ admittedAt }).where(account);
    const own = eq(tills.till, shop.owner.address);
    if (till) await database.update(tills).set({ addedAt: till }).where(own);
    const device = eq(devices.device, child.phone.address);
    if (phone) await database.update(devices).set({ addedAt: phone }).where(device);
  };
  const accepted = async (given: { by?: Child; at?: Shop; amountCents?: bigint } = {}) => {
    const { by = child, at = shop, amountCents = TOO_MUCH_CENTS } = given;
    const sale = await openPayment(bench, { child: by, shop: at, amountCents });
    const authorisation = { ...sale.authorisation, validAfter: yesterday };
    const paymentId = authorisationDigest(bench.chain.deployment, authorisation);
    const signature = await by.phone.sign(paymentId);
    const charge = await chargeOn(bench, paymentId, { shop: at, amountCents });
    return { authorisation, signature, ...charge, acceptedAt: yesterday };
  };
  const refused = async (body: unknown) => {
    const { code, params } = (await bench.post("/payments", body)).body;
    return [code, params?.carriedBy];
  };
  const kept = async () => {
    const answer = await bench.get(`/schemes/${town.schemeId}/offline-refusals`, sponsor());
    const { total, municipalityCents, shopCents } = must(answer).body;
    return { total, municipalityCents, shopCents };
  };
  const onRecord = (beneficiaryId: Hex) =>
    bench.services.database.$count(
      paymentRefusals,
      eq(paymentRefusals.beneficiaryId, beneficiaryId),
    );

  it("is the municipality's where phone, till and shop were there, within what clocks differ", async () => {
    const soon = yesterday + 300;
    await make({ admittedAt: soon, till: soon, phone: soon });
    expect(await refused(await accepted())).to.deep.equal(["insufficient-budget", "municipality"]);
    expect(await onRecord(child.beneficiaryId)).to.equal(1);
  });

  it("is the shop's by a key that never was the account's phone, and not on the family's record", async () => {
    const forger = { ...child, phone: await newSigner() };
    const body = await accepted({ by: forger, amountCents: 1_000n });
    expect(await refused(body)).to.deep.equal(["device-not-linked", "shop"]);
    expect(await kept()).to.deep.equal({ total: 1, municipalityCents: "0", shopCents: "1000" });
    expect(await onRecord(child.beneficiaryId)).to.equal(0);
  });

  it("is the shop's by a phone of another account, or one that was linked since", async () => {
    const [other] = (await family(town)) as [Child];
    const borrowed = { ...child, phone: other.phone };
    expect(await refused(await accepted({ by: borrowed }))).to.deep.equal([
      "device-not-linked",
      "shop",
    ]);
    await make({ phone: yesterday + 301 });
    expect(await refused(await accepted())).to.deep.equal(["insufficient-budget", "shop"]);
    expect(await kept()).to.include({ municipalityCents: "0" });
  });

  it("is nobody's but the shop's at a till that was added since", async () => {
    const added = { ...shop, owner: await newSigner() };
    const add = commands.addTill({ shopId: shop.shopId, till: added.owner.address });
    must(await bench.request(shop.owner, add));
    const body = await accepted({ at: added });
    expect(await refused(body)).to.deep.equal(["insufficient-budget", "shop"]);
    expect(await kept()).to.deep.equal({ total: 0, municipalityCents: "0", shopCents: "0" });
  });

  it("is nobody's but the shop's of a shop that took no part, or not yet", async () => {
    const admitted = shop;
    shop = await signUpShop(bench);
    await make({ till: yesterday });
    const forger = { ...child, phone: await newSigner() };
    const forged = await accepted({ by: forger });
    expect(await refused(forged)).to.deep.equal(["device-not-linked", "shop"]);
    expect(await refused(await accepted())).to.deep.equal(["shop-not-admitted", "shop"]);
    shop = admitted;
    await make({ admittedAt: yesterday + 301 });
    expect(await refused(await accepted())).to.deep.equal(["insufficient-budget", "shop"]);
    expect(await kept()).to.deep.equal({ total: 0, municipalityCents: "0", shopCents: "0" });
  });

  it("stays the municipality's when the phone's code was reissued since", async () => {
    const body = await accepted({ amountCents: 1_000n });
    const { beneficiaryId } = child;
    const activationKey = (await newSigner()).address;
    const reissue = commands.reissueLoginCode({ beneficiaryId, activationKey });
    must(await bench.request(town.staff.validator.signer, reissue));
    expect(await refused(body)).to.deep.equal(["device-not-linked", "municipality"]);
    expect(await kept()).to.deep.equal({ total: 1, municipalityCents: "1000", shopCents: "0" });
    expect(await onRecord(beneficiaryId)).to.equal(1);
  });
});
