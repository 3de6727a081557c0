// Finds a shop's request by the short code that the till shows beside its QR.
import type { PaymentRequestAnswer } from "../../shared/api-types.ts";
import type { PaymentRequestCode } from "../../shared/protocol/qr-payload.ts";
import type { Family } from "./family.ts";

/** @throws {ApiError} `code-unknown` */
export async function findRequest(family: Family, code: string): Promise<PaymentRequestCode> {
  const request = await family.api.post<PaymentRequestAnswer>("/payment-request-lookups", { code });
  const { requestId, shopId } = request;
  return { requestId, shopId, amountCents: BigInt(request.amountCents) };
}
