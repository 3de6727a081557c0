// What the QR codes of families and shops say, and what it is when they say something else.
import { base32crockford } from "@scure/base";
import { bytesToInteger, concatBytes, fromHex, type Hex, integerToBytes, toHex } from "./bytes.ts";
import { addressOf, type P256Signature } from "./signer.ts";
import { type Authorisation, type Deployment, deploymentTag, OPEN_SHOP } from "./typed-data.ts";

/** An open authorisation with its signature: what a family shows and a till scans. */
export type SignedAuthorisation = { authorisation: Authorisation; signature: P256Signature };

/** What a shop shows and a family scans: pay this amount here. */
export type PaymentRequestCode = { requestId: Hex; shopId: Hex; amountCents: bigint };

/** Why a scanned text is of no use; each has its own sentence on the screen. */
export type QrProblem = "foreign" | "other-municipality" | "other-version" | "truncated";
export type QrResult<T> = { ok: true; value: T } | { ok: false; problem: QrProblem };

const VERSION = 1;
const AUTHORISATION_PREFIX = "KP1:";
const AUTHORISATION_LENGTH = 167;
const REQUEST_LENGTH = 43;
const REQUEST_KEY = "betaal";

/**
 * A family's QR: "KP1:" and Crockford base32, all in the QR alphanumeric set, 272 characters (QR version 8 at level low).
 * Layout: version 1, deployment tag 4, beneficiary 16, maximum in cents 6, valid after 4, valid before 4, nonce 4, x, y, r, s 32 each.
 */
export function encodeAuthorisationQr(deployment: Deployment, signed: SignedAuthorisation): string {
  const { authorisation, signature } = signed;
  if (authorisation.shopId !== OPEN_SHOP)
    throw new RangeError("only an open authorisation is shown as a QR");
  const payload = concatBytes(
    integerToBytes(VERSION, 1),
    deploymentTag(deployment),
    fromHex(authorisation.beneficiaryId),
    integerToBytes(authorisation.maximumAmountCents, 6),
    integerToBytes(authorisation.validAfter, 4),
    integerToBytes(authorisation.validBefore, 4),
    integerToBytes(authorisation.nonce, 4),
    ...[signature.x, signature.y, signature.r, signature.s].map(fromHex),
  );
  return AUTHORISATION_PREFIX + base32crockford.encode(payload);
}

/** What a till scanned, or what is wrong with it. The signature is the server's and the ledger's to check. */
export function decodeAuthorisationQr(
  deployment: Deployment,
  text: string,
): QrResult<SignedAuthorisation> {
  const family = /^KP(\d+):(.*)$/.exec(text.trim());
  if (!family) return { ok: false, problem: "foreign" };
  if (family[1] !== String(VERSION)) return { ok: false, problem: "other-version" };
  const read = readCodeOf(deployment, family[2] ?? "", AUTHORISATION_LENGTH);
  if (!read.ok) return read;
  const take = read.value;
  const beneficiaryId = toHex(take(16));
  const maximumAmountCents = bytesToInteger(take(6));
  const [validAfter, validBefore, nonce] = [take(4), take(4), take(4)].map((part) =>
    Number(bytesToInteger(part)),
  ) as [number, number, number];
  const [x, y, r, s] = [take(32), take(32), take(32), take(32)].map(toHex) as [Hex, Hex, Hex, Hex];
  const authorisation = {
    beneficiaryId,
    shopId: OPEN_SHOP,
    maximumAmountCents,
    validAfter,
    validBefore,
    nonce,
    device: addressOf({ x, y }),
  };
  return { ok: true, value: { authorisation, signature: { x, y, r, s } } };
}

/** A shop's QR: a link to the family app, so that any phone's camera opens it; what it says rides in the fragment, which no server sees. */
export function encodePaymentRequestQr(
  deployment: Deployment,
  origin: string,
  code: PaymentRequestCode,
): string {
  const payload = concatBytes(
    integerToBytes(VERSION, 1),
    deploymentTag(deployment),
    fromHex(code.requestId),
    fromHex(code.shopId),
    integerToBytes(code.amountCents, 6),
  );
  return `${origin}/family/#${REQUEST_KEY}=${base32crockford.encode(payload)}`;
}

/** What a family scanned at a till, or opened as a link, or what is wrong with it. */
export function decodePaymentRequestQr(
  deployment: Deployment,
  text: string,
): QrResult<PaymentRequestCode> {
  const match = new RegExp(`/family/#${REQUEST_KEY}=([0-9A-Z]*)$`).exec(text.trim());
  if (!match) return { ok: false, problem: "foreign" };
  const read = readCodeOf(deployment, match[1] ?? "", REQUEST_LENGTH);
  if (!read.ok) return read;
  const take = read.value;
  return {
    ok: true,
    value: {
      requestId: toHex(take(16)),
      shopId: toHex(take(16)),
      amountCents: bytesToInteger(take(6)),
    },
  };
}

/** Checks length, version and municipality; then gives a function that takes the next bytes. */
export function readCodeOf(
  deployment: Deployment,
  text: string,
  length: number,
): QrResult<(count: number) => Uint8Array> {
  let payload: Uint8Array;
  try {
    payload = base32crockford.decode(text);
  } catch {
    return { ok: false, problem: "truncated" };
  }
  if (payload[0] !== undefined && payload[0] !== VERSION)
    return { ok: false, problem: "other-version" };
  if (payload.length !== length) return { ok: false, problem: "truncated" };
  if (toHex(payload.slice(1, 5)) !== toHex(deploymentTag(deployment))) {
    return { ok: false, problem: "other-municipality" };
  }
  let offset = 5;
  const take = (count: number) => {
    offset += count;
    return payload.slice(offset - count, offset);
  };
  return { ok: true, value: take };
}
