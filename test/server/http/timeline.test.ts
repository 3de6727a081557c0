// What happened to a child's account, a shop, a payment and a scheme: from events alone, for those who answer for it.
import { expect } from "chai";
import { cryptoRandomBytes, type Hex, toHex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../../wallet-web/shared/protocol/iban-commitment.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admit,
  admittedShop,
  appoint,
  type Child,
  family,
  must,
  openPayment,
  refundOf,
  type Shop,
  STAFF,
  type Town,
} from "./town.ts";

type Event = Record<string, unknown> & {
  name: string;
  position: string;
  who: { kind: string; roles: string[]; device: Hex | null };
};

describe("The timeline", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let child: Child;
  let paymentId: Hex;
  let payoutId: Hex;
  before(async function () {
    this.timeout(120_000);
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town);
    [child] = (await family(town)) as [Child];
    const { beneficiaryId } = child;
    paymentId = await pay(2_000n);
    const given = { shop, child, paymentId, amountCents: 500n };
    must(await bench.post("/refunds", await refundOf(bench, given)));
    await by("guardian", commands.freezeBeneficiary({ beneficiaryId, reason: "dispute" }));
    await by("validator", commands.unfreezeBeneficiary({ beneficiaryId, reason: "resolved" }));
    const { shopId } = shop;
    const reversed = { paymentId, beneficiaryId, shopId, amountCents: 400n };
    await by("guardian", commands.reversePayment({ ...reversed, reason: "dispute" }));
    await by("validator", commands.topUp({ beneficiaryId, amountCents: 700n, reason: "hardship" }));
    payoutId = newId();
    const { schemeId } = town;
    const treasurer = town.staff.treasurer.signer;
    const payout = { schemeId, shopId, payoutId, amountCents: 1_100n };
    await bench.chain.send(treasurer, commands.openPayout(payout));
    const bankReason = "0x41433034";
    await bench.chain.send(treasurer, commands.returnPayout({ payoutId, bankReason }));
    await by("guardian", commands.suspendShop({ schemeId, shopId, reason: "suspected-misuse" }));
    await by("validator", commands.resumeShop({ schemeId, shopId, reason: "correction" }));
    await lookAt(beneficiaryId, town.staff.guardian.token, town.staff.validator.token);
  });

  const by = async (role: (typeof STAFF)[number], command: Parameters<Bench["request"]>[1]) =>
    must(await bench.request(town.staff[role].signer, command));
  const pay = async (amountCents: bigint): Promise<Hex> => {
    const body = await openPayment(bench, { child, shop, amountCents });
    return must(await bench.post("/payments", body), 201).body.paymentId;
  };
  const path = (query = "", schemeId = town.schemeId) => `/schemes/${schemeId}/timeline${query}`;
  const read = async (query: string, token = town.staff.guardian.token): Promise<Event[]> =>
    must(await bench.get(path(query), token)).body.events;
  const lookAt = async (beneficiaryId: Hex, ...tokens: string[]) => {
    for (const token of tokens) {
      const look = { beneficiaryId, reason: "called" };
      must(await bench.post(`/schemes/${town.schemeId}/looks`, look, token));
    }
  };
  const looksOf = async (viewer: Hex): Promise<number> => {
    const log = `/schemes/${town.schemeId}/access-log-searches`;
    return must(await bench.post(log, { viewer }, town.staff.guardian.token)).body.total;
  };
  const names = (events: Event[]) => events.map(({ name }) => name);

  it("tells a child's account from its registration on, newest first", async () => {
    const events = await read(`?beneficiaryId=${child.beneficiaryId}`);
    expect(names(events)).to.deep.equal([
      "BeneficiaryToppedUp",
      "PaymentReversed",
      "BeneficiaryUnfrozen",
      "BeneficiaryFrozen",
      "PaymentRefunded",
      "PaymentMade",
      "DeviceAdded",
      "BeneficiaryRegistered",
    ]);
    const [toppedUp, reversed, unfrozen, frozen, , paid, added] = events;
    expect(toppedUp).to.include({ amountCents: "700", reason: "hardship" });
    expect(reversed).to.include({ amountCents: "400", reason: "dispute", paymentId });
    expect(unfrozen).to.include({ reason: "resolved", amountCents: null });
    expect(frozen).to.include({ reason: "dispute", amountCents: null });
    expect(paid).to.include({
      amountCents: "2000",
      shopId: shop.shopId,
      shopName: "Schoenhandel Jansen & Zoon",
    });
    expect(added).to.include({ about: child.phone.address });
  });

  it("of a child's account needs a reason first, which the log of who looked keeps", async () => {
    const [other] = (await family(town)) as [Child];
    const query = `?beneficiaryId=${other.beneficiaryId}`;
    for (const role of ["guardian", "validator"] as const) {
      const { token, signer } = town.staff[role];
      const refused = await bench.get(path(query), token);
      expect([refused.status, refused.body.code]).to.deep.equal([403, "look-reason-needed"]);
      const before = await looksOf(signer.address);
      await lookAt(other.beneficiaryId, token);
      expect(names(await read(query, token))).to.include("BeneficiaryRegistered");
      expect(await looksOf(signer.address)).to.equal(before + 1);
    }
  });

  it("says who: the task and the device that signed", async () => {
    const events = await read(`?beneficiaryId=${child.beneficiaryId}`);
    const { guardian, validator } = town.staff;
    expect(events.map(({ who }) => who)).to.deep.equal([
      { kind: "staff", roles: ["validator"], device: validator.signer.address },
      { kind: "staff", roles: ["guardian"], device: guardian.signer.address },
      { kind: "staff", roles: ["validator"], device: validator.signer.address },
      { kind: "staff", roles: ["guardian"], device: guardian.signer.address },
      { kind: "till", roles: [], device: shop.owner.address },
      { kind: "phone", roles: [], device: child.phone.address },
      { kind: "letter", roles: [], device: child.code.address },
      { kind: "staff", roles: ["validator"], device: validator.signer.address },
    ]);
  });

  it("tells a payment with its corrections alone", async () => {
    await pay(100n);
    const events = await read(`?paymentId=${paymentId}`);
    expect(names(events)).to.deep.equal(["PaymentReversed", "PaymentRefunded", "PaymentMade"]);
    const answer = await bench.get(path(`?paymentId=${paymentId}`), town.staff.guardian.token);
    expect(must(answer).body.payout).to.equal(null);
  });

  it("tells a shop with its payouts, their sums and the bank's code", async () => {
    const events = await read(`?shopId=${shop.shopId}&limit=100`);
    expect(names(events)).to.include.members(["ShopRegistered", "TillAdded", "ShopAdmitted"]);
    const returned = events.find(({ name }) => name === "PayoutReturned");
    expect(returned).to.include({ amountCents: "1100", bankReason: "AC04", payoutId });
    expect(returned?.who.roles).to.deep.equal(["treasurer"]);
    const suspended = events.find(({ name }) => name === "ShopSuspended");
    expect(suspended?.who.roles).to.deep.equal(["guardian"]);
    expect(suspended).to.include({ reason: "suspected-misuse" });
    const resumed = events.find(({ name }) => name === "ShopResumed");
    expect(resumed).to.include({ reason: "correction" });
    const registered = events.find(({ name }) => name === "ShopRegistered");
    expect(registered?.who).to.deep.equal({
      kind: "shop",
      roles: [],
      device: shop.owner.address,
    });
  });

  it("keeps what a shop does in another scheme out", async () => {
    const other = await newTown();
    must(await admit(other, shop));
    const [elsewhere] = (await family(other)) as [Child];
    const body = await openPayment(bench, { child: elsewhere, shop, amountCents: 321n });
    const paid = must(await bench.post("/payments", body), 201).body.paymentId;
    const own = await read(`?shopId=${shop.shopId}&limit=100`);
    expect(own.map((one) => one.paymentId)).to.not.include(paid);
    expect(names(own).filter((name) => name === "ShopAdmitted")).to.have.lengthOf(1);
    const { token } = other.staff.guardian;
    const answer = must(await bench.get(path(`?shopId=${shop.shopId}`, other.schemeId), token));
    expect(names(answer.body.events)).to.deep.equal([
      "PaymentMade",
      "ShopAdmitted",
      "TillAdded",
      "ShopRegistered",
    ]);
    const foreign = await bench.get(path(`?paymentId=${paid}`), town.staff.guardian.token);
    expect([foreign.status, foreign.body.code]).to.deep.equal([404, "not-found"]);
  });

  it("tells the scheme's own steps, and none of its families'", async () => {
    const events = await read("?limit=100");
    expect(names(events)).to.include.members(["SchemeOpened", "SchemeFunded", "RoleAccepted"]);
    expect(names(events)).to.not.include("BeneficiaryRegistered");
    const funded = events.find(({ name }) => name === "SchemeFunded");
    expect(funded).to.include({ amountCents: "6000000" });
    expect(funded?.who.roles).to.deep.equal(["sponsor"]);
  });

  it("gives every event once, page by page", async () => {
    const all = await read(`?shopId=${shop.shopId}&limit=100`);
    const paged: Event[] = [];
    let before: string | null = null;
    do {
      const query: string = `?shopId=${shop.shopId}&limit=3${before ? `&before=${before}` : ""}`;
      const { body } = must(await bench.get(path(query), town.staff.guardian.token));
      paged.push(...body.events);
      before = body.next;
    } while (before);
    expect(paged).to.deep.equal(all);
  });

  it("names both tasks of a device that had both", async () => {
    const { schemeId } = town;
    const both = await appoint(bench, schemeId, "guardian");
    const { admin } = bench.chain;
    const offer = { schemeId, role: "validator" as const };
    must(await bench.request(admin, commands.offerRole({ ...offer, candidate: both.address })));
    must(await bench.request(both, commands.acceptRole({ ...offer, holder: both.address })));
    const [other] = (await family(town)) as [Child];
    const { beneficiaryId } = other;
    const freeze = commands.freezeBeneficiary({ beneficiaryId, reason: "lost-device" });
    must(await bench.request(both, freeze));
    await lookAt(beneficiaryId, town.staff.guardian.token);
    const [frozen] = await read(`?beneficiaryId=${beneficiaryId}&limit=1`);
    expect(frozen?.who.roles).to.have.members(["validator", "guardian"]);
  });

  it("holds nothing that names a person or an account", async () => {
    const token = town.staff.guardian.token;
    const { text } = must(await bench.get(path(`?shopId=${shop.shopId}&limit=100`), token));
    for (const secret of [shop.iban, "Dorpsstraat", "info@jansen", "12345678", "ZH-"]) {
      expect(text).to.not.contain(secret);
    }
    const commitment = ibanCommitment({ iban: shop.iban, salt: shop.ibanSalt });
    expect(text).to.not.contain(commitment);
  });

  it("is about one thing, which is this scheme's", async () => {
    const token = town.staff.guardian.token;
    const two = `?beneficiaryId=${child.beneficiaryId}&shopId=${shop.shopId}`;
    const refused = await bench.get(path(two), token);
    expect([refused.status, refused.body.code]).to.deep.equal([400, "invalid-request"]);
    const queries = [
      `?beneficiaryId=${newId()}`,
      `?shopId=${newId()}`,
      `?paymentId=${toHex(cryptoRandomBytes(32))}`,
    ];
    for (const query of queries) {
      const unknown = await bench.get(path(query), token);
      expect([unknown.status, unknown.body.code], query).to.deep.equal([404, "not-found"]);
    }
  });

  it("is for who answers for the account, and refused to everyone else", async () => {
    const own = ["validator", "guardian"];
    const wide = ["sponsor", ...own];
    const other = await newTown();
    const people: [string, string][] = [
      ...STAFF.map((role): [string, string] => [role, town.staff[role].token]),
      ["family", await bench.logIn(child.phone)],
      ["shop", await bench.logIn(shop.owner)],
      ["stranger", await bench.logIn(await newSigner())],
      ["admin", await bench.logIn(bench.chain.admin)],
      ["guardian elsewhere", other.staff.guardian.token],
    ];
    const rows: [string, string[]][] = [
      [`?beneficiaryId=${child.beneficiaryId}`, own],
      [`?paymentId=${paymentId}`, own],
      [`?shopId=${shop.shopId}`, wide],
      ["", wide],
    ];
    for (const [query, may] of rows) {
      for (const [person, token] of people) {
        const { status, body } = await bench.get(path(query), token);
        const expected = may.includes(person) ? [200, undefined] : [403, "role-missing"];
        expect([status, body.code], `${person} ${query}`).to.deep.equal(expected);
      }
      expect((await bench.get(path(query))).status).to.equal(401);
    }
  });

  it("shows a sponsor what a shop sold, but not to whom", async () => {
    const events = await read(`?shopId=${shop.shopId}&limit=100`, town.staff.sponsor.token);
    expect(names(events)).to.include("PaymentMade");
    expect(new Set(events.map(({ beneficiaryId }) => beneficiaryId))).to.deep.equal(
      new Set([null]),
    );
  });
});
