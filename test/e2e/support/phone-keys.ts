// A phone that is only its keys: signs cheques that no app would show, such as one that has expired.
import type { Demo } from "../../../scripts/demo/context.ts";
import { act } from "../../../scripts/demo/context.ts";
import type { Letter } from "../../../scripts/demo/people.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { signersOfLoginCode } from "../../../wallet-web/shared/protocol/login-code.ts";
import { encodeAuthorisationQr } from "../../../wallet-web/shared/protocol/qr-payload.ts";
import {
  createDeviceKey,
  type Signer,
  signerFromKeyPair,
} from "../../../wallet-web/shared/protocol/signer.ts";
import {
  type Authorisation,
  authorisationDigest,
  type Deployment,
  OPEN_SHOP,
} from "../../../wallet-web/shared/protocol/typed-data.ts";

export type PhoneKeys = { beneficiaryId: Hex; device: Signer };

/** Activates the first child of a letter. */
export async function activateByApi(demo: Demo, letter: Letter): Promise<PhoneKeys> {
  const [codeKey] = await signersOfLoginCode(letter.code, "beneficiary", 1);
  const device = await signerFromKeyPair(await createDeviceKey());
  const beneficiaryId = letter.beneficiaryIds[0] as Hex;
  const command = commands.activate({ beneficiaryId, device: device.address });
  await act(demo, codeKey as Signer, command);
  return { beneficiaryId, device };
}

/** The QR of a cheque for at most 50 euro, good around now unless told otherwise. */
export async function chequeQr(
  deployment: Deployment,
  { beneficiaryId, device }: PhoneKeys,
  terms: Partial<Authorisation> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const authorisation: Authorisation = {
    beneficiaryId,
    shopId: OPEN_SHOP,
    maximumAmountCents: 5_000n,
    validAfter: now - 300,
    validBefore: now + 300,
    nonce: 1,
    device: device.address,
    ...terms,
  };
  const signature = await device.sign(authorisationDigest(deployment, authorisation));
  return encodeAuthorisationQr(deployment, { authorisation, signature });
}
