// A cheque pays once: showing it again, with the same amount, must never look like a payment at the till.
import { expect } from "chai";
import { IDBFactory } from "fake-indexeddb";
import { createApi } from "../../../wallet-web/shared/api.ts";
import type { PaymentAnswer } from "../../../wallet-web/shared/api-types.ts";
import { openAppDatabase } from "../../../wallet-web/shared/database.ts";
import { createStore } from "../../../wallet-web/shared/store.ts";
import {
  type ChequeBody,
  type PendingCharge,
  prepareCharge,
  sendCharge,
} from "../../../wallet-web/till/model/charge.ts";
import { notePayment } from "../../../wallet-web/till/model/follow.ts";
import { makeTillKey, openLists, type Till } from "../../../wallet-web/till/model/till.ts";
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
    const database = await openAppDatabase("till", new IDBFactory());
    await makeTillKey(database);
    till = {
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
      shop: createStore({ shopId }),
      payments: createStore([]),
      ...(await openLists(database)),
      watched: null,
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
  const onDisk = async () => (await openLists(till.database)).pending.get();
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
    expect(till.pending.find(pending.paymentId)).to.equal(null);
  });

  it("is paid when the answer to its own first sending got lost", async () => {
    const pending = await prepareCharge(till, signed, { amountCents: 1_250n, askedCents: 1_250n });
    answers = [answer(503, {}), answer(200, payment(pending.paymentId, NOW))];

    expect((await sendCharge(till, pending, options())).kind).to.equal("paid");
  });

  it("is paid when it was sent before the till was closed", async () => {
    const pending = await prepareCharge(till, signed, { amountCents: 1_250n, askedCents: 1_250n });
    await till.pending.keep(pending);
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
      expect(till.pending.find(pending.paymentId)).to.equal(null);
    });
  });

  it("keeps the moment at which it began when the same code is scanned again", async () => {
    const first = {
      ...(await prepareCharge(till, signed, { amountCents: 1_250n, askedCents: 1_250n })),
      startedAt: NOW - DAY_SECONDS,
    };
    await till.pending.keep(first);

    const again = await prepareCharge(till, signed, { amountCents: 1_250n, askedCents: 1_250n });

    expect(again.startedAt).to.equal(first.startedAt);
  });

  describe("while another isn't sure yet", () => {
    const ofAmount = (amountCents: bigint) =>
      prepareCharge(till, signed, { amountCents, askedCents: amountCents });
    /** Sent, and given up by the cashier before an answer came. */
    const unsure = async (): Promise<PendingCharge> => {
      const pending = { ...(await ofAmount(999n)), paymentId: hash("a1") };
      const stopped = new AbortController();
      answers = [answer(503, {})];
      const sending = sendCharge(till, pending, {
        signal: stopped.signal,
        onUncertain: () => stopped.abort(),
      });
      expect(
        await sending.then(
          () => "ended",
          () => "stopped",
        ),
      ).to.equal("stopped");
      return pending;
    };
    const keptOnDisk = async () => (await onDisk()).map(({ paymentId }) => paymentId);

    it("leaves that one kept, here and on the disk, however it ends itself", async () => {
      const first = await unsure();
      for (const [status, kind] of [
        [201, "paid"],
        [409, "refused"],
      ] as const) {
        const second = {
          ...(await ofAmount(1_250n)),
          paymentId: hash(kind === "paid" ? "b1" : "b2"),
        };
        answers = [
          answer(status, { ...payment(second.paymentId, NOW), code: "insufficient-budget" }),
        ];
        expect((await sendCharge(till, second, options())).kind).to.equal(kind);
        expect(till.pending.get()).to.deep.equal([first]);
        expect(await onDisk()).to.deep.equal([first]);
      }
    });

    it("is kept beside it when it isn't sure either, and each ends by its own result", async () => {
      const first = await unsure();
      const second = { ...(await ofAmount(1_250n)), paymentId: hash("b1") };
      await till.pending.keep(second);
      expect(await keptOnDisk()).to.deep.equal([first.paymentId, second.paymentId]);

      answers = [answer(200, payment(first.paymentId, NOW))];
      expect((await sendCharge(till, first, options())).kind).to.equal("paid");
      expect(await keptOnDisk()).to.deep.equal([second.paymentId]);

      notePayment(till, payment(second.paymentId, NOW));
      expect(till.pending.get()).to.deep.equal([]);
      expect(await keptOnDisk()).to.deep.equal([]);
    });

    it("is not lost to another window of the same till", async () => {
      const otherWindow = await openLists(till.database);
      const first = await unsure();
      const second = { ...(await ofAmount(1_250n)), paymentId: hash("b1") };
      await otherWindow.pending.keep(second);
      expect(await keptOnDisk()).to.deep.equal([first.paymentId, second.paymentId]);
    });

    it("is said to have been paid when nobody watched it, and only then", async () => {
      const first = await unsure();
      notePayment(till, payment(first.paymentId, NOW));
      expect((await openLists(till.database)).late.get()).to.deep.equal([
        { paymentId: first.paymentId, amountCents: 1_250n, paidAt: NOW },
      ]);
      await till.late.forget(first.paymentId);

      for (const why of ["is watched", "is known", "is of another day"]) {
        const pending = { ...first, paymentId: hash("b1") };
        const paidAt = why === "is of another day" ? NOW - DAY_SECONDS : NOW;
        till.watched = why === "is watched" ? pending.paymentId : null;
        till.payments.set(why === "is known" ? [payment(pending.paymentId, paidAt)] : []);
        await till.pending.keep(pending);
        notePayment(till, payment(pending.paymentId, paidAt));
        expect(await keptOnDisk(), why).to.deep.equal([]);
        expect((await openLists(till.database)).late.get(), why).to.deep.equal([]);
      }
    });
  });

  it("reads the one charge that an earlier version of the till kept", async () => {
    const pending = await prepareCharge(till, signed, { amountCents: 1_250n, askedCents: 1_250n });
    await till.database.write("pending-charge", pending);

    expect(await onDisk()).to.deep.equal([pending]);
    const other = { ...pending, paymentId: hash("b1") };
    await till.pending.keep(other);
    expect(await onDisk()).to.deep.equal([pending, other]);
  });
});
