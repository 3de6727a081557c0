// Payments through the API: what is paid, what is refused and why, what is answered again, and who may look.
import { expect } from "chai";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { authorisationDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  BUDGET_CENTS,
  type Child,
  chargeOn,
  family,
  must,
  openPayment,
  type Shop,
  STAFF,
  shopBoundPayment,
  signUpShop,
  type Town,
} from "./town.ts";

describe("Payments", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let other: Shop;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town);
    other = await admittedShop(town, { name: "Boekhandel", iban: "NL27RABO0034592873" });
  });

  const oneChild = async () => (await family(town))[0] as Child;
  const expectRefused = async (body: unknown, code: string, status = 409) => {
    const answer = await bench.post("/payments", body);
    expect([answer.status, answer.body.code], answer.text).to.deep.equal([status, code]);
    return answer.body.params;
  };
  const balanceOf = async (child: Child) => {
    const token = await bench.logIn(child.phone);
    return must(await bench.get(`/beneficiaries/${child.beneficiaryId}`, token)).body.balanceCents;
  };

  it("gives the first answer to the same charge again, and takes the money once", async () => {
    const child = await oneChild();
    const body = await openPayment(bench, { child, shop, amountCents: 1_250n });
    const answers = await Promise.all([1, 2, 3].map(() => bench.post("/payments", body)));
    expect(answers.map((answer) => answer.body)).to.deep.equal(Array(3).fill(answers[0]?.body));
    expect(must(await bench.post("/payments", body), 200).body).to.deep.equal(answers[0]?.body);
    expect(await balanceOf(child)).to.equal("28750");
  });

  it("refuses another charge on a used authorisation, and says what it paid", async () => {
    const child = await oneChild();
    const body = await openPayment(bench, {
      child,
      shop,
      amountCents: 1_000n,
      maximumCents: 5_000n,
    });
    const first = must(await bench.post("/payments", body), 201).body;
    const { paymentId, paidAt } = first;
    const more = await chargeOn(bench, paymentId, { shop, amountCents: 1_001n });
    const elsewhere = await chargeOn(bench, paymentId, { shop: other, amountCents: 1_000n });
    for (const charge of [more, elsewhere]) {
      const params = await expectRefused({ ...body, ...charge }, "authorisation-used");
      expect(params).to.deep.equal({ paymentId, amountCents: "1000", paidAt: String(paidAt) });
    }
    expect(await balanceOf(child)).to.equal("29000");
  });

  it("lets a refused charge be corrected on the same authorisation", async () => {
    const child = await oneChild();
    const body = await openPayment(bench, {
      child,
      shop,
      amountCents: 2_000n,
      maximumCents: 1_500n,
    });
    await expectRefused(body, "amount-above-authorisation");
    const paymentId = authorisationDigest(bench.chain.deployment, body.authorisation);
    const charge = await chargeOn(bench, paymentId, { shop, amountCents: 1_500n });
    must(await bench.post("/payments", { ...body, ...charge }), 201);
  });

  it("says what can be paid when the budget is too small", async () => {
    const child = await oneChild();
    const body = await openPayment(bench, { child, shop, amountCents: 30_001n });
    const params = await expectRefused(body, "insufficient-budget");
    expect(params).to.include({ requestedCents: "30001", availableCents: "30000" });
    must(
      await bench.post(
        "/payments",
        await openPayment(bench, { child, shop, amountCents: 30_000n }),
      ),
    );
  });

  it("refuses a shop that waits or is suspended, a till of another shop, and a frozen account", async () => {
    const child = await oneChild();
    const waiting = await signUpShop(bench, { name: "Nieuw" });
    const pay = async (at: Shop) => openPayment(bench, { child, shop: at, amountCents: 100n });
    await expectRefused(await pay(waiting), "shop-not-admitted");
    const foreignTill = { ...shop, owner: other.owner };
    await expectRefused(await pay(foreignTill), "till-unknown", 403);
    const { signer } = town.staff.guardian;
    const { schemeId } = town;
    const suspended = await admittedShop(town, { name: "Even dicht" });
    const { shopId } = suspended;
    must(
      await bench.request(signer, commands.suspendShop({ schemeId, shopId, reason: "dispute" })),
    );
    await expectRefused(await pay(suspended), "shop-not-admitted");
    const { beneficiaryId } = child;
    const freeze = commands.freezeBeneficiary({ beneficiaryId, reason: "at-own-request" });
    must(await bench.request(signer, freeze));
    await expectRefused(await pay(shop), "beneficiary-not-usable");
  });

  it("refuses an authorisation out of its time, by a removed phone, or by a stranger's", async () => {
    const child = await oneChild();
    const base = await openPayment(bench, { child, shop, amountCents: 100n });
    const resign = async (changes: object, signer = child.phone) => {
      const authorisation = { ...base.authorisation, ...changes };
      const paymentId = authorisationDigest(bench.chain.deployment, authorisation);
      const signature = await signer.sign(paymentId);
      const charge = await chargeOn(bench, paymentId, { shop, amountCents: 100n });
      return { authorisation, signature, ...charge };
    };
    const past = Math.floor(Date.now() / 1000) - 100;
    const inThePast = await resign({ validAfter: past - 10, validBefore: past });
    await expectRefused(inThePast, "authorisation-not-in-time");
    const stranger = await newSigner();
    await expectRefused(await resign({}, stranger), "signer-mismatch", 400);
    const { address: device } = stranger;
    await expectRefused(await resign({ device }, stranger), "device-not-linked", 403);
    const { beneficiaryId } = child;
    const remove = commands.removeDevice({ beneficiaryId, device: child.phone.address });
    must(await bench.request(child.phone, remove));
    await expectRefused(base, "device-not-linked", 403);
  });

  it("refuses each part of a payment that was changed after signing", async () => {
    const child = await oneChild();
    const body = await openPayment(bench, { child, shop, amountCents: 100n, maximumCents: 500n });
    const { authorisation, charge } = body;
    const changes = [
      { authorisation: { ...authorisation, maximumAmountCents: 501n } },
      { authorisation: { ...authorisation, nonce: authorisation.nonce + 1 } },
      { authorisation: { ...authorisation, beneficiaryId: newId() } },
      { authorisation: { ...authorisation, validBefore: authorisation.validBefore + 1 } },
      { charge: { ...charge, amountCents: 101n } },
      { charge: { ...charge, shopId: other.shopId } },
    ];
    for (const change of changes) {
      await expectRefused({ ...body, ...change }, "signature-invalid", 400);
    }
    expect(await balanceOf(child)).to.equal("30000");
  });

  it("refuses a mix of the two kinds, and amounts that are none", async () => {
    const child = await oneChild();
    const open = await openPayment(bench, { child, shop, amountCents: 100n });
    const bound = await shopBoundPayment(bench, { child, shop, amountCents: 100n });
    const { charge, tillSignature } = open;
    await expectRefused({ ...open, charge: undefined }, "authorisation-kind-mismatch", 400);
    await expectRefused({ ...open, tillSignature: undefined }, "authorisation-kind-mismatch", 400);
    await expectRefused({ ...bound, charge, tillSignature }, "authorisation-kind-mismatch", 400);
    const zero = await shopBoundPayment(bench, { child, shop, amountCents: 0n });
    await expectRefused(zero, "amount-zero", 400);
    for (const amountCents of ["-1", "1.5", "1e3", "01", 100, "281474976710656", "", null]) {
      const authorisation = { ...bound.authorisation, maximumAmountCents: amountCents };
      await expectRefused({ ...bound, authorisation }, "invalid-request", 400);
    }
  });

  it("pays exactly what a budget allows when fifty tills charge it at once", async function () {
    this.timeout(30_000);
    const child = await oneChild();
    const each = BUDGET_CENTS / 20n;
    const bodies = await Promise.all(
      Array.from({ length: 50 }, () => openPayment(bench, { child, shop, amountCents: each })),
    );
    const answers = await Promise.all(bodies.map((body) => bench.post("/payments", body)));
    const paid = answers.filter((answer) => answer.status === 201);
    const refused = answers.filter((answer) => answer.body.code === "insufficient-budget");
    expect([paid.length, refused.length]).to.deep.equal([20, 30]);
    expect(await balanceOf(child)).to.equal("0");
    expect(new Set(paid.map((answer) => answer.body.paymentId)).size).to.equal(20);
  });

  describe("to whom they are shown", () => {
    let mine: Child;
    let paymentId: string;
    const see = async (token: string) => (await bench.get(`/payments/${paymentId}`, token)).status;
    before(async () => {
      mine = await oneChild();
      const body = await openPayment(bench, { child: mine, shop, amountCents: 4_200n });
      paymentId = must(await bench.post("/payments", body), 201).body.paymentId;
    });

    it("shows the family its own, with what is left", async () => {
      const token = await bench.logIn(mine.phone);
      const { beneficiaryId } = mine;
      const list = must(await bench.get(`/payments?beneficiaryId=${beneficiaryId}`, token)).body;
      expect(list.payments).to.have.length(1);
      expect(list.payments[0]).to.include({ paymentId, balanceAfterCents: "25800" });
      const same = must(await bench.get(`/beneficiaries/${beneficiaryId}/payments`, token)).body;
      expect(same).to.deep.equal(list);
      expect(await see(token)).to.equal(200);
    });

    it("shows the shop what was paid there, without what is left", async () => {
      const token = await bench.logIn(shop.owner);
      const path = `/payments?shopId=${shop.shopId}&limit=1`;
      const { payments, next } = must(await bench.get(path, token)).body;
      expect(payments[0]).to.include({ paymentId, balanceAfterCents: null });
      const second = must(await bench.get(`${path}&before=${next}`, token)).body.payments[0];
      expect(second.paymentId).not.to.equal(paymentId);
      expect(await see(token)).to.equal(200);
    });

    it("shows them to the validator and the guardian of the scheme, once they said why", async () => {
      const { beneficiaryId } = mine;
      for (const role of ["validator", "guardian"] as const) {
        const { token } = town.staff[role];
        for (const path of [
          `/payments?beneficiaryId=${beneficiaryId}`,
          `/beneficiaries/${beneficiaryId}/payments`,
          `/beneficiaries/${beneficiaryId}`,
        ]) {
          const early = await bench.get(path, token);
          expect([early.status, early.body.code]).to.deep.equal([403, "look-reason-needed"]);
        }
        const look = { beneficiaryId, reason: "check" };
        must(await bench.post(`/schemes/${town.schemeId}/looks`, look, token));
        must(await bench.get(`/payments?beneficiaryId=${beneficiaryId}`, token));
        must(await bench.get(`/beneficiaries/${beneficiaryId}`, token));
        expect(await see(token)).to.equal(200);
      }
    });

    it("hides them from every other family, shop, role and scheme", async () => {
      const strangers = [
        await bench.logIn((await oneChild()).phone),
        await bench.logIn(other.owner),
        await bench.logIn(await newSigner()),
        town.staff.sponsor.token,
        town.staff.treasurer.token,
        (await newTown()).staff.validator.token,
      ];
      for (const token of strangers) {
        const list = await bench.get(`/payments?beneficiaryId=${mine.beneficiaryId}`, token);
        expect([list.status, list.body.code]).to.deep.equal([403, "forbidden"]);
        const one = await bench.get(`/beneficiaries/${mine.beneficiaryId}`, token);
        expect(one.status).to.equal(403);
        expect(await see(token)).to.equal(404);
      }
    });

    it("hides a shop's payments from all staff: whom they are of is seen after a reason alone", async () => {
      const path = `/payments?shopId=${shop.shopId}`;
      for (const role of STAFF) {
        expect((await bench.get(path, town.staff[role].token)).status, role).to.equal(403);
      }
      const elsewhere = (await newTown()).staff.guardian.token;
      expect((await bench.get(path, elsewhere)).status).to.equal(403);
    });

    it("wants exactly one of family and shop", async () => {
      const token = await bench.logIn(mine.phone);
      const ids = `beneficiaryId=${mine.beneficiaryId}&shopId=${shop.shopId}`;
      for (const query of ["", `?${ids}`, "?shopId=0x12", `?${ids}&colour=red`, "?limit=101"]) {
        expect((await bench.get(`/payments${query}`, token)).status, query).to.equal(400);
      }
    });
  });
});
