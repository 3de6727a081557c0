// What a family's camera read: a shop's request, a letter's code, or something that is neither.
import {
  decodePaymentRequestQr,
  type PaymentRequestCode,
  type QrProblem,
} from "../../shared/protocol/qr-payload.ts";
import type { Deployment } from "../../shared/protocol/typed-data.ts";

export type ScanProblem = QrProblem | "foreign-link" | "own-kind" | "till-link";

export type Scanned =
  | { kind: "request"; code: PaymentRequestCode }
  | { kind: "letter"; typed: string }
  | { kind: "phone"; typed: string }
  | { kind: "problem"; problem: ScanProblem };

export function readScanned(deployment: Deployment, text: string): Scanned {
  const letter = /\/family\/#code=([^&\s]+)$/.exec(text.trim());
  if (letter) return { kind: "letter", typed: letter[1] ?? "" };
  const phone = /\/family\/#telefoon=([^&\s]+)$/.exec(text.trim());
  if (phone) return { kind: "phone", typed: phone[1] ?? "" };
  const request = decodePaymentRequestQr(deployment, text);
  if (request.ok) return { kind: "request", code: request.value };
  return { kind: "problem", problem: closer(request.problem, text.trim()) };
}

/** A foreign code that we can say more about. */
function closer(problem: QrProblem, text: string): ScanProblem {
  if (problem !== "foreign") return problem;
  if (/^KP\d+:/.test(text)) return "own-kind";
  if (/\/(till|desk)\/#/.test(text)) return "till-link";
  return /^[a-z]+:\/\//i.test(text) ? "foreign-link" : "foreign";
}
