// How a family of the demonstration pays: a phone made from a letter, a cheque, a till's charge.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../wallet-web/shared/protocol/commands.ts";
import { signersOfLoginCode } from "../../wallet-web/shared/protocol/login-code.ts";
import {
  createDeviceKey,
  type Signer,
  signerFromKeyPair,
} from "../../wallet-web/shared/protocol/signer.ts";
import {
  type Authorisation,
  authorisationDigest,
  chargeDigest,
  OPEN_SHOP,
} from "../../wallet-web/shared/protocol/typed-data.ts";
import { act, type Demo } from "./context.ts";
import type { Letter } from "./people.ts";

export type Phone = { beneficiaryId: Hex; device: Signer; nextNonce: number };
export type Till = { shopId: Hex; name: string; key: Signer };
export type Payment = { paymentId: Hex; amountCents: string; refundedCents: string };

const FIVE_MINUTES_SECONDS = 300;

/** Puts the first child of a letter on a phone. */
export async function activateLetter(demo: Demo, letter: Letter): Promise<Phone> {
  const beneficiaryId = letter.beneficiaryIds[0] as Hex;
  const [codeKey] = await signersOfLoginCode(letter.code, "beneficiary", 1);
  const device = await signerFromKeyPair(await createDeviceKey());
  await act(demo, codeKey as Signer, commands.activate({ beneficiaryId, device: device.address }));
  return { beneficiaryId, device, nextNonce: 1 };
}

export async function authorise(
  demo: Demo,
  phone: Phone,
  bound: { shopId: Hex; amountCents: bigint },
) {
  const now = Math.floor(Date.now() / 1000);
  const authorisation: Authorisation = {
    beneficiaryId: phone.beneficiaryId,
    shopId: bound.shopId,
    maximumAmountCents: bound.amountCents,
    validAfter: now - FIVE_MINUTES_SECONDS,
    validBefore: now + FIVE_MINUTES_SECONDS,
    nonce: phone.nextNonce++,
    device: phone.device.address,
  };
  const paymentId = authorisationDigest(demo.deployment, authorisation);
  return { paymentId, authorisation, signature: await phone.device.sign(paymentId) };
}

export type Cheque = Awaited<ReturnType<typeof authorise>>;

/** A cheque for any shop. */
export function signOpen(demo: Demo, phone: Phone, amountCents: bigint): Promise<Cheque> {
  return authorise(demo, phone, { shopId: OPEN_SHOP, amountCents });
}

/** What a till does with it. */
export async function charge(
  demo: Demo,
  cheque: Cheque,
  till: Till,
  amountCents: bigint,
): Promise<Payment> {
  const given = { shopId: till.shopId, amountCents };
  const tillSignature = await till.key.sign(chargeDigest(demo.deployment, cheque.paymentId, given));
  const { authorisation, signature } = cheque;
  return demo.api.post("/payments", { authorisation, signature, charge: given, tillSignature });
}
