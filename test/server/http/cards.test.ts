// Printed cards through the API: a family without a phone pays; wrong PINs count and block; the desk sees, blocks and unblocks.
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { cardPins } from "../../../server/store/schema/cards.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { PIN_ATTEMPTS, signerOfCard } from "../../../wallet-web/shared/protocol/card.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { newId } from "../../helpers/chain.ts";
import type { Answer, Bench } from "./bench.ts";
import {
  allowCards,
  ask,
  attempt,
  type Card,
  issueCard,
  openTill,
  payByCard,
  phonelessFamily,
  settle,
  type Till,
  wrongPin,
} from "./card-town.ts";
import { newTown, sharedBench } from "./shared.ts";
import { admittedShop, BUDGET_CENTS, family, must, type Shop, type Town } from "./town.ts";

const codeOf = (answer: Answer) => [answer.status, answer.body.code];

describe("Printed cards", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let till: Till;

  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    await allowCards(town);
    shop = await admittedShop(town);
    till = await openTill(town, shop);
  });

  const newCard = async () => issueCard(town, await phonelessFamily(town));
  const attemptsOf = async ({ lookUpId }: Card) => {
    const [row] = await bench.services.database
      .select()
      .from(cardPins)
      .where(eq(cardPins.lookUpId, lookUpId));
    return row?.attempts;
  };
  const household = async () => {
    const { validator } = town.staff;
    const path = `/schemes/${town.schemeId}`;
    const all = must(await bench.get(`${path}/households?limit=500`, validator.token));
    const { householdId } = all.body.households.at(-1);
    must(await bench.post(`${path}/looks`, { householdId, reason: "called" }, validator.token));
    return must(await bench.get(`${path}/households/${householdId}`, validator.token)).body;
  };
  const unblock = async (beneficiaryId: Hex, by: "validator" | "guardian" = "validator") => {
    const { signer, token } = town.staff[by];
    const command = commands.unblockCard({ beneficiaryId, reason: "at-own-request" });
    const request = await bench.sign(signer, command);
    return bench.post(`/schemes/${town.schemeId}/card-unblocks`, { request }, token);
  };

  describe("paying", () => {
    it("pays for a family without a phone, once however often it is sent", async () => {
      const card = await newCard();
      const begun = await attempt(town, { card, till });
      expect(begun.body.attemptsLeft).to.equal(PIN_ATTEMPTS - 1);
      const paid = must(await settle(town, till, begun), 201);
      expect(paid.body).to.include({
        amountCents: "1250",
        shopId: shop.shopId,
        kind: "card",
      });
      expect(paid.body.balanceAfterCents).to.equal(null);
      const again = must(await settle(town, till, begun), 200);
      expect(again.body.paymentId).to.equal(paid.body.paymentId);
      expect(await attemptsOf(card)).to.equal(0);
      const [child] = (await household()).beneficiaries;
      expect(child.balanceCents).to.equal(String(BUDGET_CENTS - 1_250n));
      expect(child.card).to.deep.include({
        ...{ state: "active", wrongPins: 0, spentTodayCents: "1250" },
        ...{ paymentLimitCents: "2000", dayLimitCents: "5000" },
      });
      expect(child.devices).to.deep.equal([]);
    });

    it("says before the PIN is asked what stands in the way, and counts nothing", async () => {
      const card = await newCard();
      const lookUp = (changes: object) =>
        bench.post(
          "/card-lookups",
          { lookUpId: card.lookUpId, shopId: shop.shopId, amountCents: "100", ...changes },
          till.token,
        );
      expect(must(await lookUp({})).body).to.deep.equal({ attemptsLeft: 3 });
      const above = await lookUp({ amountCents: "2001" });
      expect(codeOf(above)).to.deep.equal([409, "card-payment-limit"]);
      expect(above.body.params).to.deep.equal({ requestedCents: "2001", limitCents: "2000" });
      expect(codeOf(await lookUp({ lookUpId: newId() }))).to.deep.equal([409, "card-unknown"]);
      expect(await attemptsOf(card)).to.equal(0);
    });

    it("stops at the day's limit with what is left, whichever till asks", async () => {
      const card = await newCard();
      const other = await openTill(town, await admittedShop(town));
      for (const at of [till, other]) {
        must(await payByCard(town, { card, till: at, amountCents: 2_000n }), 201);
      }
      const above = await payByCard(town, { card, till, amountCents: 1_500n });
      expect(codeOf(above)).to.deep.equal([409, "card-day-limit"]);
      expect(above.body.params).to.include({ leftCents: "1000", limitCents: "5000" });
      must(await payByCard(town, { card, till, amountCents: 1_000n }), 201);
    });

    it("keeps to the day's limit when several tills pay at once", async () => {
      const card = await newCard();
      // All three begin before any of them pays.
      const tries = await Promise.all(
        [1, 2, 3].map(() => attempt(town, { card, till, amountCents: 2_000n })),
      );
      const answers = await Promise.all(tries.map((one) => settle(town, till, one)));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([201, 201, 409]);
      const refused = answers.find(({ status }) => status === 409) as Answer;
      expect(refused.body.code).to.equal("card-day-limit");
    });

    it("gives attempts back when the PIN was right and the budget was not enough", async () => {
      const card = await newCard();
      const { signer } = town.staff.validator;
      const { beneficiaryId } = card;
      const close = commands.freezeBeneficiary({ beneficiaryId, reason: "unspecified" });
      must(await bench.request(signer, close));
      const refused = await payByCard(town, { card, till });
      expect(codeOf(refused)).to.deep.equal([409, "beneficiary-not-usable"]);
      expect(await attemptsOf(card)).to.equal(0);
      expect((await household()).refusals[0]).to.include({ code: "beneficiary-not-usable" });
    });

    it("shows the family with a phone its card, its limits and that it is no phone", async () => {
      const [child] = await family(town);
      if (!child) throw new Error("no child");
      const card = await issueCard(town, child.beneficiaryId);
      must(await payByCard(town, { card, till, amountCents: 300n }), 201);
      const token = await bench.logIn(child.phone);
      const shown = must(await bench.get(`/beneficiaries/${child.beneficiaryId}`, token)).body;
      expect(shown.devices).to.have.length(1);
      expect(shown.card).to.include({ state: "active", spentTodayCents: "300" });
      const { beneficiaryId } = child;
      const remove = commands.removeDevice({ beneficiaryId, device: shown.card.card });
      must(await bench.request(child.phone, remove));
      expect(codeOf(await payByCard(town, { card, till }))).to.deep.equal([409, "card-unknown"]);
      const after = must(await bench.get(`/beneficiaries/${beneficiaryId}`, token)).body;
      expect([after.card, after.devices.length]).to.deep.equal([null, 1]);
    });
  });

  describe("a till that remembered code and PIN", () => {
    it("takes at most the day's limit, which the family and the desk see", async () => {
      const [child] = await family(town);
      if (!child) throw new Error("no child");
      const card = await issueCard(town, child.beneficiaryId);
      let takenCents = 0n;
      let last: Answer;
      do {
        last = await payByCard(town, { card, till, amountCents: 700n });
        if (last.status === 201) takenCents += 700n;
      } while (last.status === 201 && takenCents < 30_000n);
      expect(codeOf(last)).to.deep.equal([409, "card-day-limit"]);
      expect(takenCents).to.equal(4_900n);
      const token = await bench.logIn(child.phone);
      const path = `/beneficiaries/${child.beneficiaryId}`;
      const told = must(await bench.get(path, token)).body;
      expect(told.card).to.include({ spentTodayCents: "4900", dayLimitCents: "5000" });
      const payments = must(await bench.get(`${path}/payments`, token)).body.payments;
      expect(payments).to.have.length(7);
      const shown = (await household()).beneficiaries.find(
        (one: { beneficiaryId: Hex }) => one.beneficiaryId === child.beneficiaryId,
      );
      expect(shown.card).to.include({ spentTodayCents: "4900", dayLimitCents: "5000" });
    });
  });

  describe("wrong PINs", () => {
    it("take nothing, say how many tries are left, and block the card at three", async () => {
      const card = await newCard();
      const pin = wrongPin(card);
      for (const left of ["2", "1"]) {
        const wrong = await payByCard(town, { card, till, pin });
        expect(codeOf(wrong)).to.deep.equal([409, "card-pin-wrong"]);
        expect(wrong.body.params).to.deep.equal({ attemptsLeft: left });
      }
      const third = await payByCard(town, { card, till, pin });
      expect(codeOf(third)).to.deep.equal([409, "card-pin-blocked"]);
      const right = await payByCard(town, { card, till });
      expect(codeOf(right)).to.deep.equal([409, "card-pin-blocked"]);
      expect((await household()).beneficiaries[0]).to.deep.include({
        balanceCents: String(BUDGET_CENTS),
      });
      expect((await household()).beneficiaries[0].card).to.include({
        ...{ state: "pin-blocked", wrongPins: 3 },
      });
      must(await unblock(card.beneficiaryId));
      must(await payByCard(town, { card, till }), 201);
    });

    it("are forgotten after a right one", async () => {
      const card = await newCard();
      for (let round = 0; round < 2; round++) {
        await payByCard(town, { card, till, pin: wrongPin(card) });
        await payByCard(town, { card, till, pin: wrongPin(card) });
        must(await payByCard(town, { card, till, amountCents: 10n }), 201);
      }
      expect(await attemptsOf(card)).to.equal(0);
    });

    it("get no more answers than there are attempts when many ask at once", async () => {
      const card = await newCard();
      const asked = await Promise.all(Array.from({ length: 12 }, () => ask(town, { card, till })));
      const statuses = asked.map(({ answer }) => answer.status);
      expect(statuses.filter((status) => status === 201)).to.have.length(PIN_ATTEMPTS);
      expect(await attemptsOf(card)).to.equal(PIN_ATTEMPTS);
    });

    it("count when they are tried and not finished", async () => {
      const card = await newCard();
      for (let i = 0; i < PIN_ATTEMPTS; i++) must((await ask(town, { card, till })).answer, 201);
      const next = await ask(town, { card, till });
      expect(codeOf(next.answer)).to.deep.equal([409, "card-pin-blocked"]);
    });

    it("aren't given back by a signature that is sent again, nor by an older attempt", async () => {
      const card = await newCard();
      const { signer } = town.staff.validator;
      const { beneficiaryId } = card;
      const first = await attempt(town, { card, till });
      await ask(town, { card, till, pin: wrongPin(card) });
      // The budget is frozen: the payment is refused, so its signature can be sent again.
      must(
        await bench.request(
          signer,
          commands.freezeBeneficiary({ beneficiaryId, reason: "unspecified" }),
        ),
      );
      for (let i = 0; i < 3; i++) {
        const refused = await settle(town, till, first);
        expect(refused.body.code).to.equal("beneficiary-not-usable");
        expect(await attemptsOf(card), "the guess after it").to.equal(1);
      }
    });

    it("can't be tried beside the server: its answer to one PIN serves no other", async () => {
      const card = await newCard();
      const { answer, blind, typed } = await ask(town, { card, till, pin: wrongPin(card) });
      const right = { ...typed, pin: card.pin };
      const guessed = await signerOfCard(right, blind, answer.body.evaluated);
      const body = { body: answer.body, key: guessed };
      expect(codeOf(await settle(town, till, body))).to.deep.equal([409, "card-pin-wrong"]);
    });
  });
});
