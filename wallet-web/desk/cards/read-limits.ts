// What a sponsor fills in for printed cards, as the limits that the cards contract takes.
import type { CardLimits } from "../../shared/protocol/card-commands.ts";
import { parseEuros } from "../components/euros.ts";

export type CardLimitsForm = { perPayment: string; perDay: string };
export type CardLimitsProblems = Partial<
  Record<keyof CardLimitsForm, "amount.wrong" | "cardLimits.dayBelow">
>;

/** The limits, or per field the key of the sentence that says what is wrong. Zero per payment: no cards, whatever the day says. */
export function readCardLimits(form: CardLimitsForm): {
  limits: CardLimits | null;
  problems: CardLimitsProblems;
} {
  const perPaymentCents = parseEuros(form.perPayment);
  if (perPaymentCents === 0n) {
    return { limits: { perPaymentCents: 0n, perDayCents: 0n }, problems: {} };
  }
  const perDayCents = parseEuros(form.perDay);
  const problems: CardLimitsProblems = {};
  if (perPaymentCents === null) problems.perPayment = "amount.wrong";
  if (perDayCents === null) problems.perDay = "amount.wrong";
  else if (perPaymentCents !== null && perDayCents < perPaymentCents) {
    problems.perDay = "cardLimits.dayBelow";
  }
  if (perPaymentCents === null || perDayCents === null || Object.keys(problems).length > 0) {
    return { limits: null, problems };
  }
  return { limits: { perPaymentCents, perDayCents }, problems: {} };
}
