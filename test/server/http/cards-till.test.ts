// A payment by card is its till's: that one sees it, finds it, gives it back, and learns of it however late it asks.
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { cardAttempts } from "../../../server/store/schema/cards.ts";
import { commands as outbox } from "../../../server/store/schema/chain.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { newSigner } from "../../helpers/chain.ts";
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
} from "./card-town.ts";
import { newTown, sharedBench } from "./shared.ts";
import { admittedShop, must, type Shop, type Town } from "./town.ts";

/** Longer than an attempt is kept. */
const TWO_DAYS_SECONDS = 2 * 86_400;

const codeOf = (answer: Answer) => [answer.status, answer.body.code];

describe("A payment by card", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let owner: Till;

  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    await allowCards(town);
    shop = await admittedShop(town);
    owner = await openTill(town, shop);
  });

  const newCard = async () => issueCard(town, await phonelessFamily(town));

  /** A till that its owner shows no money. */
  const addTill = async (name: string): Promise<Till & { key: Signer }> => {
    const key = await newSigner();
    const command = commands.addTill({ shopId: shop.shopId, till: key.address });
    const request = await bench.sign(shop.owner, command);
    const body = { name, seesMoney: false, request };
    must(await bench.post(`/shops/${shop.shopId}/tills`, body, owner.token));
    return { shop, key, token: await bench.logIn(key) };
  };
  const giveBack = async (by: Signer, paymentId: Hex, { beneficiaryId }: Card) => {
    const { shopId } = shop;
    const command = commands.refund({ paymentId, beneficiaryId, shopId, amountCents: 100n });
    return bench.post("/refunds", await bench.sign(by, command));
  };

  it("is seen, found and given back by the till that took it and by the owner, and by no other till", async () => {
    const [till, other] = [await addTill("Balie"), await addTill("Kassa 3")];
    const card = await newCard();
    const paid = must(await payByCard(town, { card, till }), 201).body;
    expect(paid).to.include({ kind: "card", till: till.key.address });
    const { paymentId } = paid;

    const listed = async ({ token }: Till, more = "") => {
      const path = `/payments?shopId=${shop.shopId}${more}`;
      const { payments } = must(await bench.get(path, token)).body;
      return payments.map((one: { paymentId: Hex }) => one.paymentId);
    };
    expect(await listed(till)).to.deep.equal([paymentId]);
    expect(await listed(other)).to.deep.equal([]);
    expect(await listed(owner, `&till=${till.key.address}`)).to.deep.equal([paymentId]);
    expect(await listed(owner, `&till=${other.key.address}`)).to.deep.equal([]);
    const shown = async ({ token }: Till) => bench.get(`/payments/${paymentId}`, token);
    for (const one of [till, owner]) expect(must(await shown(one)).body).to.deep.equal(paid);
    expect(codeOf(await shown(other))).to.deep.equal([404, "not-found"]);

    expect(codeOf(await giveBack(other.key, paymentId, card))).to.deep.equal([
      ...[403, "refund-of-other-till"],
    ]);
    const { corrections } = must(await giveBack(till.key, paymentId, card)).body;
    expect(corrections[0].till).to.equal(till.key.address);
    must(await giveBack(shop.owner, paymentId, card));
  });

  it("stands under its till in the statement, and as the till's last use", async () => {
    const till = await addTill("Zuil");
    const { paymentId, paidAt } = must(
      await payByCard(town, { card: await newCard(), till }),
      201,
    ).body;
    const month = new Intl.DateTimeFormat("sv-SE", {
      timeZone: "Europe/Amsterdam",
      year: "numeric",
      month: "2-digit",
    }).format(paidAt * 1000);
    const path = `/shops/${shop.shopId}`;
    const statement = must(await bench.get(`${path}/statement?month=${month}`, owner.token)).body;
    const [line] = statement.schemes[0].unpaid.filter(
      (one: { reference: Hex }) => one.reference === paymentId,
    );
    expect(line).to.include({ kind: "payment", till: till.key.address });
    const { tills } = must(await bench.get(`${path}/tills`, owner.token)).body;
    const used = tills.find((one: { address: Hex }) => one.address === till.key.address);
    expect(used.lastUsedAt).to.equal(paidAt);
  });

  it("is answered to its till, and to no other, after its attempt is forgotten", async () => {
    const [till, other] = [await addTill("Balie"), await addTill("Kassa 3")];
    const card = await newCard();
    const begun = await attempt(town, { card, till });
    const { paymentId } = must(await settle(town, till, begun), 201).body;
    const { database } = bench.services;
    const isIt = eq(cardAttempts.attemptId, begun.body.attemptId);
    const startedAt = Math.floor(bench.services.clock.now() / 1000) - TWO_DAYS_SECONDS;
    await database.update(cardAttempts).set({ startedAt }).where(isIt);
    /** Whether it is still there after another try, of whichever card. */
    const isKept = async () => {
      must((await ask(town, { card, till: other, amountCents: 100n })).answer, 201);
      return (await database.$count(cardAttempts, isIt)) === 1;
    };
    const moveTo = (state: "sent" | "executed") =>
      database.update(outbox).set({ state }).where(eq(outbox.id, paymentId));

    await moveTo("sent");
    expect(await isKept(), "while its payment is under way").to.equal(true);
    await moveTo("executed");
    expect(await isKept(), "once it is known").to.equal(false);
    expect(must(await settle(town, till, begun), 200).body).to.include({ paymentId, kind: "card" });
    expect(codeOf(await settle(town, other, begun))).to.deep.equal([404, "not-found"]);
  });
});
