// What a till without the money hears of the others, on its live stream: nothing of what they sell, from the moment that its owner says.
import { expect } from "chai";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { newSigner } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { followEvents, type Message, type Stream } from "./follow.ts";
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

describe("The live stream of a till", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let child: Child;
  let owner: string;
  const open: Stream[] = [];

  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town);
    [child] = (await family(town)) as [Child];
    owner = await bench.logIn(shop.owner);
  });
  afterEach(() => {
    for (const stream of open.splice(0)) stream.close();
  });

  const describeTill = async (till: Signer, seesMoney: boolean) =>
    must(
      await bench.post(
        `/shops/${shop.shopId}/tills/${till.address}`,
        { name: "Kassa", seesMoney },
        owner,
      ),
    );
  const addTill = async ({ seesMoney }: { seesMoney: boolean }) => {
    const till = await newSigner();
    const add = commands.addTill({ shopId: shop.shopId, till: till.address });
    must(await bench.request(shop.owner, add));
    await describeTill(till, seesMoney);
    return { till, token: await bench.logIn(till) };
  };
  const follow = async (token: string): Promise<Stream> => {
    const stream = await followEvents(bench, token);
    open.push(stream);
    return stream;
  };
  const ask = async (token: string): Promise<string> => {
    const body = { shopId: shop.shopId, amountCents: "450" };
    return must(await bench.post("/payment-requests", body, token)).body.requestId;
  };
  const sell = async (): Promise<string> => {
    const body = await openPayment(bench, { child, shop, amountCents: 100n });
    return must(await bench.post("/payments", body), 201).body.paymentId;
  };
  const isRequest = (requestId: string) => (one: Message) =>
    one.type === "payment-request" && one.request.requestId === requestId;
  const isSale = (paymentId: string) => (one: Message) =>
    one.type === "payment" && one.payment.paymentId === paymentId;

  it("tells of a request to be paid only the till that asked, and those that see the money", async () => {
    const [asking, little, trusted] = [
      await addTill({ seesMoney: false }),
      await addTill({ seesMoney: false }),
      await addTill({ seesMoney: true }),
    ];
    const [byAsking, byLittle, byTrusted, byOwner] = [
      await follow(asking.token),
      await follow(little.token),
      await follow(trusted.token),
      await follow(owner),
    ];
    const requestId = await ask(asking.token);
    must(await bench.call("DELETE", `/payment-requests/${requestId}`, undefined, asking));
    const isCancelled = (one: Message) =>
      isRequest(requestId)(one) && one.request.state === "cancelled";
    for (const stream of [byAsking, byTrusted, byOwner]) {
      await stream.next(isRequest(requestId));
      await stream.next(isCancelled);
    }
    // Its own comes after what it must not hear.
    const own = await ask(little.token);
    await byLittle.next(isRequest(own));
    expect(byLittle.heard.some(isRequest(requestId))).to.equal(false);
  });

  it("ends to tell what is sold when its owner takes that away, and begins when it is given", async () => {
    const { till, token } = await addTill({ seesMoney: true });
    const stream = await follow(token);
    await stream.next(isSale(await sell()));

    const isTold = (one: Message) => one.type === "shop" && one.shopId === shop.shopId;
    await describeTill(till, false);
    await stream.next(isTold);
    const hidden = await sell();
    const own = await ask(token);
    await stream.next(isRequest(own));
    expect(stream.heard.some(isSale(hidden))).to.equal(false);

    await describeTill(till, true);
    await stream.next(isSale(await sell()));
    expect(stream.heard.some(isSale(hidden))).to.equal(false);
  });
});
