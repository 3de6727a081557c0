// The live stream: each session hears of its own, at the moment it happens, and of nothing else.
import { expect } from "chai";
import { liveMessage } from "../../../server/http/schemas/live.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { shopRefusalDigest } from "../../../wallet-web/shared/protocol/shop-refusal.ts";
import { newSigner } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { followEvents, type Message, type Stream } from "./follow.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admit,
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  refundOf,
  type Shop,
  shopBoundPayment,
  signUpShop,
  stopScheme,
  type Town,
} from "./town.ts";

describe("The live stream", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let child: Child;
  const open: Stream[] = [];

  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town);
    [child] = (await family(town)) as [Child];
  });
  afterEach(() => {
    for (const stream of open.splice(0)) stream.close();
  });

  const follow = async (token: string): Promise<Stream> => {
    const stream = await followEvents(bench, token);
    open.push(stream);
    return stream;
  };

  it("tells till and family of a payment, and only the family what is left", async () => {
    const [till, phone] = [
      await follow(await bench.logIn(shop.owner)),
      await follow(await bench.logIn(child.phone)),
    ];
    const request = must(
      await bench.post(
        "/payment-requests",
        { shopId: shop.shopId, amountCents: "450" },
        await bench.logIn(shop.owner),
      ),
    ).body;
    const { requestId } = request;
    const asked = await till.next((one) => one.type === "payment-request");
    expect(asked.request).to.deep.equal(request);
    const body = await shopBoundPayment(bench, { child, shop, amountCents: 450n, requestId });
    const paid = must(await bench.post("/payments", body), 201).body;
    const isIt = (one: Message) =>
      one.type === "payment" && one.payment.paymentId === paid.paymentId;
    const [atTill, onPhone] = [await till.next(isIt), await phone.next(isIt)];
    expect(atTill).to.deep.equal({ type: "payment", payment: paid, requestId });
    expect(onPhone.payment).to.deep.equal({ ...paid, balanceAfterCents: "29550" });
    const balance = await phone.next((one) => one.type === "beneficiary");
    expect(balance).to.include({ beneficiaryId: child.beneficiaryId, balanceCents: "29550" });
    expect(till.heard.some((one) => one.type === "beneficiary")).to.equal(false);
    expect(phone.heard.some((one) => one.type === "payment-request")).to.equal(false);
  });

  it("tells both of a refund and of a refusal, with its code", async () => {
    const [till, phone] = [
      await follow(await bench.logIn(shop.owner)),
      await follow(await bench.logIn(child.phone)),
    ];
    const body = await openPayment(bench, { child, shop, amountCents: 100n });
    const { paymentId } = must(await bench.post("/payments", body), 201).body;
    must(
      await bench.post(
        "/refunds",
        await refundOf(bench, { shop, child, paymentId, amountCents: 40n }),
      ),
    );
    for (const stream of [till, phone]) {
      const correction = await stream.next((one) => one.type === "correction");
      expect(correction.payment).to.include({ paymentId, refundedCents: "40" });
    }
    await bench.post("/payments", await openPayment(bench, { child, shop, amountCents: 90_000n }));
    for (const stream of [till, phone]) {
      const refused = await stream.next((one) => one.type === "payment-refused");
      expect(refused).to.include({ shopId: shop.shopId, code: "insufficient-budget" });
      expect(refused).not.to.have.property("beneficiaryId");
    }
  });

  it("tells strangers nothing, and staff that numbers changed", async () => {
    const stranger = await follow(await bench.logIn((await family(town))[0]!.phone));
    const elsewhere = await follow((await newTown()).staff.treasurer.token);
    const staff = await follow(town.staff.treasurer.token);
    must(
      await bench.post("/payments", await openPayment(bench, { child, shop, amountCents: 100n })),
    );
    await staff.next((one) => one.type === "scheme" && one.schemeId === town.schemeId);
    expect(staff.heard.filter((one) => one.type === "payment")).to.deep.equal([]);
    // What comes later reaches them: so nothing before it did.
    must(await stopScheme(town, "pause-scheme"));
    await stranger.next((one) => one.type === "scheme");
    await elsewhere.next((one) => one.type === "scheme" && one.schemeId === town.schemeId);
    must(await stopScheme(town, "resume-scheme"));
    const ofPayment = ["payment", "correction", "beneficiary", "payment-refused"];
    expect(stranger.heard.filter((one) => ofPayment.includes(one.type))).to.deep.equal([]);
    expect(elsewhere.heard.filter((one) => ofPayment.includes(one.type))).to.deep.equal([]);
  });

  it("tells the family of what the desk did, apart from a payment's balance", async () => {
    const [own] = (await family(town)) as [Child];
    const phone = await follow(await bench.logIn(own.phone));
    const { beneficiaryId } = own;
    const desk = (command: Parameters<typeof bench.request>[1]) =>
      bench.request(town.staff.validator.signer, command);
    must(
      await bench.post(
        "/payments",
        await openPayment(bench, { child: own, shop, amountCents: 100n }),
      ),
    );
    await phone.next((one) => one.type === "beneficiary" && one.onlyBalance);
    expect(phone.heard.filter((one) => one.onlyBalance === false)).to.deep.equal([]);
    const token = await bench.logIn(own.phone);
    for (const [command, known] of [
      [
        commands.freezeBeneficiary({ beneficiaryId, reason: "dispute" }),
        { state: "frozen", reason: "dispute" },
      ],
      [
        commands.unfreezeBeneficiary({ beneficiaryId, reason: "resolved" }),
        { state: "active", reason: null },
      ],
      [
        commands.topUp({ beneficiaryId, amountCents: 2_500n, reason: "hardship" }),
        { balanceCents: "32400" },
      ],
      [
        commands.closeBeneficiary({ beneficiaryId, reason: "moved-away" }),
        { state: "closed", reason: "moved-away", balanceCents: "0" },
      ],
    ] as const) {
      phone.heard.length = 0;
      must(await desk(command));
      await phone.next((one) => one.type === "beneficiary" && !one.onlyBalance);
      const [seen] = must(await bench.get("/beneficiaries", token)).body.beneficiaries;
      expect(seen).to.include(known);
    }
  });

  it("follows what a key gains and loses without a new connection", async () => {
    const phone = await newSigner();
    const stream = await follow(await bench.logIn(phone));
    const { beneficiaryId } = child;
    const add = commands.addDevice({ beneficiaryId, device: phone.address });
    must(await bench.request(child.phone, add));
    await stream.next((one) => one.type === "beneficiary" && one.beneficiaryId === beneficiaryId);
    const gained = stream.heard.filter((one) => one.type === "access").length;
    const remove = commands.removeDevice({ beneficiaryId, device: phone.address });
    must(await bench.request(child.phone, remove));
    await stream.next(() => stream.heard.filter((one) => one.type === "access").length > gained);
    const body = await openPayment(bench, { child, shop, amountCents: 100n });
    const { paymentId } = must(await bench.post("/payments", body), 201).body;
    const witness = await follow(await bench.logIn(shop.owner));
    must(
      await bench.post(
        "/refunds",
        await refundOf(bench, { shop, child, paymentId, amountCents: 1n }),
      ),
    );
    await witness.next((one) => one.type === "correction");
    expect(stream.heard.filter((one) => one.payment?.paymentId === paymentId)).to.deep.equal([]);
  });

  it("tells the desk that a shop signed up, and the shop all that the desk decides of it", async () => {
    const desk = await follow(town.staff.validator.token);
    const waiting = await signUpShop(bench, { name: "Net nieuw" });
    const { shopId } = waiting;
    await desk.next((one) => one.type === "shop" && one.shopId === shopId);
    const owner = await follow(await bench.logIn(waiting.owner));
    const others = await follow(await bench.logIn(shop.owner));
    const isTold = (one: Message) => one.type === "shop" && one.shopId === shopId;
    const { schemeId } = town;
    const { signer, token } = town.staff.validator;

    const at = Math.floor(bench.services.clock.now() / 1000);
    const reason = "Dit KvK-nummer is van een ander bedrijf.";
    const refusal = { schemeId, shopId, reason, at };
    const signature = await signer.sign(shopRefusalDigest(bench.chain.deployment, refusal));
    const path = `/schemes/${schemeId}/shops/${shopId}/refusals`;
    must(await bench.post(path, { reason, at, signature }, token));
    await owner.next(isTold);

    for (const decide of [
      () => admit(town, waiting),
      () => bench.request(signer, commands.suspendShop({ schemeId, shopId, reason: "dispute" })),
      () => bench.request(signer, commands.resumeShop({ schemeId, shopId, reason: "resolved" })),
    ]) {
      owner.heard.length = 0;
      must(await decide());
      await owner.next(isTold);
    }
    expect(others.heard.filter(isTold), "another shop hears nothing of it").to.deep.equal([]);
  });

  it("says only what its schema says", async () => {
    const till = await follow(await bench.logIn(shop.owner));
    must(
      await bench.post("/payments", await openPayment(bench, { child, shop, amountCents: 100n })),
    );
    await till.next((one) => one.type === "payment");
    for (const message of till.heard) expect(liveMessage.parse(message)).to.deep.equal(message);
  });

  it("wants a session", async () => {
    const answer = await bench.get("/events");
    expect([answer.status, answer.body.code]).to.deep.equal([401, "session-required"]);
  });
});
