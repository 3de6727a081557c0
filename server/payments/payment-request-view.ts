// Shows a payment request as the API does.
import type { z } from "zod";
import type { paymentRequestAnswer } from "../http/schemas/family.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { PaymentRequest } from "./payment-requests.ts";

export async function showPaymentRequest(
  profiles: Profiles,
  request: PaymentRequest,
): Promise<z.input<typeof paymentRequestAnswer>> {
  const names = await profiles.namesOf([request.shopId]);
  return {
    ...request,
    shopName: names.get(request.shopId) ?? "",
    amountCents: String(request.amountCents),
  };
}
