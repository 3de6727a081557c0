// A card of Bram, who has no phone, and payments with it as a till and the server sign them.
import { getAddress, SigningKey } from "ethers";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { cardAddress } from "../../../wallet-web/shared/protocol/card.ts";
import type { P256Signature, Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { coSignatureDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { signerOf } from "./keys.ts";
import { type ChainAuthorisation, type GivenShopBound, shopBound } from "./payments.ts";
import { openTown, type Town } from "./town.ts";

export const LIMITS = { perPayment: 2_000n, perDay: 5_000n };

export type CardPayment = {
  paymentId: string;
  authorisation: ChainAuthorisation;
  signature: P256Signature;
  coSignature: { r: string; vs: string };
};
export type GivenCard = Omit<GivenShopBound, "device" | "signedBy"> & {
  /** The key that the card's secret and PIN make. */
  key?: Signer;
  /** Who signs, when that is another key. */
  signedBy?: Signer;
  /** The device that the authorisation names, when it isn't the key's card. */
  device?: Signer;
  /** The co-signer's key; null: none was asked. */
  coSigner?: SigningKey | null;
  /** The payment that the co-signature is for, when it is another. */
  coSigned?: string;
};
export type CardTown = Awaited<ReturnType<typeof withCard>>;

/** The address that the ledger knows the card of a key by, in a signer's place. */
export function deviceOf(key: Signer): Signer {
  return { ...key, address: getAddress(cardAddress(key.address)) as Hex };
}

/** The town, where the sponsor allows cards and Bram has one. */
export async function withCard() {
  const town = await openTown();
  const key = signerOf("bram's card");
  await town.cardsAs(town.sponsor).setCardLimits(town.schemeId, LIMITS);
  await town.cardsAs(town.validator).linkCard(town.bram.id, key.address);
  return { ...town, key, card: deviceOf(key).address };
}

/** Bram pays 12.50 at the bakery by card, or what is given. */
export async function byCard(town: Town & { key: Signer }, given: GivenCard = {}) {
  const { key = town.key, coSigner = town.coSigner, coSigned, ...rest } = given;
  const payment = await shopBound(town, {
    beneficiaryId: town.bram.id,
    ...rest,
    device: given.device ?? deviceOf(key),
    signedBy: given.signedBy ?? key,
  });
  return { ...payment, coSignature: coSign(town, coSigned ?? payment.paymentId, coSigner) };
}

function coSign(town: Town, paymentId: string, coSigner: SigningKey | null) {
  const signer = coSigner ?? new SigningKey(`0x${"01".repeat(32)}`);
  const digest = coSignatureDigest(town.deployment, paymentId as Hex);
  const { r, yParityAndS } = signer.sign(digest);
  return { r, vs: yParityAndS };
}

/** The arguments of `payByCard`. */
export function cardArgs(payment: CardPayment) {
  return [payment.authorisation, payment.signature, payment.coSignature] as const;
}

/** Submits a payment by card, good or not, by somebody who has no role. */
export async function submitByCard(town: Town & { key: Signer }, given: GivenCard = {}) {
  return town.cardsAs(town.stranger).payByCard(...cardArgs(await byCard(town, given)));
}
