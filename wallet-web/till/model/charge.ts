// Charges a family's cheque, or what a card signed. A charge is kept before it is sent and sent, the same, until its result is known: never twice, never guessed.
import type { CallOptions } from "../../shared/api.ts";
import type { PaymentAnswer } from "../../shared/api-types.ts";
import { ApiError, loadSentences } from "../../shared/problem.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { SignedAuthorisation } from "../../shared/protocol/qr-payload.ts";
import type { P256Signature } from "../../shared/protocol/signer.ts";
import {
  authorisationDigest,
  type Charge,
  chargeDigest,
} from "../../shared/protocol/typed-data.ts";
import { notePayment } from "./follow.ts";
import { isMadeBy } from "./late.ts";
import { shopIdOf, type Till, tillKey } from "./till.ts";

export type PendingCharge<Body = ChequeBody | CardBody> = {
  paymentId: Hex;
  startedAt: number;
  body: Body;
};
export type ChequeBody = SignedAuthorisation & { charge: Charge; tillSignature: P256Signature };
/** The signature pays this charge and nothing else; code, PIN and key are not in it. */
type CardBody = { attemptId: Hex; signature: P256Signature; charge: Charge };

/** Whether a charge is of a family's own cheque, which a till can check by itself. */
export const isCheque = (body: PendingCharge["body"]): body is ChequeBody =>
  "authorisation" in body;

/** How a charge ended. `refused` is certain: nothing was paid by it. `signed` is null of a card: its PIN is asked again. */
export type ChargeResult =
  | { kind: "paid"; payment: PaymentAnswer }
  | { kind: "refused"; error: ApiError; signed: SignedAuthorisation | null; amountCents: bigint };

/** What a customer was to pay, when only a part of it could be paid here. Kept on this device, for the receipt. */
const askedAs = (paymentId: string) => `asked/${paymentId}`;
export const readAsked = (till: Till, paymentId: string) =>
  till.database.read<bigint>(askedAs(paymentId));

/** Keeps it, or forgets what an earlier charge of the same code kept. */
export async function noteAsked(
  till: Till,
  paymentId: string,
  { amountCents, askedCents }: { amountCents: bigint; askedCents: bigint },
): Promise<void> {
  if (askedCents > amountCents) await till.database.write(askedAs(paymentId), askedCents);
  else await till.database.remove(askedAs(paymentId));
}

/**
 * Signs shop and amount onto the cheque.
 * @param askedCents The whole amount, where this is a part of it.
 */
export async function prepareCharge(
  till: Till,
  signed: SignedAuthorisation,
  { amountCents, askedCents }: { amountCents: bigint; askedCents: bigint },
): Promise<PendingCharge<ChequeBody>> {
  const [deployment, key] = await Promise.all([till.deployments.get(), tillKey(till.database)]);
  const paymentId = authorisationDigest(deployment, signed.authorisation);
  const charge = { shopId: shopIdOf(till), amountCents };
  const tillSignature = await key.sign(chargeDigest(deployment, paymentId, charge));
  await noteAsked(till, paymentId, { amountCents, askedCents });
  return {
    paymentId,
    // The same code again, of which the result isn't known yet, is the same sale.
    startedAt: till.pending.find(paymentId)?.startedAt ?? till.deployments.now(),
    body: { ...signed, charge, tillSignature },
  };
}

/** A code that paid here and is good for hours more, so that it isn't accepted again without a connection. */
export type UsedCode = { paymentId: Hex; validBefore: number };
export const USED = "used-codes";
/** A code that ends sooner is never accepted without a connection. */
export const LONG_SECONDS = 3_600;

async function noteUsed(till: Till, { paymentId, body }: PendingCharge): Promise<void> {
  const now = till.deployments.now();
  // A card's signature pays its one attempt, which the server ends.
  if (!isCheque(body)) return;
  const { validBefore } = body.authorisation;
  if (validBefore - now < LONG_SECONDS) return;
  const before = (await till.database.read<UsedCode[]>(USED)) ?? [];
  const good = before.filter((one) => one.validBefore > now && one.paymentId !== paymentId);
  await till.database.write(USED, [...good, { paymentId, validBefore }]);
}

/** Sends a charge until it is known how it ended, or until `signal` says to stop waiting. */
export async function sendCharge(
  till: Till,
  pending: PendingCharge,
  options: { signal: AbortSignal; onUncertain: () => void },
): Promise<ChargeResult> {
  const { body, paymentId } = pending;
  let mayHaveArrived = till.pending.find(paymentId) !== null;
  const isKnown = !mayHaveArrived && till.payments.get().some((one) => one.paymentId === paymentId);
  let isNew = false;
  await till.pending.keep(pending);
  try {
    const payment = await post(till, body, {
      signal: options.signal,
      retry: "until-known",
      onUncertain() {
        mayHaveArrived = true;
        options.onUncertain();
      },
      onStatus: (status) => {
        isNew = status === 201;
      },
    });
    await till.pending.forget(paymentId);
    const isOurs = isNew || (mayHaveArrived && !isKnown && isMadeBy(pending, payment));
    if (!isOurs) return refused(body, await usedBefore());
    await noteUsed(till, pending);
    notePayment(till, payment);
    return { kind: "paid", payment };
  } catch (error) {
    if (!(error instanceof ApiError) || error.isUncertain) throw error;
    await till.pending.forget(paymentId);
    return refused(body, error);
  }
}

function post(till: Till, body: PendingCharge["body"], options: CallOptions) {
  if (!("attemptId" in body)) return till.openApi.post<PaymentAnswer>("/payments", body, options);
  const { attemptId, signature } = body;
  return till.api.post<PaymentAnswer>("/card-payments", { attemptId, signature }, options);
}

function refused(body: PendingCharge["body"], error: ApiError): ChargeResult {
  const { amountCents } = body.charge;
  if ("attemptId" in body) return { kind: "refused", error, signed: null, amountCents };
  const { charge: _charge, tillSignature: _, ...signed } = body;
  return { kind: "refused", error, signed, amountCents };
}

async function usedBefore(): Promise<ApiError> {
  await loadSentences();
  return new ApiError({ code: "authorisation-used", status: 409 });
}

/** Refusals that say what can be paid, and under which name. */
const PAYABLE_IN: Readonly<Record<string, string>> = {
  "insufficient-budget": "availableCents",
  "amount-above-authorisation": "maximumCents",
  "card-payment-limit": "limitCents",
  "card-day-limit": "leftCents",
};

/** What can be paid of a refused amount, when the refusal says so; null when it doesn't or when that is nothing. */
export function payableOf({ code, params }: ApiError): bigint | null {
  const given = params[PAYABLE_IN[code] ?? ""];
  if (given === undefined || !/^\d+$/.test(given)) return null;
  return BigInt(given) > 0n ? BigInt(given) : null;
}

/** A cheque for less than the amount needs no server to be refused. */
export function refusalOnSight(signed: SignedAuthorisation, amountCents: bigint): ApiError | null {
  const { maximumAmountCents } = signed.authorisation;
  if (amountCents <= maximumAmountCents) return null;
  return new ApiError({
    code: "amount-above-authorisation",
    status: 409,
    params: { maximumCents: String(maximumAmountCents), requestedCents: String(amountCents) },
  });
}
