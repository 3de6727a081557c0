// Printed cards through the API: who makes, blocks and unblocks them, and who may not use them.
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { cardAttempts, cardPins, cards } from "../../../server/store/schema/cards.ts";
import { cryptoRandomBytes, type Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  blindPin,
  cardLookUpId,
  createCardSecrets,
} from "../../../wallet-web/shared/protocol/card.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { authorisationDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Answer, Bench } from "./bench.ts";
import {
  allowCards,
  ask,
  attempt,
  type Card,
  issueCard,
  linkCard,
  openTill,
  payByCard,
  phonelessFamily,
  prepareCard,
  settle,
  type Till,
} from "./card-town.ts";
import { newTown, sharedBench } from "./shared.ts";
import { admittedShop, BUDGET_CENTS, must, type Shop, signUpShop, type Town } from "./town.ts";

const codeOf = (answer: Answer) => [answer.status, answer.body.code];

describe("Printed cards at the desk", () => {
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

  describe("who may not", () => {
    it("answers no PIN but to a till of a shop that the scheme has", async () => {
      const card = await newCard();
      const waiting = await openTill(town, await signUpShop(bench));
      const refused = await ask(town, { card, till: waiting });
      expect(codeOf(refused.answer)).to.deep.equal([409, "shop-not-admitted"]);
      const stranger = { shop, token: await bench.logIn(await newSigner()) };
      const unknown = await ask(town, { card, till: stranger });
      expect(codeOf(unknown.answer)).to.deep.equal([403, "till-unknown"]);
      const nobody = await bench.post("/card-attempts", {});
      expect(nobody.status).to.equal(401);
      expect(await attemptsOf(card)).to.equal(0);
    });

    it("takes an attempt from no other till, and not after its time", async () => {
      const card = await newCard();
      const other = await openTill(town, await admittedShop(town));
      const begun = await attempt(town, { card, till });
      expect(codeOf(await settle(town, other, begun))).to.deep.equal([404, "not-found"]);
      const { database } = bench.services;
      const { attemptId } = begun.body;
      const isIt = eq(cardAttempts.attemptId, attemptId);
      const now = Math.floor(bench.services.clock.now() / 1000);
      // Its whole time moves: what the card signed then is signed for that time.
      const late = { startedAt: now - 180, expiresAt: now };
      await database.update(cardAttempts).set(late).where(isIt);
      const moved = { ...begun.body.authorisation, validAfter: now - 480, validBefore: now };
      const body = { ...begun.body, authorisation: moved };
      const ended = await settle(town, till, { ...begun, body });
      expect(codeOf(ended)).to.deep.equal([409, "card-attempt-ended"]);
    });

    it("takes no signature over another amount or another shop than the attempt's", async () => {
      const card = await newCard();
      const begun = await attempt(town, { card, till });
      for (const changes of [{ maximumAmountCents: "1" }, { shopId: newId() }, { nonce: 99 }]) {
        const authorisation = { ...begun.body.authorisation, ...changes };
        const signed = { key: begun.key, body: { ...begun.body, authorisation } };
        const refused = await settle(town, till, signed);
        expect(codeOf(refused)).to.deep.equal([400, "signature-invalid"]);
      }
    });

    it("lets no card's signature pay as a phone's", async () => {
      const card = await newCard();
      const { body, key } = await attempt(town, { card, till });
      const { maximumAmountCents } = body.authorisation;
      for (const device of [body.authorisation.device, key.address]) {
        const authorisation = { ...body.authorisation, device };
        const digest = authorisationDigest(bench.chain.deployment, {
          ...authorisation,
          maximumAmountCents: BigInt(maximumAmountCents),
        });
        const payment = { authorisation, signature: await key.sign(digest) };
        const refused = await bench.post("/payments", payment);
        expect(refused.status).to.be.within(400, 409);
      }
      expect((await household()).beneficiaries[0].balanceCents).to.equal(String(BUDGET_CENTS));
    });
  });

  describe("at the desk", () => {
    it("makes cards by validators only, and only where the sponsor allows them", async () => {
      const beneficiaryId = await phonelessFamily(town);
      const secrets = createCardSecrets(cryptoRandomBytes);
      const body = {
        ...{ beneficiaryId, lookUpId: cardLookUpId(secrets.code) },
        blinded: blindPin(secrets).blinded,
      };
      const path = `/schemes/${town.schemeId}/card-preparations`;
      for (const role of ["sponsor", "treasurer", "guardian"] as const) {
        const refused = await bench.post(path, body, town.staff[role].token);
        expect(codeOf(refused), role).to.deep.equal([403, "role-missing"]);
      }
      const other = await newTown();
      const elsewhere = await bench.post(path, body, other.staff.validator.token);
      expect(codeOf(elsewhere)).to.deep.equal([403, "role-missing"]);
      const without = await phonelessFamily(other);
      const card = { ...secrets, beneficiaryId: without, lookUpId: body.lookUpId };
      const key = await prepareCard(other, card);
      const refused = await linkCard(other, { ...card, key: key.address });
      expect(codeOf(refused)).to.deep.equal([409, "cards-not-allowed"]);
    });

    it("tells everybody what cards may pay in a scheme, and of a scheme without cards that it has none", async () => {
      const limitsOf = async () => {
        const { schemes } = must(await bench.get("/deployment")).body;
        return schemes.find((one: { schemeId: string }) => one.schemeId === town.schemeId)
          .cardLimits;
      };
      expect(await limitsOf()).to.deep.equal({ perPaymentCents: "2000", perDayCents: "5000" });
      await allowCards(town, { perPaymentCents: 0n, perDayCents: 0n });
      expect(await limitsOf()).to.equal(null);
      await allowCards(town);
    });

    it("answers a new card's PIN once, and links only what was prepared for that account", async () => {
      const beneficiaryId = await phonelessFamily(town);
      const secrets = createCardSecrets(cryptoRandomBytes);
      const card = { ...secrets, beneficiaryId, lookUpId: cardLookUpId(secrets.code) };
      const key = await prepareCard(town, card);
      const { token } = town.staff.validator;
      const again = await bench.post(
        `/schemes/${town.schemeId}/card-preparations`,
        { beneficiaryId, lookUpId: card.lookUpId, blinded: blindPin(secrets).blinded },
        token,
      );
      expect(codeOf(again)).to.deep.equal([409, "repeated-with-other-content"]);
      const other = await phonelessFamily(town);
      const wrong = await linkCard(town, { ...card, beneficiaryId: other, key: key.address });
      expect(codeOf(wrong)).to.deep.equal([404, "not-found"]);
      must(await linkCard(town, { ...card, key: key.address }));
      must(await payByCard(town, { card, till }), 201);
    });

    it("blocks and removes a card at once, and unblocks it on a validator's word alone", async () => {
      const card = await newCard();
      const { beneficiaryId } = card;
      const { guardian, validator } = town.staff;
      const block = commands.blockCard({ beneficiaryId, reason: "lost-device" });
      must(await bench.request(guardian.signer, block));
      expect(codeOf(await payByCard(town, { card, till }))).to.deep.equal([409, "card-blocked"]);
      expect((await household()).beneficiaries[0].card).to.include({
        ...{ state: "blocked", reason: "lost-device" },
      });
      expect(codeOf(await unblock(beneficiaryId, "guardian"))).to.deep.equal([403, "role-missing"]);
      must(await unblock(beneficiaryId));
      const begun = await attempt(town, { card, till });
      const remove = commands.removeCard({ beneficiaryId, reason: "lost-device" });
      must(await bench.request(validator.signer, remove));
      expect(codeOf(await settle(town, till, begun))).to.deep.equal([409, "card-unknown"]);
      expect((await household()).beneficiaries[0].card).to.equal(null);
    });

    it("replaces a card, and what was paid by card today stays counted", async () => {
      const card = await newCard();
      must(await payByCard(town, { card, till, amountCents: 2_000n }), 201);
      const next = await issueCard(town, card.beneficiaryId);
      expect(codeOf(await payByCard(town, { card, till }))).to.deep.equal([409, "card-unknown"]);
      expect((await household()).beneficiaries[0].card.spentTodayCents).to.equal("2000");
      must(await payByCard(town, { card: next, till, amountCents: 2_000n }), 201);
      const above = await payByCard(town, { card: next, till, amountCents: 1_001n });
      expect(codeOf(above)).to.deep.equal([409, "card-day-limit"]);
    });

    it("tells in the account's timeline what happened to its card, in an event of its own", async () => {
      const card = await newCard();
      must(await payByCard(town, { card, till, amountCents: 100n }), 201);
      await household();
      const { token } = town.staff.validator;
      const about = `beneficiaryId=${card.beneficiaryId}`;
      const path = `/schemes/${town.schemeId}/timeline?${about}`;
      const { events } = must(await bench.get(path, token)).body;
      const told = events.map(({ name, who }: { name: string; who: { kind: string } }) => [
        name,
        who.kind,
      ]);
      expect(told).to.deep.equal([
        ["PaymentMade", "card"],
        ["CardLinked", "staff"],
        ["BeneficiaryRegistered", "staff"],
      ]);
    });
  });

  it("stores no code, no PIN and no key: only what leads to none of them", async () => {
    const card = await newCard();
    const begun = await attempt(town, { card, till });
    must(await settle(town, till, begun), 201);
    const { database } = bench.services;
    const stored = JSON.stringify(
      [
        await database.select().from(cardPins).where(eq(cardPins.lookUpId, card.lookUpId)),
        await database.select().from(cards).where(eq(cards.beneficiaryId, card.beneficiaryId)),
        await database.select().from(cardAttempts),
      ],
      (_, value) => (typeof value === "bigint" ? String(value) : value),
    );
    for (const secret of [card.code, begun.key.address.slice(2)]) {
      expect(stored.toLowerCase()).not.to.contain(secret.toLowerCase());
    }
    expect(bench.log.join("")).not.to.contain(card.code);
  });
});
