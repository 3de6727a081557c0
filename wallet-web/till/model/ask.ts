// Asks to be paid an amount: a request that the till shows as a QR and a family answers.
import type { PaymentRequestAnswer } from "../../shared/api-types.ts";
import { cryptoRandomBytes, type Hex, randomId } from "../../shared/protocol/bytes.ts";
import { encodePaymentRequestQr } from "../../shared/protocol/qr-payload.ts";
import { shopIdOf, type Till } from "./till.ts";

export type ShownRequest = { request: PaymentRequestAnswer; qr: string };

export async function askPayment(till: Till, amountCents: bigint): Promise<ShownRequest> {
  const shopId = shopIdOf(till);
  const requestId = randomId(cryptoRandomBytes);
  const body = { requestId, shopId, amountCents };
  const [deployment, request] = await Promise.all([
    till.deployments.get(),
    till.api.post<PaymentRequestAnswer>("/payment-requests", body),
  ]);
  const code = { requestId: request.requestId as Hex, shopId, amountCents };
  return { request, qr: encodePaymentRequestQr(deployment, location.origin, code) };
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

/** Takes it back. @throws {ApiError} `payment-request-closed` when it was paid, or is about to be. */
export const cancelRequest = (till: Till, requestId: string) =>
  till.api.delete<void>(`/payment-requests/${requestId}`);
