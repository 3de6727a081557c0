// What the QR of a printed card says. Apart from the arithmetic of cards, so that a till's first load has only this.
import { base32crockford } from "@scure/base";
import { concatBytes } from "./bytes.ts";
import { type QrResult, readCodeOf } from "./qr-payload.ts";
import { type Deployment, deploymentTag } from "./typed-data.ts";

/** The secret on a card, without what the server and the PIN add. */
export const CARD_SECRET_BYTES = 10;
/** As it is typed: groups of four, 5 bits a character. */
export const CARD_CODE_LENGTH = 16;

const QR_PREFIX = "KPC1:";

/** A card's QR: "KPC1:" and 24 characters of Crockford base32. QR version 2 at level Q. Layout: version 1, deployment tag 4, secret 10. */
export function encodeCardQr(deployment: Deployment, code: string): string {
  const payload = concatBytes(
    new Uint8Array([1]),
    deploymentTag(deployment),
    base32crockford.decode(code),
  );
  return QR_PREFIX + base32crockford.encode(payload);
}

/** Whether a scanned text says that it is a card, of whatever municipality. */
export function isCardQr(text: string): boolean {
  return text.trim().toUpperCase().startsWith(QR_PREFIX);
}

/** The code of a scanned card. */
export function decodeCardQr(deployment: Deployment, text: string): QrResult<string> {
  if (!isCardQr(text)) return { ok: false, problem: "foreign" };
  const given = text.trim().toUpperCase().slice(QR_PREFIX.length);
  const read = readCodeOf(deployment, given, 5 + CARD_SECRET_BYTES);
  if (!read.ok) return read;
  return { ok: true, value: base32crockford.encode(read.value(CARD_SECRET_BYTES)) };
}
