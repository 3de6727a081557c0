// Accepting without a connection, at the server: who sets it, what is kept of a refusal, who bears it and who may see it.
import { expect } from "chai";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { OfflineTerms } from "../../../wallet-web/shared/protocol/offline-terms.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { newSigner } from "../../helpers/chain.ts";
import type { Answer, Bench } from "./bench.ts";
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
  STAFF,
  type Town,
} from "./town.ts";

const MUNICIPALITY: OfflineTerms = {
  carrier: "municipality",
  perPaymentCents: 30_000n,
  perDayCents: 40_000n,
};

describe("Accepting without a connection", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let other: Shop;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
  });
  beforeEach(async () => {
    town = await newTown();
    [shop, other] = await Promise.all([admittedShop(town), admittedShop(town)]);
  });

  const now = () => Math.floor(bench.services.clock.now() / 1000);
  const codeOf = ({ status, body }: Answer) => [status, body?.code];
  const oneChild = async () => (await family(town))[0] as Child;

  const termsBody = (
    terms: OfflineTerms,
    given: { signer?: Signer; at?: number; schemeId?: Hex } = {},
  ) => offlineTermsBody(town, terms, { at: now(), ...given });
  const post = (body: unknown, token = town.staff.sponsor.token) =>
    bench.post(`/schemes/${town.schemeId}/offline-terms`, body, token);
  const shown = async () => {
    const { schemes } = must(await bench.get("/deployment")).body;
    return schemes.find((one: { schemeId: Hex }) => one.schemeId === town.schemeId).offline;
  };
  /** Decided a moment ago, so that what is accepted now falls under it. */
  const allow = async (terms: OfflineTerms) =>
    must(await post(await termsBody(terms, { at: now() - 60 })));
  const refusals = async (token = town.staff.sponsor.token) =>
    bench.get(`/schemes/${town.schemeId}/offline-refusals`, token);
  const late = async (given: {
    child: Child;
    at: Shop;
    amountCents: bigint;
    acceptedAt?: number;
  }) => ({
    ...(await openPayment(bench, { ...given, shop: given.at })),
    acceptedAt: given.acceptedAt ?? now() - 30,
  });
  const refused = async (body: unknown, code: string, carriedBy: string | undefined) => {
    const answer = await bench.post("/payments", body);
    expect([answer.body.code, answer.body.params?.carriedBy], answer.text).to.deep.equal([
      code,
      carriedBy,
    ]);
  };

  describe("is set", () => {
    it("by the sponsor alone, and is never before", async () => {
      expect(await shown()).to.equal(null);
      const others: [string, Signer, string][] = [
        ["stranger", await newSigner(), ""],
        ["shop", shop.owner, ""],
        ...STAFF.filter((role) => role !== "sponsor").map((role): [string, Signer, string] => [
          role,
          town.staff[role].signer,
          town.staff[role].token,
        ]),
      ];
      for (const [who, signer, token] of others) {
        const answer = await post(
          await termsBody(MUNICIPALITY, { signer }),
          token || (await bench.logIn(signer)),
        );
        expect(codeOf(answer), who).to.deep.equal([403, "role-missing"]);
      }
      expect(await shown()).to.equal(null);
      must(await post(await termsBody(MUNICIPALITY)));
      expect(await shown()).to.deep.equal({
        carrier: "municipality",
        perPaymentCents: "30000",
        perDayCents: "40000",
      });
    });

    it("only by the signature of the one who is logged in, over just that", async () => {
      const elsewhere = await newTown();
      const body = await termsBody(MUNICIPALITY);
      expect(codeOf(await post({ ...body, perDayCents: "40001" }))).to.deep.equal([
        400,
        "signature-invalid",
      ]);
      const ofOther = await termsBody(MUNICIPALITY, { schemeId: elsewhere.schemeId });
      expect(codeOf(await post(ofOther))).to.deep.equal([400, "signature-invalid"]);
      const { token } = town.staff.treasurer;
      expect(codeOf(await post(body, token))).to.deep.equal([400, "signer-mismatch"]);
    });

    it("not with a payment above the day's limit", async () => {
      const body = await termsBody({ ...MUNICIPALITY, perDayCents: 29_999n });
      expect(codeOf(await post(body))).to.deep.equal([400, "invalid-request"]);
    });

    it("again by a newer decision, and never back by an older one", async () => {
      const first = await termsBody(MUNICIPALITY, { at: now() - 10 });
      const never = { carrier: "shop", perPaymentCents: 0n, perDayCents: 0n } as const;
      must(await post(first));
      must(await post(await termsBody(never)));
      expect(codeOf(await post(first))).to.deep.equal([422, "decision-stale"]);
      const old = await termsBody(MUNICIPALITY, { at: now() - 601 });
      expect(codeOf(await post(old))).to.deep.equal([422, "decision-stale"]);
      expect(await shown()).to.deep.equal({
        carrier: "shop",
        perPaymentCents: "0",
        perDayCents: "0",
      });
    });
  });

  it("is paid when sent, once, and is no refusal", async () => {
    await allow(MUNICIPALITY);
    const body = await late({ child: await oneChild(), at: shop, amountCents: 1_000n });
    must(await bench.post("/payments", body), 201);
    must(await bench.post("/payments", body), 200);
    expect(must(await refusals()).body).to.deep.equal({
      refusals: [],
      total: 0,
      municipalityCents: "0",
      settledCents: "0",
      shopCents: "0",
    });
  });

  it("shows a budget that was spent twice at the desk, for whoever bears it, and the ledger adds up", async () => {
    await allow(MUNICIPALITY);
    const child = await oneChild();
    must(await bench.post("/payments", await late({ child, at: shop, amountCents: 30_000n })), 201);
    const second = await late({ child, at: other, amountCents: 20_000n });

    await refused(second, "insufficient-budget", "municipality");
    await refused(second, "insufficient-budget", "municipality");

    const { body } = must(await refusals());
    expect(body).to.include({ total: 1, municipalityCents: "20000", shopCents: "0" });
    const [row] = body.refusals;
    expect(row).to.include({
      shopId: other.shopId,
      till: other.owner.address,
      amountCents: "20000",
      code: "insufficient-budget",
      carrier: "municipality",
      acceptedAt: second.acceptedAt,
    });
    expect(JSON.stringify(body)).to.not.include(child.beneficiaryId.slice(2));
    const overview = await bench.get(
      `/schemes/${town.schemeId}/overview`,
      town.staff.sponsor.token,
    );
    expect(must(overview).body.conservation.holds).to.equal(true);
  });

  it("is the shop's above the limits, before the decision, outside the code's time, or for its own mistake", async () => {
    await allow({ ...MUNICIPALITY, perPaymentCents: 25_000n });
    const child = await oneChild();
    must(await bench.post("/payments", await late({ child, at: shop, amountCents: 30_000n })), 201);
    const cases: [string, Awaited<ReturnType<typeof late>>, string][] = [
      ["payment", await late({ child, at: other, amountCents: 25_001n }), "shop"],
      ["in time", await late({ child, at: other, amountCents: 25_000n }), "municipality"],
      ["day", await late({ child, at: other, amountCents: 15_001n }), "shop"],
      ["rest of the day", await late({ child, at: other, amountCents: 15_000n }), "municipality"],
      [
        "too early",
        await late({ child, at: shop, amountCents: 1n, acceptedAt: now() - 61 }),
        "shop",
      ],
      [
        "too late",
        await late({ child, at: shop, amountCents: 2n, acceptedAt: now() + 900 }),
        "shop",
      ],
    ];
    for (const [what, body, carrier] of cases) {
      const answer = await bench.post("/payments", body);
      expect([answer.body.code, answer.body.params?.carriedBy], what).to.deep.equal([
        "insufficient-budget",
        carrier,
      ]);
    }
    expect(must(await refusals()).body.municipalityCents).to.equal("40000");
  });

  it("is the shop's when the same code paid there, and the municipality's when it paid elsewhere", async () => {
    await allow(MUNICIPALITY);
    const first = await late({ child: await oneChild(), at: shop, amountCents: 1_000n });
    const { paymentId } = must(await bench.post("/payments", first), 201).body;
    const again = await chargeOn(bench, paymentId, { shop, amountCents: 900n });
    const elsewhere = await chargeOn(bench, paymentId, { shop: other, amountCents: 900n });
    await refused({ ...first, ...again }, "authorisation-used", "shop");
    await refused({ ...first, ...elsewhere }, "authorisation-used", "municipality");
  });

  it("is paid once when two tills of one shop accepted one code for one amount", async () => {
    await allow(MUNICIPALITY);
    const second = await newSigner();
    const { shopId } = shop;
    const add = commands.addTill({ shopId, till: second.address });
    must(await bench.request(shop.owner, add));
    const first = await late({ child: await oneChild(), at: shop, amountCents: 1_000n });
    const { paymentId } = must(await bench.post("/payments", first), 201).body;
    const again = await chargeOn(bench, paymentId, {
      shop: { ...shop, owner: second },
      amountCents: 1_000n,
    });
    await refused({ ...first, ...again }, "authorisation-used", "shop");
    must(await bench.post("/payments", first), 200);
  });

  it("keeps nothing of a key that is no till, of a forged code, or of a payment with a connection", async () => {
    await allow(MUNICIPALITY);
    const child = await oneChild();
    const stranger = { ...shop, owner: await newSigner() };
    await refused(await late({ child, at: stranger, amountCents: 1n }), "till-unknown", "shop");
    const forged = await late({ child, at: shop, amountCents: 1n });
    forged.signature = { ...forged.signature, r: `0x${"11".repeat(32)}` };
    await refused(forged, "signature-invalid", undefined);
    const { acceptedAt: _, ...online } = await late({ child, at: shop, amountCents: 30_001n });
    await refused(online, "insufficient-budget", undefined);
    expect(must(await refusals()).body.total).to.equal(0);
  });

  it("is gone from the list when it was paid after all", async () => {
    await allow(MUNICIPALITY);
    const child = await oneChild();
    const { signer } = town.staff.guardian;
    const { beneficiaryId } = child;
    const freeze = commands.freezeBeneficiary({ beneficiaryId, reason: "at-own-request" });
    must(await bench.request(signer, freeze));
    const body = await late({ child, at: shop, amountCents: 1_000n });
    await refused(body, "beneficiary-not-usable", "municipality");
    expect(must(await refusals()).body.total).to.equal(1);
    const lift = commands.unfreezeBeneficiary({ beneficiaryId, reason: "resolved" });
    must(await bench.request(signer, lift));
    must(await bench.post("/payments", body), 201);
    expect(must(await refusals()).body).to.include({ total: 0, municipalityCents: "0" });
  });

  it("is shown and given as a file to sponsor and treasurer alone", async () => {
    await allow(MUNICIPALITY);
    const child = await oneChild();
    await refused(
      await late({ child, at: shop, amountCents: 30_001n }),
      "insufficient-budget",
      "shop",
    );
    const csvPath = `/schemes/${town.schemeId}/offline-refusals.csv`;
    for (const role of ["sponsor", "treasurer"] as const) {
      const { token } = town.staff[role];
      expect(must(await refusals(token)).body.shopCents).to.equal("30001");
      const csv = must(await bench.get(csvPath, token)).text;
      expect(csv)
        .to.contain("300,01")
        .and.to.contain("winkel")
        .and.to.contain("insufficient-budget");
    }
    const tokens = [
      ...(["validator", "guardian"] as const).map((role) => town.staff[role].token),
      await bench.logIn(shop.owner),
      await bench.logIn(child.phone),
    ];
    for (const token of tokens) {
      expect(codeOf(await refusals(token))).to.deep.equal([403, "role-missing"]);
      expect(codeOf(await bench.get(csvPath, token))).to.deep.equal([403, "role-missing"]);
    }
  });
});
