// A request that a till shows is kept as long as somebody could pay it: left, it is taken back, or it is said that it was paid.
import { expect } from "chai";
import { IDBFactory } from "fake-indexeddb";
import { createApi } from "../../../wallet-web/shared/api.ts";
import { openAppDatabase } from "../../../wallet-web/shared/database.ts";
import { createStore } from "../../../wallet-web/shared/store.ts";
import { askPayment, cancelRequest, takeBackLeft } from "../../../wallet-web/till/model/ask.ts";
import { openLists, type Till } from "../../../wallet-web/till/model/till.ts";
import { newId } from "../../helpers/chain.ts";

const NOW = 1_800_000_000;
const PAYMENT_ID = `0x${"ab".repeat(32)}`;
const address = (byte: string) => `0x${byte.repeat(20)}` as const;

type Answer = { status: number; body?: object };

describe("A request that a till shows", () => {
  const { fetch, location } = globalThis;
  let till: Till;
  /** By method; nothing when there is no network. */
  let answers: Partial<Record<string, Answer>>;
  let asked: string[];

  before(() => {
    globalThis.fetch = async (url, init) => {
      const method = init?.method ?? "GET";
      asked.push(method);
      const isPayment = String(url).includes("/payments/");
      const answer = answers[isPayment ? "receipt" : method];
      if (!answer) throw new TypeError("no network");
      const { status, body } = answer;
      return new Response(body ? JSON.stringify(body) : null, { status });
    };
    Object.assign(globalThis, { location: { origin: "https://kindpakket.example" } });
  });
  after(() => {
    Object.assign(globalThis, { fetch, location });
  });

  beforeEach(async () => {
    answers = { POST: { status: 201, body: { requestId: newId(), state: "open" } } };
    asked = [];
    const database = await openAppDatabase("till", new IDBFactory());
    till = await openedOn(database);
  });

  const openedOn = async (database: Till["database"]) =>
    ({
      database,
      openApi: createApi(),
      api: createApi({ token: async () => "token" }),
      deployments: {
        get: async () => ({
          chainId: 1,
          ledger: address("11"),
          forwarder: address("22"),
          roles: address("33"),
          cards: address("34"),
        }),
        now: () => NOW,
      },
      shop: createStore({ shopId: newId() }),
      payments: createStore([]),
      ...(await openLists(database)),
      watched: null,
    }) as unknown as Till;
  const kept = async () => (await openLists(till.database)).requests.get();
  const closed = { status: 409, body: { code: "payment-request-closed" } };
  const payment = { paymentId: PAYMENT_ID, amountCents: "995", paidAt: NOW, corrections: [] };

  it("is kept before it is shown, and no longer when it was taken back", async () => {
    await askPayment(till, 995n);
    const [request] = await kept();
    expect(request?.amountCents).to.equal(995n);

    answers.DELETE = { status: 204 };
    await cancelRequest(till, request?.requestId ?? "");
    expect(await kept()).to.deep.equal([]);
  });

  it("is not kept when it couldn't be asked: nobody saw it", async () => {
    answers = { POST: { status: 409, body: { code: "shop-not-admitted" } } };
    const error = await askPayment(till, 995n).catch((cause: unknown) => cause);
    expect(error).to.have.property("code", "shop-not-admitted");
    expect(await kept()).to.deep.equal([]);
  });

  it("is left alone as long as a window shows it", async () => {
    const shown = await askPayment(till, 995n);
    answers.DELETE = { status: 204 };
    await takeBackLeft(await openedOn(till.database));
    expect(asked).to.deep.equal(["POST"]);

    await shown.leave();
    expect(asked).to.deep.equal(["POST", "DELETE"]);
    expect(await kept()).to.deep.equal([]);
  });

  it("stays kept when it was left without a connection, and is taken back with the next", async () => {
    const shown = await askPayment(till, 995n);
    await shown.leave();
    expect(await kept()).to.have.length(1);

    const reopened = await openedOn(till.database);
    answers.DELETE = { status: 503, body: { code: "database-unavailable" } };
    await takeBackLeft(reopened);
    expect(reopened.requests.get()).to.have.length(1);
    answers.DELETE = { status: 204 };
    await takeBackLeft(reopened);
    expect(await kept()).to.deep.equal([]);
    expect(reopened.late.get()).to.deep.equal([]);
  });

  it("is said to have been paid when it was, after it was left", async () => {
    const shown = await askPayment(till, 995n);
    await shown.leave();
    answers = {
      DELETE: closed,
      GET: { status: 200, body: { state: "paid", paymentId: PAYMENT_ID } },
      receipt: { status: 200, body: payment },
    };
    await takeBackLeft(till);
    expect(till.late.get()).to.deep.equal([
      { paymentId: PAYMENT_ID, amountCents: 995n, paidAt: NOW },
    ]);
    expect(till.payments.get()).to.deep.equal([payment]);
    expect(await kept()).to.deep.equal([]);
  });

  it("stays kept while a payment of it is under way", async () => {
    const shown = await askPayment(till, 995n);
    answers = { DELETE: closed, GET: { status: 200, body: { state: "open" } } };
    await shown.leave();
    expect(await kept()).to.have.length(1);
    expect(till.late.get()).to.deep.equal([]);
  });

  it("is forgotten when the server never heard of it", async () => {
    const shown = await askPayment(till, 995n);
    answers.DELETE = { status: 404, body: { code: "not-found" } };
    await shown.leave();
    expect(await kept()).to.deep.equal([]);
  });
});
