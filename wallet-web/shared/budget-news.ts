// What a family reads when its budget grew, was stopped for a while, can be used again, or ended: the desk shows the same sentence before it happens.
import { createTranslator } from "./i18n.ts";
import type { ReasonName } from "./protocol/commands.ts";
import type news from "./translations/nl/budget-news.json";

/** Each app brings the sentences of its language: a phone that speaks another must not fetch the Dutch beside them. */
const text = createTranslator<typeof news>(null);

/** A phone that keeps an older app than the server may not know the reason: then it says whom to ask. */
function why(reason: ReasonName): string {
  const key = `reason.${reason}` as const;
  return text(text.has(key) ? key : "reason.unspecified");
}

export const budgetNews = {
  speak: text.speak,
  /** @param given.amount As people read it: "€ 50,00". */
  toppedUp: (given: { amount: string; reason: ReasonName }): string =>
    `${text("topped-up", { amount: given.amount })} ${why(given.reason)}`,
  /** "Reden: …" */
  reason: why,
  frozen: (reason: ReasonName): string => `${text("frozen")} ${why(reason)}`,
  unfrozen: (reason: ReasonName): string => `${text("unfrozen")} ${why(reason)}`,
  closed: (reason: ReasonName): string => `${text("closed")} ${why(reason)}`,
};
