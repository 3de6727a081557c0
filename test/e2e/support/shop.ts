// A shop that acts by signature alone, as its till would: for tests that look at the family's side.
import { ApiRefusal } from "../../../scripts/demo/api.ts";
import type { Demo } from "../../../scripts/demo/context.ts";
import { sign } from "../../../scripts/demo/context.ts";
import type { PaymentAnswer } from "../../../wallet-web/shared/api-types.ts";
import {
  cryptoRandomBytes,
  type Hex,
  randomId,
} from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import {
  decodeAuthorisationQr,
  encodePaymentRequestQr,
} from "../../../wallet-web/shared/protocol/qr-payload.ts";
import {
  authorisationDigest,
  chargeDigest,
} from "../../../wallet-web/shared/protocol/typed-data.ts";

/** Charges what a family's QR says, at a shop. @throws {ApiRefusal} */
export async function chargeByApi(
  demo: Demo,
  given: { qr: string; shopName: string; amountCents: bigint },
): Promise<PaymentAnswer> {
  const read = decodeAuthorisationQr(demo.deployment, given.qr);
  if (!read.ok) throw new Error(`the family's QR is ${read.problem}`);
  const { authorisation, signature } = read.value;
  const till = await demo.people.shopkeeper(given.shopName);
  const { shopId } = demo.people.shop(given.shopName);
  const charge = { shopId, amountCents: given.amountCents };
  const paymentId = authorisationDigest(demo.deployment, authorisation);
  const tillSignature = await till.sign(chargeDigest(demo.deployment, paymentId, charge));
  return demo.api.post("/payments", { authorisation, signature, charge, tillSignature });
}

/** The same, which must be refused. @returns the refusal's code. */
export async function refusedByApi(
  demo: Demo,
  given: { qr: string; shopName: string; amountCents: bigint },
): Promise<string> {
  try {
    await chargeByApi(demo, given);
  } catch (error) {
    if (error instanceof ApiRefusal) return error.code;
    throw error;
  }
  throw new Error("the charge was taken");
}

/** Asks for an amount, and gives what the shop's QR says. */
export async function requestByApi(
  demo: Demo,
  given: { shopName: string; amountCents: bigint; origin: string },
): Promise<{ requestId: Hex; qr: string }> {
  const till = await demo.people.shopkeeper(given.shopName);
  const { shopId } = demo.people.shop(given.shopName);
  const token = await demo.api.openSession(demo.deployment, [till]);
  const requestId = randomId(cryptoRandomBytes);
  const { amountCents } = given;
  await demo.api.post("/payment-requests", { requestId, shopId, amountCents }, token);
  const qr = encodePaymentRequestQr(demo.deployment, given.origin, {
    requestId,
    shopId,
    amountCents,
  });
  return { requestId, qr };
}

/** Gives a part of a payment back. */
export async function refundByApi(
  demo: Demo,
  given: { payment: PaymentAnswer; shopName: string; amountCents: bigint },
): Promise<void> {
  const till = await demo.people.shopkeeper(given.shopName);
  const command = commands.refund({
    paymentId: given.payment.paymentId as Hex,
    beneficiaryId: given.payment.beneficiaryId as Hex,
    shopId: given.payment.shopId as Hex,
    amountCents: given.amountCents,
  });
  await demo.api.post("/refunds", await sign(demo, till, command));
}
