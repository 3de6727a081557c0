// What the till's camera read: a family's cheque, or what else it is.
import {
  decodeAuthorisationQr,
  type QrProblem,
  type SignedAuthorisation,
} from "../../shared/protocol/qr-payload.ts";
import type { Deployment } from "../../shared/protocol/typed-data.ts";

export type ScanProblem = QrProblem | "foreign-link" | "letter" | "shop-request" | "till-link";

export type Scanned =
  | { ok: true; value: SignedAuthorisation }
  | { ok: false; problem: ScanProblem };

export function readScanned(deployment: Deployment, text: string): Scanned {
  const read = decodeAuthorisationQr(deployment, text);
  if (read.ok) return read;
  return { ok: false, problem: closer(read.problem, text.trim()) };
}

/** A foreign code that we can say more about. */
function closer(problem: QrProblem, text: string): ScanProblem {
  if (problem !== "foreign") return problem;
  if (/\/family\/#code=/.test(text)) return "letter";
  if (/\/family\/#betaal=/.test(text)) return "shop-request";
  if (/\/(till|desk)\/#/.test(text)) return "till-link";
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? "foreign-link" : "foreign";
}

/** The code in a till's link, if that is what was read. */
export function tillCodeIn(text: string): string | null {
  return /\/till\/#code=([^&\s]+)$/.exec(text.trim())?.[1] ?? null;
}
