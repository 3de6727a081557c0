// Why nothing was given back. The sentences of many refusals speak of paying; here money goes the other way.
import { ApiError, type ProblemText, problemText } from "../../shared/problem.ts";
import { t } from "../texts.ts";

const OWN = [
  "beneficiary-not-usable",
  "scheme-paused",
  "scheme-closed",
  "shop-not-admitted",
  "till-unknown",
] as const;

/** What a person reads of a refund that failed. */
export function refundProblemText(error: unknown): ProblemText {
  if (!(error instanceof ApiError)) return problemText(error);
  // The server answered that it can't tell; without an answer the device's own sentence says so.
  if (error.status >= 500) return own("unsure");
  const code = OWN.find((one) => one === error.code);
  return code ? own(code) : problemText(error);
}

const own = (what: (typeof OWN)[number] | "unsure"): ProblemText => ({
  title: t(`refund.${what}.title`),
  todo: t(`refund.${what}.todo`),
});
