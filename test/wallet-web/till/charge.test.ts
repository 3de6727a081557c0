// A cheque pays once: showing it again, with the same amount, must never look like a payment at the till.
import { expect } from "chai";
import { createApi } from "../../../wallet-web/shared/api.ts";
import type { PaymentAnswer } from "../../../wallet-web/shared/api-types.ts";
import { createStore } from "../../../wallet-web/shared/store.ts";
import {
  type ChequeBody,
  type PendingCharge,
  prepareCharge,
  sendCharge,
} from "../../../wallet-web/till/model/charge.ts";
import type { Till } from "../../../wallet-web/till/model/till.ts";
import { newId, newSigner } from "../../helpers/chain.ts";

const NOW = 1_800_000_000;
const DAY_SECONDS = 86_400;
const hash = (byte: string) => `0x${byte.repeat(32)}` as const;
const address = (byte: string) => `0x${byte.repeat(20)}` as const;

describe("Charge", () => {
  const { fetch, addEventListener, removeEventListener } = globalThis;
  let answers: (() => Response)[];
  let till: Till;
  let signed: ChequeBody;

  before(() => {
    globalThis.fetch = async () => {
      const answer = answers.shift();
      if (!answer) throw new Error("asked once more than foreseen");
      return answer();
    };
    // The connection is back as soon as somebody waits for it.
    globalThis.addEventListener = (_type: string, listener: unknown) =>
      queueMicrotask(listener as () => void);
    globalThis.removeEventListener = () => {};
  });
  after(() => {
    Object.assign(globalThis, { fetch, addEventListener, removeEventListener });
  });

  beforeEach(async () => {
    answers = [];
    const signer = await newSigner();
    const shopId = newId();
    till = {
      database: { write: async () => {}, remove: async () => {}, signer: async () => signer },
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
      shop: createStore({ shopId }),
      payments: createStore([]),
      pending: createStore(null),
    } as unknown as Till;
    const authorisation = {
      beneficiaryId: newId(),
      shopId: `0x${"00".repeat(16)}` as const,
      maximumAmountCents: 5_000n,
      validAfter: NOW - 120,
      validBefore: NOW + 300,
      nonce: 1,
      device: signer.address,
    };
    const signature = await signer.sign(hash("01"));
    signed = (
      await prepareCharge(
        till,
        { authorisation, signature },
        { amountCents: 1_250n, askedCents: 1_250n },
      )
    ).body;
  });

  const payment = (paymentId: string, paidAt: number) =>
    ({ paymentId, paidAt, amountCents: "1250", corrections: [] }) as unknown as PaymentAnswer;
  const answer = (status: number, body: unknown) => () =>
    new Response(JSON.stringify(body), { status });
  const options = () => ({ signal: new AbortController().signal, onUncertain: () => {} });

  it("is paid when the server made a new payment", async () => {
    const pending = await prepareCharge(till, signed, { amountCents: 1_250n, askedCents: 1_250n });
    answers = [answer(201, payment(pending.paymentId, NOW))];

    expect((await sendCharge(till, pending, options())).kind).to.equal("paid");
  });

  it("is refused when the server gives back a payment of before, however recent", async () => {
    const pending = await prepareCharge(till, signed, { amountCents: 1_250n, askedCents: 1_250n });
    answers = [answer(200, payment(pending.paymentId, NOW - 1))];

    const result = await sendCharge(till, pending, options());

    expect(result.kind === "refused" && result.error.code).to.equal("authorisation-used");
    expect(till.pending.get()).to.equal(null);
  });

  it("is paid when the answer to its own first sending got lost", async () => {
    const pending = await prepareCharge(till, signed, { amountCents: 1_250n, askedCents: 1_250n });
    answers = [answer(503, {}), answer(200, payment(pending.paymentId, NOW))];

    expect((await sendCharge(till, pending, options())).kind).to.equal("paid");
  });

  it("is paid when it was sent before the till was closed", async () => {
    const pending = await prepareCharge(till, signed, { amountCents: 1_250n, askedCents: 1_250n });
    till.pending.set(pending);
    answers = [answer(200, payment(pending.paymentId, NOW))];

    expect((await sendCharge(till, pending, options())).kind).to.equal("paid");
  });

  it("is refused when the network fails and the payment is of another day", async () => {
    const pending = await prepareCharge(till, signed, { amountCents: 1_250n, askedCents: 1_250n });
    answers = [answer(503, {}), answer(200, payment(pending.paymentId, NOW - DAY_SECONDS))];

    const result = await sendCharge(till, pending, options());

    expect(result.kind === "refused" && result.error.code).to.equal("authorisation-used");
  });

  describe("by card", () => {
    const charge = () => ({ shopId: newId(), amountCents: 1_250n });
    const byCard = async (): Promise<PendingCharge> => ({
      paymentId: hash("ab"),
      startedAt: NOW,
      body: { attemptId: newId(), signature: signed.signature, charge: charge() },
    });

    it("is paid in the till's own session when the server made a new payment", async () => {
      const pending = await byCard();
      answers = [answer(201, payment(pending.paymentId, NOW))];

      expect((await sendCharge(till, pending, options())).kind).to.equal("paid");
    });

    it("is refused without anything to sign again, because the PIN is asked again", async () => {
      const pending = await byCard();
      answers = [answer(409, { code: "card-pin-wrong", params: { attemptsLeft: "2" } })];

      const result = await sendCharge(till, pending, options());

      expect(result).to.deep.include({ kind: "refused", signed: null, amountCents: 1_250n });
      expect(result.kind === "refused" && result.error.params).to.deep.equal({ attemptsLeft: "2" });
      expect(till.pending.get()).to.equal(null);
    });
  });

  it("keeps the moment at which it began when the same code is scanned again", async () => {
    const first = {
      ...(await prepareCharge(till, signed, { amountCents: 1_250n, askedCents: 1_250n })),
      startedAt: NOW - DAY_SECONDS,
    };
    till.pending.set(first);

    const again = await prepareCharge(till, signed, { amountCents: 1_250n, askedCents: 1_250n });

    expect(again.startedAt).to.equal(first.startedAt);
  });
});
