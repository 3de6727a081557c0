// "This isn't right": a family asks about a payment, the validator answers after a reason, and nobody else reads along.
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { paymentQuestions } from "../../../server/store/schema/wallet.ts";
import { MOST_WAITING } from "../../../server/validator/questions.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { LONGEST_QUESTION } from "../../../wallet-web/shared/protocol/questions.ts";
import type { Answer, Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  type Shop,
  type Town,
} from "./town.ts";

const codeOf = (answer: Answer) => [answer.status, answer.body.code];
const QUESTION = { kind: "wrong-amount", note: "Het was 10 euro." };

describe("A question about a payment", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let child: Child;
  let token: string;
  let validator: string;
  let path: string;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town);
    validator = town.staff.validator.token;
    path = `/schemes/${town.schemeId}`;
  });
  beforeEach(async () => {
    [child] = (await family(town)) as [Child];
    token = await bench.logIn(child.phone);
  });

  const pay = async (): Promise<string> => {
    const sale = await openPayment(bench, { child, shop, amountCents: 1_250n });
    return must(await bench.post("/payments", sale), 201).body.paymentId;
  };
  const ask = (paymentId: string, question: unknown = QUESTION, by = token) =>
    bench.post(`/payments/${paymentId}/question`, question, by);
  const asked = async () =>
    must(await bench.get(`/beneficiaries/${child.beneficiaryId}/questions`, token)).body.questions;
  const answer = (paymentId: string, text: unknown, by = validator, under = path) =>
    bench.post(`${under}/questions/${paymentId}/answer`, { answer: text }, by);
  const look = (by = validator) =>
    bench.post(`${path}/looks`, { beneficiaryId: child.beneficiaryId, reason: "question" }, by);
  const waiting = async () =>
    must(await bench.get(`${path}/treasury-tasks`, validator)).body.waitingQuestions;
  const households = async (show: string) =>
    must(await bench.get(`${path}/households?show=${show}&limit=500`, validator)).body.households;

  it("waits at the desk with its family, is answered once, and read by the family", async () => {
    const paymentId = await pay();
    const before = await waiting();
    const sent = must(await ask(paymentId), 201).body;
    expect(sent).to.include({ ...QUESTION, paymentId, answer: null, answeredAt: null });
    expect(await waiting()).to.equal(before + 1);
    const listed = await households("questions");
    const householdId = must(await look()).body.householdId;
    const ids = listed.map((one: { householdId: string }) => one.householdId);
    expect(ids).to.include(householdId);

    const shown = must(await bench.get(`${path}/households/${householdId}`, validator)).body;
    expect(shown.questions).to.have.length(1);
    const ofPayment = { child: 1, shopName: "Schoenhandel Jansen & Zoon", amountCents: "1250" };
    expect(shown.questions[0]).to.include({ ...QUESTION, paymentId, ...ofPayment });
    must(await answer(paymentId, " De winkel geeft 2,50 terug. "));

    const [read] = await asked();
    expect(read).to.include({ answer: "De winkel geeft 2,50 terug." });
    expect(read.answeredAt).to.be.a("number");
    expect(await waiting()).to.equal(before);
    const still = (await households("questions")).map(
      (one: { householdId: string }) => one.householdId,
    );
    expect(still).not.to.include(householdId);
    must(await answer(paymentId, "De winkel geeft 2,50 terug."));
    expect(codeOf(await answer(paymentId, "Toch niet."))).to.deep.equal([409, "question-answered"]);
  });

  it("is the same one when it is sent again, and no other about the same payment", async () => {
    const paymentId = await pay();
    const first = must(await ask(paymentId), 201).body;
    expect(must(await ask(paymentId), 200).body).to.deep.equal(first);
    const other = await ask(paymentId, { kind: "other", note: "Iets anders" });
    expect(codeOf(other)).to.deep.equal([409, "repeated-with-other-content"]);
    expect(await asked()).to.have.length(1);
  });

  it("can't flood the desk: no more wait than may, also when asked at once", async () => {
    const payments: string[] = [];
    for (let turn = 0; turn < MOST_WAITING + 2; turn++) payments.push(await pay());
    const answers = await Promise.all(payments.map((one) => ask(one)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).to.deep.equal([...Array(MOST_WAITING).fill(201), 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).to.deep.include({
      code: "too-many-questions",
      params: { limit: String(MOST_WAITING) },
    });
    must(await look());
    const [one] = await asked();
    must(await answer(one.paymentId, "Klopt."));
    const left = payments[answers.findIndex(({ status }) => status === 409)] as string;
    must(await ask(left), 201);
  });

  it("is asked by the family of the payment alone", async () => {
    const paymentId = await pay();
    const [other] = (await family(town)) as [Child];
    for (const by of [await bench.logIn(other.phone), await bench.logIn(shop.owner), validator]) {
      expect(codeOf(await ask(paymentId, QUESTION, by))).to.deep.equal([404, "not-found"]);
    }
    expect((await bench.post(`/payments/${paymentId}/question`, QUESTION)).status).to.equal(401);
    expect(codeOf(await ask(`0x${"ab".repeat(32)}`))).to.deep.equal([404, "not-found"]);
  });

  it("is read by nobody else: not the shop, another family, or staff without a reason", async () => {
    const paymentId = await pay();
    must(await ask(paymentId), 201);
    const [other] = (await family(town)) as [Child];
    const ofChild = `/beneficiaries/${child.beneficiaryId}/questions`;
    for (const by of [await bench.logIn(other.phone), await bench.logIn(shop.owner)]) {
      expect(codeOf(await bench.get(ofChild, by))).to.deep.equal([403, "forbidden"]);
    }
    expect(codeOf(await bench.get(ofChild, validator))).to.deep.equal([403, "look-reason-needed"]);
    const inShop = await bench.get(`/payments/${paymentId}`, await bench.logIn(shop.owner));
    expect(inShop.text).not.to.contain("10 euro");
  });

  it("is answered by the validator of the scheme, after a reason", async () => {
    const paymentId = await pay();
    must(await ask(paymentId), 201);
    expect(codeOf(await answer(paymentId, "Ja."))).to.deep.equal([403, "look-reason-needed"]);
    for (const role of ["sponsor", "treasurer", "guardian"] as const) {
      const refused = await answer(paymentId, "Ja.", town.staff[role].token);
      expect(codeOf(refused)).to.deep.equal([403, "role-missing"]);
    }
    const elsewhere = await newTown();
    const foreign = await answer(
      paymentId,
      "Ja.",
      elsewhere.staff.validator.token,
      `/schemes/${elsewhere.schemeId}`,
    );
    expect(codeOf(foreign)).to.deep.equal([404, "not-found"]);
  });

  it("has a kind, and words no longer than fit; another kind than those has words", async () => {
    const paymentId = await pay();
    const long = "x".repeat(LONGEST_QUESTION);
    for (const question of [
      { kind: "other", note: " " },
      { kind: "rude", note: "" },
      { kind: "other", note: `${long}x` },
      { note: "zonder soort" },
    ]) {
      expect((await ask(paymentId, question)).status).to.equal(400);
    }
    must(await ask(paymentId, { kind: "other", note: long }), 201);
    must(await look());
    expect((await answer(paymentId, "")).status).to.equal(400);
    expect((await answer(paymentId, `${long}x`)).status).to.equal(400);
  });

  it("stands sealed in the database", async () => {
    const paymentId = await pay();
    must(await ask(paymentId), 201);
    must(await look());
    must(await answer(paymentId, "Een geheim antwoord"));
    const { database } = bench.services;
    const rows = await database
      .select({ note: paymentQuestions.note, answer: paymentQuestions.answer })
      .from(paymentQuestions)
      .where(eq(paymentQuestions.paymentId, paymentId as Hex));
    const bytes = rows.flatMap(({ note, answer }) => [note, answer]);
    expect(bytes).to.have.length(2);
    const texts = bytes.map((one) => Buffer.from(one ?? []).toString("latin1"));
    expect(texts.join())
      .to.not.equal(",")
      .and.not.match(/10 euro|geheim/);
  });
});
