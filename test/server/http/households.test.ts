// Families at the desk: found without seeing more than that needs, and looked at with a reason.
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { accessLog, paymentRefusals } from "../../../server/store/schema/access.ts";
import { payments } from "../../../server/store/schema/projections.ts";
import { createHouseholds, UNUSED_SECONDS } from "../../../server/validator/households.ts";
import { LOOK_SECONDS } from "../../../server/validator/looks.ts";
import { createVault } from "../../../server/validator/vault.ts";
import { fromHex, type Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Answer, Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  appoint,
  type Child,
  CSV_HEADER,
  family,
  must,
  openPayment,
  refundOf,
  register,
  registration,
  type Shop,
  type Town,
  uploadCsv,
} from "./town.ts";

const codeOf = (answer: Answer) => [answer.status, answer.body.code];
const OTHERS = ["sponsor", "treasurer"] as const;

describe("Families at the desk", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let path: string;
  let validator: string;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town);
    path = `/schemes/${town.schemeId}`;
    validator = town.staff.validator.token;
  });

  /** Households in the order of their letters; the last is the newest. */
  const lastHousehold = async () =>
    must(await bench.get(`${path}/households?limit=500`, validator)).body.households.at(-1);
  const newFamily = async (children = 1) => {
    const made = await family(town, children);
    return { children: made as [Child, ...Child[]], household: await lastHousehold() };
  };
  const look = (householdId: string, token: string, more: object = {}) =>
    bench.post(`${path}/looks`, { householdId, reason: "called", ...more }, token);
  const show = (householdId: string, token = validator) =>
    bench.get(`${path}/households/${householdId}`, token);

  describe("finding", () => {
    it("finds one by its client number, however it is typed, and by its letter's number", async () => {
      const { household } = await newFamily();
      const find = async (number: string) =>
        must(await bench.post(`${path}/household-searches`, { number }, validator)).body.households;
      const { clientNumber, letterNumber } = household;
      const typed = ` ${clientNumber.toLowerCase().replace("-", " - ")} `;
      expect(await find(clientNumber)).to.deep.equal([household]);
      expect(await find(typed)).to.deep.equal([household]);
      expect(await find(String(letterNumber))).to.deep.equal([household]);
      expect(await find("bestaat-niet")).to.deep.equal([]);
      expect(await find("99999999999999999999")).to.deep.equal([]);
    });

    it("lists all in the order that is asked for, and then a page of them", async () => {
      for (let made = 0; made < 3; made++) await newFamily();
      const ask = async (query: string) => {
        const { body } = must(await bench.get(`${path}/households?${query}`, validator));
        return body.households.map((one: { letterNumber: number }) => one.letterNumber);
      };
      const upwards: number[] = await ask("limit=500");
      expect(upwards).to.deep.equal(upwards.toSorted((one, other) => one - other));
      expect(await ask("sort=letter&limit=2")).to.deep.equal(upwards.slice(0, 2));
      expect(await ask("sort=-letter&limit=2")).to.deep.equal(upwards.toReversed().slice(0, 2));
      expect(await ask("sort=-letter&limit=2&offset=1")).to.deep.equal(
        upwards.toReversed().slice(1, 3),
      );
      const byDay = await ask("sort=-since&limit=500");
      expect(byDay).to.have.members(upwards);
      const wrong = await bench.get(`${path}/households?sort=clientNumber`, validator);
      expect(codeOf(wrong)).to.deep.equal([400, "invalid-request"]);
    });

    it("tells the letters' numbers of children, of this scheme alone", async () => {
      const { children, household } = await newFamily(2);
      const beneficiaryIds = [...children.map((child) => child.beneficiaryId), newId()];
      const ask = async (town: Town, token = town.staff.validator.token) =>
        must(
          await bench.post(`/schemes/${town.schemeId}/letter-numbers`, { beneficiaryIds }, token),
        ).body.letters;
      const letters = await ask(town);
      expect(letters).to.have.length(2);
      expect(letters[0].letterNumber).to.equal(household.letterNumber);
      expect(await ask(await newTown())).to.deep.equal([]);

      const colleague = await bench.logIn(await appoint(bench, town.schemeId, "validator"));
      expect(await ask(town, colleague), "who registered none, and gave no reason").to.deep.equal(
        [],
      );
      const look = { beneficiaryId: beneficiaryIds[0], reason: "called" };
      must(await bench.post(`/schemes/${town.schemeId}/looks`, look, colleague));
      expect(await ask(town, colleague)).to.deep.equal(letters);
    });

    it("lists families with a budget that nobody began, and those that long paid nothing", async () => {
      const importId = must(await uploadCsv(town, `${CSV_HEADER}\r\nNB-1;x;2;nl`)).body.importId;
      const { body, children } = await registration(town, { importId, row: 2, children: 2 });
      must(await register(town, body), 201);
      const listed = async (show: string) =>
        must(
          await bench.get(`${path}/households?show=${show}&limit=500`, validator),
        ).body.households.map((one: { clientNumber: string }) => one.clientNumber);
      const { household } = await newFamily();
      expect(await listed("not-started")).to.deep.equal(["NB-1"]);
      expect(await listed("unused")).to.deep.equal([]);
      expect(await listed("all")).to.include.members(["NB-1", household.clientNumber]);
      // One child alone stays listed, until it began; and again once it got another code.
      for (const [index, { beneficiaryId, code, phone }] of children.entries()) {
        const activate = commands.activate({ beneficiaryId, device: phone.address });
        must(await bench.request(code, activate));
        expect(await listed("not-started")).to.deep.equal(index === 0 ? ["NB-1"] : []);
      }
      const { beneficiaryId } = children[1] as Child;
      const { address: activationKey } = await newSigner();
      const reissue = commands.reissueLoginCode({ beneficiaryId, activationKey });
      must(await bench.request(town.staff.validator.signer, reissue));
      expect(await listed("not-started")).to.deep.equal(["NB-1"]);
      expect(codeOf(await bench.get(`${path}/households?show=lazy`, validator))).to.deep.equal([
        400,
        "invalid-request",
      ]);
    });

    it("counts a family as unused from the first second after two months", async () => {
      const { dataKey, database, random } = bench.services;
      const vault = createVault({ dataKey: fromHex(dataKey), random });
      const { children, household } = await newFamily();
      const sale = await openPayment(bench, { child: children[0], shop, amountCents: 100n });
      const { paymentId } = must(await bench.post("/payments", sale), 201).body;
      const [{ paidAt = 0 } = {}] = await database
        .select({ paidAt: payments.paidAt })
        .from(payments)
        .where(eq(payments.paymentId, paymentId));
      const isListed = async (now: number) => {
        const query = { schemeId: town.schemeId, show: "unused", offset: 0, limit: 500 } as const;
        const page = await createHouseholds({ database, vault, now: () => now }).list(query);
        return page.households.some((one) => one.householdId === household.householdId);
      };
      expect(await isListed(paidAt + UNUSED_SECONDS - 1)).to.equal(false);
      expect(await isListed(paidAt + UNUSED_SECONDS)).to.equal(true);
    });

    it("is the validator's alone", async () => {
      const asks = (token: string) => [
        bench.get(`${path}/households`, token),
        bench.post(`${path}/household-searches`, { number: "1" }, token),
        bench.post(`${path}/letter-numbers`, { beneficiaryIds: [newId()] }, token),
        show(newId(), token),
      ];
      const elsewhere = (await newTown()).staff.validator.token;
      const admin = await bench.logIn(bench.chain.admin);
      const tokens = [...OTHERS, "guardian" as const].map((role) => town.staff[role].token);
      for (const token of [...tokens, elsewhere, admin]) {
        for (const answer of await Promise.all(asks(token))) {
          expect(codeOf(answer)).to.deep.equal([403, "role-missing"]);
        }
      }
    });
  });

  describe("looking", () => {
    it("asks a reason first, once in a quarter of an hour", async () => {
      const { household } = await newFamily();
      const { householdId } = household;
      expect(codeOf(await show(householdId))).to.deep.equal([403, "look-reason-needed"]);
      const { endsAt } = must(await look(householdId, validator)).body;
      expect(must(await show(householdId)).body.lookEndsAt).to.equal(endsAt);
      expect(must(await look(householdId, validator, { reason: "check" })).body.endsAt).to.equal(
        endsAt,
      );
      const { database } = bench.services;
      const kept = () =>
        database.select().from(accessLog).where(eq(accessLog.householdId, householdId));
      expect(await kept()).to.have.length(1);
      const past = Math.floor(Date.now() / 1000) - LOOK_SECONDS;
      await database
        .update(accessLog)
        .set({ at: past })
        .where(eq(accessLog.householdId, householdId));
      expect(codeOf(await show(householdId))).to.deep.equal([403, "look-reason-needed"]);
      must(await look(householdId, validator));
      expect(await kept()).to.have.length(2);
    });

    it("takes a reason of the list and a note of at most 100 characters, for a family of the scheme", async () => {
      const { household } = await newFamily();
      const { householdId } = household;
      for (const wrong of [
        { reason: "curious" },
        { note: "x".repeat(101) },
        { beneficiaryId: newId() },
        { householdId: undefined },
      ]) {
        expect(codeOf(await look(householdId, validator, wrong))).to.deep.equal([
          400,
          "invalid-request",
        ]);
      }
      expect(codeOf(await look(newId(), validator))).to.deep.equal([404, "not-found"]);
      const other = await newTown();
      const { token } = other.staff.validator;
      const elsewhere = await bench.post(
        `/schemes/${other.schemeId}/looks`,
        { householdId, reason: "called" },
        token,
      );
      expect(codeOf(elsewhere)).to.deep.equal([404, "not-found"]);
      const admin = await bench.logIn(bench.chain.admin);
      for (const refused of [...OTHERS.map((role) => town.staff[role].token), token, admin]) {
        expect(codeOf(await look(householdId, refused))).to.deep.equal([403, "role-missing"]);
      }
      must(await look(householdId, validator, { note: "x".repeat(100) }));
    });

    it("answers a caller: balance, payments with what came back, devices, and why one was refused", async () => {
      const { children, household } = await newFamily(2);
      const [, second] = children as unknown as [Child, Child];
      const sale = await openPayment(bench, { child: second, shop, amountCents: 1_000n });
      const { paymentId } = must(await bench.post("/payments", sale), 201).body as {
        paymentId: Hex;
      };
      const refund = await refundOf(bench, { shop, child: second, paymentId, amountCents: 250n });
      must(await bench.post("/refunds", refund));
      const much = await openPayment(bench, { child: second, shop, amountCents: 90_000n });
      expect((await bench.post("/payments", much)).body.code).to.equal("insufficient-budget");

      must(await look(household.householdId, validator));
      const seen = must(await show(household.householdId)).body;

      expect(seen).to.include({
        clientNumber: household.clientNumber,
        letterNumber: household.letterNumber,
        language: "nl",
      });
      expect(
        seen.beneficiaries.map((one: { balanceCents: string }) => one.balanceCents),
      ).to.deep.equal(["30000", "29250"]);
      expect(seen.beneficiaries[1].devices).to.have.length(1);
      expect(seen.beneficiaries[1].devices[0].removedAt).to.equal(null);
      expect(seen.payments).to.have.length(1);
      expect(seen.payments[0]).to.include({
        child: 2,
        shopName: "Schoenhandel Jansen & Zoon",
        amountCents: "1000",
        refundedCents: "250",
      });
      expect(seen.refusals).to.have.length(1);
      expect(seen.refusals[0]).to.include({
        child: 2,
        shopName: "Schoenhandel Jansen & Zoon",
        amountCents: "90000",
        code: "insufficient-budget",
      });
      expect(Object.values(seen.refusals[0].params)).to.include("90000");
    });

    it("keeps the three last refusals of an account, each once, and none of an unknown one", async () => {
      const { children, household } = await newFamily();
      const [child] = children;
      const refuse = async (payer: Child, amountCents: bigint) => {
        const body = await openPayment(bench, { child: payer, shop, amountCents });
        expect((await bench.post("/payments", body)).status).to.be.within(400, 499);
        expect((await bench.post("/payments", body)).status).to.be.within(400, 499);
      };
      for (const amountCents of [31_000n, 32_000n, 33_000n, 34_000n]) {
        await refuse(child, amountCents);
      }
      await refuse({ ...child, beneficiaryId: newId() }, 35_000n);
      must(await look(household.householdId, validator));
      const { refusals } = must(await show(household.householdId)).body;
      const amounts = refusals.map((one: { amountCents: string }) => Number(one.amountCents));
      expect(amounts).to.have.length(3);
      expect(amounts).not.to.include(35_000);
      const unknown = await bench.services.database
        .select()
        .from(paymentRefusals)
        .where(eq(paymentRefusals.amountCents, 35_000n));
      expect(unknown).to.deep.equal([]);
    });
  });
});
