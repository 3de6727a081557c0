// Signs cheques: the open one that the QR shows, and the one for a shop's own request.
import type { PaymentAnswer, PaymentCodeAnswer } from "../../shared/api-types.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import {
  encodeAuthorisationQr,
  type SignedAuthorisation,
} from "../../shared/protocol/qr-payload.ts";
import {
  type Authorisation,
  authorisationDigest,
  OPEN_SHOP,
} from "../../shared/protocol/typed-data.ts";
import type { Child } from "./child.ts";
import { type Family, signerOf } from "./family.ts";

/** How long a QR is good. */
export const VALID_SECONDS = 300;
/** How long one is good for a shop without internet, which sends it when it is back; see docs/decisions/0012. */
export const LONG_SECONDS = 12 * 3_600;
/** A new QR is made this long before the old one ends, so that the one on the screen is always good for a while. */
export const RENEW_BEFORE_SECONDS = 60;
/** Clocks differ a little; a cheque that is good from a moment ago is no less safe. */
const SLACK_SECONDS = 120;

/** An open cheque as a QR, and the id that its payment will have. */
export type ShownCheque = {
  qr: string;
  paymentId: Hex;
  validBefore: number;
  signed: SignedAuthorisation;
};

/** The most that a code for a shop without internet is good for; 0 where the scheme doesn't have it. */
export function offlineLimitOf(family: Family, child: Child): bigint {
  const { schemes } = family.deployments.store.get() ?? { schemes: [] };
  const scheme = schemes.find(({ schemeId }) => schemeId === child.schemeId);
  return BigInt(scheme?.offline?.perPaymentCents ?? 0);
}

/** Signs an open cheque for any admitted shop, up to an amount. Works offline. */
export async function makeOpenCheque(
  family: Family,
  child: Child,
  { maximumAmountCents, isLong = false }: { maximumAmountCents: bigint; isLong?: boolean },
): Promise<ShownCheque> {
  const deployment = await family.deployments.get();
  const terms = { shopId: OPEN_SHOP, maximumAmountCents };
  const signed = await sign(family, child, terms, isLong ? LONG_SECONDS : VALID_SECONDS);
  const paymentId = authorisationDigest(deployment, signed.authorisation);
  const { validBefore } = signed.authorisation;
  await family.signed.add(paymentId, validBefore);
  return { qr: encodeAuthorisationQr(deployment, signed), paymentId, validBefore, signed };
}

/** Leaves a cheque at the server; gives the short code under which a till can have it. */
export async function leaveCheque(family: Family, cheque: ShownCheque): Promise<string> {
  const { code } = await family.api.post<PaymentCodeAnswer>("/payment-codes", cheque.signed);
  return code;
}

/** What a shop asked: its request, and the exact amount. */
export type Asked = { requestId: Hex; shopId: Hex; amountCents: bigint };

type KeptCheque = { beneficiaryId: Hex; signed: SignedAuthorisation };
const keptAs = (requestId: Hex) => `cheque/${requestId}`;

/**
 * Pays a shop's request. The cheque is kept before it is sent and used again when the person tries again:
 * one request never takes the money twice.
 */
export async function payRequest(
  family: Family,
  child: Child,
  asked: Asked,
  onUncertain: () => void,
): Promise<PaymentAnswer> {
  const { database, deployments } = family;
  const name = keptAs(asked.requestId);
  const kept = await database.read<KeptCheque>(name);
  const isGood =
    kept?.beneficiaryId === child.beneficiaryId &&
    kept.signed.authorisation.validBefore > deployments.now();
  const signed = isGood
    ? kept.signed
    : await sign(family, child, { shopId: asked.shopId, maximumAmountCents: asked.amountCents });
  await database.write(name, { beneficiaryId: child.beneficiaryId, signed } satisfies KeptCheque);
  const paymentId = authorisationDigest(await deployments.get(), signed.authorisation);
  await family.signed.add(paymentId, signed.authorisation.validBefore);
  const payment = await family.api.post<PaymentAnswer>(
    "/payments",
    { ...signed, requestId: asked.requestId },
    { retry: "until-known", onUncertain },
  );
  await database.remove(name);
  return payment;
}

async function sign(
  family: Family,
  child: Child,
  terms: Pick<Authorisation, "shopId" | "maximumAmountCents">,
  validSeconds = VALID_SECONDS,
): Promise<SignedAuthorisation> {
  const [deployment, signer] = await Promise.all([
    family.deployments.get(),
    signerOf(family, child),
  ]);
  const now = family.deployments.now();
  const authorisation: Authorisation = {
    beneficiaryId: child.beneficiaryId,
    ...terms,
    validAfter: now - SLACK_SECONDS,
    validBefore: now + validSeconds,
    nonce: await family.database.nextNumber(`nonce/${signer.address}`),
    device: signer.address,
  };
  const signature = await signer.sign(authorisationDigest(deployment, authorisation));
  return { authorisation, signature };
}
