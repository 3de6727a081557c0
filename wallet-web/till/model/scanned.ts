// What the till's camera read: a family's cheque, a printed card, or what else it is.
import { decodeCardQr, isCardQr } from "../../shared/protocol/card-qr.ts";
import {
  decodeAuthorisationQr,
  type QrProblem,
  type SignedAuthorisation,
} from "../../shared/protocol/qr-payload.ts";
import type { Deployment } from "../../shared/protocol/typed-data.ts";

export type ScanProblem =
  | QrProblem
  | "foreign-link"
  | "letter"
  | "shop-request"
  | "till-link"
  | "card-truncated"
  | "card-other-version";

export type Scanned =
  | { ok: true; value: SignedAuthorisation }
  | { ok: true; cardCode: string }
  | { ok: false; problem: ScanProblem };

export function readScanned(deployment: Deployment, text: string): Scanned {
  if (isCardQr(text)) return readCard(deployment, text);
  const read = decodeAuthorisationQr(deployment, text);
  if (read.ok) return read;
  return { ok: false, problem: closer(read.problem, text.trim()) };
}

/** Nobody with a card can open an app again: what is wrong with it has sentences of its own. */
function readCard(deployment: Deployment, text: string): Scanned {
  const read = decodeCardQr(deployment, text);
  if (read.ok) return { ok: true, cardCode: read.value };
  const { problem } = read;
  const isOfCard = problem === "truncated" || problem === "other-version";
  return { ok: false, problem: isOfCard ? `card-${problem}` : problem };
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
