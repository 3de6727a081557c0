// Shops through the API: sign-up with its field errors, admission, directory, tills, payouts.
import { expect } from "chai";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../../wallet-web/shared/protocol/iban-commitment.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admit,
  admittedShop,
  type Child,
  family,
  IBANS,
  must,
  openPayment,
  signUpBody,
  signUpShop,
  type Town,
} from "./town.ts";

describe("Shops", () => {
  let bench: Bench;
  let town: Town;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
  });

  describe("signing up", () => {
    it("gives the shop as it stands, and the same again", async () => {
      const owner = await newSigner();
      const { shopId, body } = await signUpBody(bench, owner, { iban: "nl21 rabo 0085 3163 18" });
      const first = must(await bench.post("/shops", body), 201).body;
      expect(first).to.deep.include({ shopId, owner: true, ibanTail: "6318", accounts: [] });
      expect(first.tills.map((till: { address: string }) => till.address)).to.deep.equal([
        owner.address,
      ]);
      expect(must(await bench.post("/shops", body), 200).body).to.deep.equal({
        ...{ ...first, seesMoney: false },
        tills: [],
      });
      const mine = must(await bench.get("/shops/mine", await bench.logIn(owner))).body;
      expect(mine).to.deep.equal(first);
    });

    it("tells whoever sends it again nothing of what became of the shop, and nothing at all of another's", async () => {
      const owner = await newSigner();
      const { shopId, body } = await signUpBody(bench, owner);
      must(await bench.post("/shops", body), 201);
      const shop = { ...body, shopId, owner, iban: body.iban };
      must(await admit(town, shop));
      const [child] = (await family(town)) as [Child];
      const sale = await openPayment(bench, { child, shop, amountCents: 900n });
      must(await bench.post("/payments", sale), 201);
      const named = { name: "Kassa van Piet", seesMoney: true };
      const token = await bench.logIn(owner);
      must(await bench.post(`/shops/${shopId}/tills/${owner.address}`, named, token));

      const again = must(await bench.post("/shops", body), 200);
      expect(again.body).to.deep.include({ shopId, seesMoney: false, tills: [], formerTills: [] });
      expect(again.body.accounts).to.deep.equal([
        {
          ...{ schemeId: town.schemeId, state: "admitted" },
          ...{ owedCents: null, inPayoutCents: null, paidOutCents: null },
        },
      ]);
      expect(again.text).not.to.include("Piet");

      const heir = await newSigner();
      const replace = commands.replaceShopOwner({ shopId, owner: heir.address });
      must(await bench.request(town.staff.validator.signer, replace));
      const late = await bench.post("/shops", body);
      expect([late.status, late.body.code]).to.deep.equal([409, "shop-exists"]);
    });

    it("lets no address sign up without end, and others all the while", async () => {
      const { body } = await signUpBody(bench, await newSigner(), { email: "info@" });
      const from = (sender: string) =>
        bench.call("POST", "/shops", body, { headers: { "x-forwarded-for": sender } });
      for (let turn = 0; turn < 60; turn++)
        expect((await from("203.0.113.7")).status).to.equal(422);
      const refused = await from("203.0.113.7");
      expect([refused.status, refused.body.code]).to.deep.equal([429, "too-many-requests"]);
      expect((await from("203.0.113.8")).status).to.equal(422);
    });

    it("names every wrong field at once", async () => {
      const wrong = { iban: "NL22RABO0085316318", kvkNumber: "1234567", email: "info@" };
      const { body } = await signUpBody(bench, await newSigner(), wrong);
      const answer = await bench.post("/shops", body);
      expect([answer.status, answer.body.code]).to.deep.equal([422, "kvk-number-invalid"]);
      expect(answer.body.errors).to.deep.equal([
        { pointer: "/kvkNumber", code: "kvk-number-invalid" },
        { pointer: "/iban", code: "iban-invalid" },
        { pointer: "/email", code: "email-invalid" },
      ]);
    });

    it("refuses IBANs that can't be paid by SEPA, and numbers that are none", async () => {
      const cases = [
        ["iban", "NL21RABO008531631", "iban-invalid"],
        ["iban", "BR1500000000000010932840814P2", "iban-invalid"],
        ["iban", "", "iban-invalid"],
        ["kvkNumber", "00000000", "kvk-number-invalid"],
        ["kvkNumber", "1234567a", "kvk-number-invalid"],
        ["email", "a b@c.nl", "email-invalid"],
      ] as const;
      for (const [field, value, code] of cases) {
        const { body } = await signUpBody(bench, await newSigner(), { [field]: value });
        const answer = await bench.post("/shops", body);
        expect([answer.status, answer.body.code], value).to.deep.equal([422, code]);
      }
    });

    it("refuses names of 300 characters, unknown categories and unknown fields", async () => {
      for (const change of [{ name: "x".repeat(300) }, { category: "drugs" }, { owner: true }]) {
        const { body } = await signUpBody(bench, await newSigner(), change);
        const answer = await bench.post("/shops", body);
        expect([answer.status, answer.body.code]).to.deep.equal([400, "invalid-request"]);
      }
    });

    it("keeps a script in a name as the text it is", async () => {
      const name = "<script>alert(1)</script>";
      const shop = await admittedShop(town, { name });
      const { shops } = must(await bench.get("/shops")).body;
      const listed = shops.find((one: { shopId: string }) => one.shopId === shop.shopId);
      expect(listed.name).to.equal(name);
    });

    it("refuses a command that registers no shop, or a shop that exists", async () => {
      const owner = await newSigner();
      const wrong = await bench.sign(
        owner,
        commands.pauseScheme({ ...town, reason: "malfunction" }),
      );
      const { body } = await signUpBody(bench, owner, { request: wrong });
      expect((await bench.post("/shops", body)).body.code).to.equal("command-mismatch");
      const { shopId } = await signUpShop(bench);
      const stolen = await bench.sign(owner, commands.registerShop({ shopId }));
      const answer = await bench.post("/shops", { ...body, request: stolen, name: "Dief" });
      expect([answer.status, answer.body.code]).to.deep.equal([409, "shop-exists"]);
    });
  });

  describe("admission", () => {
    it("lists a shop for the staff, and for families once it is admitted", async () => {
      const shop = await signUpShop(bench, { name: "Speelgoedhuis" });
      const path = `/schemes/${town.schemeId}/shops`;
      const ofStaff = async () => {
        const { shops } = must(await bench.get(path, town.staff.validator.token)).body;
        return shops.find((one: { shopId: string }) => one.shopId === shop.shopId);
      };
      const ofPublic = async () => {
        const { shops } = must(await bench.get("/shops")).body;
        return shops.find((one: { shopId: string }) => one.shopId === shop.shopId);
      };
      expect(await ofStaff()).to.include({
        state: "waiting",
        iban: IBANS[0],
        kvkNumber: "12345678",
      });
      expect(await ofPublic()).to.equal(undefined);
      must(await admit(town, shop), 200);
      expect((await ofStaff()).state).to.equal("admitted");
      const listed = await ofPublic();
      expect(listed).to.deep.include({ name: "Speelgoedhuis", schemeIds: [town.schemeId] });
      expect(listed).to.have.all.keys(
        "shopId",
        "name",
        "category",
        "address",
        "openingHours",
        "place",
        "schemeIds",
      );
    });

    it("wants the commitment of the IBAN that the shop gave", async () => {
      const shop = await signUpShop(bench);
      const other = ibanCommitment({ iban: IBANS[1], salt: shop.ibanSalt });
      const answer = await admit(town, shop, other);
      expect([answer.status, answer.body.code]).to.deep.equal([400, "command-mismatch"]);
      must(await admit(town, shop));
      const again = await admit(town, shop);
      expect([again.status, again.body.code]).to.deep.equal([409, "shop-already-admitted"]);
    });

    it("is the validator's of that scheme alone", async () => {
      const shop = await signUpShop(bench);
      const elsewhere = await newTown();
      for (const { token } of [
        town.staff.sponsor,
        town.staff.guardian,
        elsewhere.staff.validator,
      ]) {
        const answer = await admit(
          { ...town, staff: { ...town.staff, validator: { ...town.staff.validator, token } } },
          shop,
        );
        expect([answer.status, answer.body.code]).to.deep.equal([403, "role-missing"]);
      }
      const unknown = { ...shop, shopId: newId() };
      const answer = await admit(town, unknown);
      expect([answer.status, answer.body.code]).to.deep.equal([404, "shop-unknown"]);
    });
  });

  describe("tills", () => {
    it("are found by their address while they may charge", async () => {
      const shop = await admittedShop(town);
      const till = await newSigner();
      const path = `/tills/${till.address}`;
      expect((await bench.get(path)).status).to.equal(404);
      const both = { shopId: shop.shopId, till: till.address };
      must(await bench.request(shop.owner, commands.addTill(both)));
      expect(must(await bench.get(path)).body).to.include({ shopId: shop.shopId });
      const token = await bench.logIn(till);
      expect(must(await bench.get("/shops/mine", token)).body).to.include({ owner: false });
      must(await bench.request(shop.owner, commands.removeTill(both)));
      expect((await bench.get(path)).status).to.equal(404);
      const mine = await bench.get("/shops/mine", token);
      expect([mine.status, mine.body.code]).to.deep.equal([410, "till-removed"]);
    });
  });

  describe("payouts", () => {
    it("are shown to the shop and to the staff of its scheme", async () => {
      const shop = await admittedShop(town);
      const path = `/shops/${shop.shopId}/payouts`;
      for (const token of [await bench.logIn(shop.owner), town.staff.treasurer.token]) {
        expect(must(await bench.get(path, token)).body).to.deep.equal({ payouts: [] });
      }
      const stranger = await bench.logIn(await newSigner());
      expect((await bench.get(path, stranger)).status).to.equal(403);
      expect((await bench.get(path)).status).to.equal(401);
    });

    it("say how far each is, also one that the treasurer opened", async () => {
      const shop = await admittedShop(town);
      const [child] = (await family(town)) as [Child];
      must(
        await bench.post("/payments", await openPayment(bench, { child, shop, amountCents: 900n })),
      );
      const { schemeId, staff } = town;
      const ids = { schemeId, shopId: shop.shopId, payoutId: newId() };
      const open = commands.openPayout({ ...ids, amountCents: 900n });
      await bench.chain.send(staff.treasurer.signer, open);
      const shown = async () => {
        const path = `/shops/${shop.shopId}/payouts`;
        return must(await bench.get(path, await bench.logIn(shop.owner))).body.payouts[0];
      };
      expect(await shown()).to.include({
        ...ids,
        amountCents: "900",
        state: "APPROVED",
        bookedAt: null,
      });
      const bankReference = `0x${"cd".repeat(32)}` as const;
      const settle = commands.settlePayout({ payoutId: ids.payoutId, bankReference });
      await bench.chain.send(staff.treasurer.signer, settle);
      expect((await shown()).state).to.equal("BOOKED");
      const giveBack = commands.returnPayout({ payoutId: ids.payoutId, bankReason: "0x41433034" });
      const answer = await bench.request(staff.treasurer.signer, giveBack);
      expect([answer.status, answer.body.code]).to.deep.equal([400, "command-mismatch"]);
      expect((await shown()).state).to.equal("BOOKED");
      const elsewhere = (await newTown()).staff.treasurer.token;
      const hidden = must(await bench.get(`/shops/${shop.shopId}/payouts`, elsewhere)).body;
      expect(hidden).to.deep.equal({ payouts: [] });
    });
  });
});
