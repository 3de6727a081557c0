// Payments as families and tills sign them, and as the ledger takes them.
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { P256Signature, Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import {
  type Authorisation,
  authorisationDigest,
  chargeDigest,
  type Deployment,
  OPEN_SHOP,
} from "../../../wallet-web/shared/protocol/typed-data.ts";
import type { Town } from "./town.ts";

export type ChainAuthorisation = Omit<Authorisation, "maximumAmountCents"> & {
  maximumAmount: bigint;
};
export type ShopBound = {
  paymentId: Hex;
  authorisation: ChainAuthorisation;
  signature: P256Signature;
};
export type Open = ShopBound & {
  charge: { shopId: Hex; amount: bigint };
  tillSignature: P256Signature;
};

type Given = {
  amount?: bigint;
  nonce?: number;
  validAfter?: number;
  validBefore?: number;
  beneficiaryId?: Hex;
  /** Who the authorisation names. */
  device?: Signer;
  /** Who signs it, when that is somebody else. */
  signedBy?: Signer;
  deployment?: Deployment;
};
export type GivenShopBound = Given & { shopId?: Hex };
export type GivenOpen = Given & {
  maximum?: bigint;
  shopId?: Hex;
  till?: Signer;
  tillSignedBy?: Signer;
};

/** Anna pays 12.50 at the bakery, or what is given. */
export async function shopBound(town: Town, given: GivenShopBound = {}): Promise<ShopBound> {
  return authorise(town, { ...given, shopId: given.shopId ?? town.bakery.id });
}

/** Anna shows a QR for at most 20.00 and the bakery charges 12.50, or what is given. */
export async function open(town: Town, given: GivenOpen = {}): Promise<Open> {
  const deployment = given.deployment ?? town.deployment;
  const charge = { shopId: given.shopId ?? town.bakery.id, amount: given.amount ?? 1_250n };
  const signed = await authorise(town, {
    ...given,
    amount: given.maximum ?? 2_000n,
    shopId: OPEN_SHOP,
  });
  const digest = chargeDigest(deployment, signed.paymentId, {
    shopId: charge.shopId,
    amountCents: charge.amount,
  });
  const till = given.tillSignedBy ?? given.till ?? town.bakery.till;
  return { ...signed, charge, tillSignature: await till.sign(digest) };
}

/** The arguments of `payShopBound`. */
export function shopBoundArgs(payment: ShopBound) {
  return [payment.authorisation, payment.signature] as const;
}

/** The arguments of `payOpen`. */
export function openArgs(payment: Open) {
  return [payment.authorisation, payment.signature, payment.charge, payment.tillSignature] as const;
}

/** Submits a shop-bound payment, good or not, by somebody who has no role. */
export async function submitShopBound(town: Town, given: GivenShopBound = {}) {
  return town.ledgerAs(town.stranger).payShopBound(...shopBoundArgs(await shopBound(town, given)));
}

/** Submits an open payment, good or not, by somebody who has no role. */
export async function submitOpen(town: Town, given: GivenOpen = {}) {
  return town.ledgerAs(town.stranger).payOpen(...openArgs(await open(town, given)));
}

/** Makes a shop-bound payment that must succeed. */
export async function pay(town: Town, given: GivenShopBound = {}): Promise<ShopBound> {
  const payment = await shopBound(town, given);
  await town.ledgerAs(town.stranger).payShopBound(...shopBoundArgs(payment));
  return payment;
}

/** The errors that a batch's refusals carry, by name and arguments, and the payments that they are for. */
export async function refusalsIn(town: Town, sent: Promise<Sent>) {
  const receipt = await (await sent).wait();
  return (receipt?.logs ?? []).flatMap((log) => {
    const event = town.ledger.interface.parseLog(log);
    if (event?.name !== "PaymentRefused") return [];
    const error = town.ledger.interface.parseError(event.args.reason);
    return [{ paymentId: event.args.paymentId, name: error?.name, args: [...(error?.args ?? [])] }];
  });
}
type Sent = { wait: () => Promise<{ logs: readonly Log[] } | null> };
type Log = { topics: readonly string[]; data: string };

async function authorise(town: Town, given: Given & { shopId: Hex }): Promise<ShopBound> {
  const device = given.device ?? town.anna.phone;
  const authorisation: Authorisation = {
    beneficiaryId: given.beneficiaryId ?? town.anna.id,
    shopId: given.shopId,
    maximumAmountCents: given.amount ?? 1_250n,
    validAfter: given.validAfter ?? town.terms.startsAt,
    validBefore: given.validBefore ?? town.terms.endsAt + 1_000,
    nonce: given.nonce ?? 1,
    device: device.address,
  };
  const paymentId = authorisationDigest(given.deployment ?? town.deployment, authorisation);
  const { maximumAmountCents, ...rest } = authorisation;
  return {
    paymentId,
    authorisation: { ...rest, maximumAmount: maximumAmountCents },
    signature: await (given.signedBy ?? device).sign(paymentId),
  };
}
