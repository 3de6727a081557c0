// Asks to be paid an amount: a request that the till shows as a QR and a family answers. It is kept as long as somebody could
// pay it, so that one that was left, by a lost connection or a closed window, is taken back and never paid unseen.
import type { PaymentAnswer, PaymentRequestAnswer } from "../../shared/api-types.ts";
import { ApiError } from "../../shared/problem.ts";
import { cryptoRandomBytes, type Hex, randomId } from "../../shared/protocol/bytes.ts";
import { encodePaymentRequestQr } from "../../shared/protocol/qr-payload.ts";
import { notePayment } from "./follow.ts";
import { noteLate } from "./late.ts";
import { shopIdOf, type Till } from "./till.ts";

export type KeptRequest = { requestId: Hex; amountCents: bigint };
export type ShownRequest = {
  request: PaymentRequestAnswer;
  qr: string;
  /** The screen that shows it is gone: what could still be paid is taken back. */
  leave: () => Promise<void>;
};

export async function askPayment(till: Till, amountCents: bigint): Promise<ShownRequest> {
  const shopId = shopIdOf(till);
  const requestId = randomId(cryptoRandomBytes);
  const body = { requestId, shopId, amountCents };
  const letGo = holdRequest(requestId);
  try {
    await till.requests.keep({ requestId, amountCents });
    const [deployment, request] = await Promise.all([
      till.deployments.get(),
      till.api.post<PaymentRequestAnswer>("/payment-requests", body),
    ]);
    const leave = async () => {
      await letGo();
      await takeBackLeft(till);
    };
    return { request, qr: encodePaymentRequestQr(deployment, location.origin, body), leave };
  } catch (error) {
    // Nobody saw it, so nobody can pay it.
    await till.requests.forget(requestId);
    await letGo();
    throw error;
  }
}

/** How often a till that shows a request says so: well within the ten minutes that the server gives it. */
export const STILL_SHOWN_MS = 180_000;

/** The request is still on the screen: it lasts longer, so that no customer has to be fast. */
export async function keepAsking(till: Till, request: PaymentRequestAnswer): Promise<void> {
  const { requestId, shopId, amountCents } = request;
  await till.api.post("/payment-requests", { requestId, shopId, amountCents }, { retry: "once" });
}

export const lookAtRequest = (till: Till, requestId: string) =>
  till.openApi.get<PaymentRequestAnswer>(`/payment-requests/${requestId}`);

/** The payment that answered it. */
export async function receiptOf(till: Till, request: PaymentRequestAnswer): Promise<PaymentAnswer> {
  const known = till.payments.get().find(({ paymentId }) => paymentId === request.paymentId);
  return known ?? till.api.get<PaymentAnswer>(`/payments/${request.paymentId}`);
}

/** Takes it back. @throws {ApiError} `payment-request-closed` when it was paid, or is about to be. */
export async function cancelRequest(till: Till, requestId: string): Promise<void> {
  await till.api.delete<void>(`/payment-requests/${requestId}`, { retry: "once" });
  await till.requests.forget(requestId);
}

/** Takes back every request that no window shows any more; of what was paid meanwhile it is said. Safe to call at any time. */
export async function takeBackLeft(till: Till): Promise<void> {
  for (const { requestId } of await till.requests.reread()) {
    await navigator.locks.request(lockOf(requestId), { ifAvailable: true }, async (lock) => {
      if (lock && till.requests.find(requestId)) await takeBack(till, requestId);
    });
  }
}

async function takeBack(till: Till, requestId: Hex): Promise<void> {
  try {
    await cancelRequest(till, requestId).catch(async (error: unknown) => {
      if (!(error instanceof ApiError && error.code === "payment-request-closed")) throw error;
      const request = await lookAtRequest(till, requestId);
      // About to be paid: the next look tells how that ended.
      if (request.state !== "paid") return;
      const payment = await receiptOf(till, request);
      await noteLate(till, payment);
      notePayment(till, payment);
      await till.requests.forget(requestId);
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 404) await till.requests.forget(requestId);
    // Else it isn't known: it stays kept, and is tried again.
  }
}

const lockOf = (requestId: Hex) => `kindpakket-till-request/${requestId}`;

/** Tells every window of this till that one shows it, until it is let go or that window is gone. */
function holdRequest(requestId: Hex): () => Promise<void> {
  let end = () => {};
  const shown = new Promise<void>((resolve) => {
    end = resolve;
  });
  const held = navigator.locks.request(lockOf(requestId), () => shown);
  return async () => {
    end();
    await held;
  };
}
