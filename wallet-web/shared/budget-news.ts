// What a family reads when its budget grew, was stopped for a while, or ended: the desk shows the same sentence before it happens.
import { createTranslator } from "./i18n.ts";
import type { ReasonName } from "./protocol/commands.ts";
import type news from "./translations/nl/budget-news.json";

/** Each app brings the sentences of its language: a phone that speaks another must not fetch the Dutch beside them. */
const text = createTranslator<typeof news>(null);

export const budgetNews = {
  speak: text.speak,
  /** @param given.amount As people read it: "€ 50,00". */
  toppedUp: (given: { amount: string; reason: ReasonName }): string =>
    `${text("topped-up", { amount: given.amount })} ${text(`reason.${given.reason}`)}`,
  /** "Reden: …" */
  reason: (reason: ReasonName): string => text(`reason.${reason}`),
  frozen: (reason: ReasonName): string => `${text("frozen")} ${text(`reason.${reason}`)}`,
  closed: (reason: ReasonName): string => `${text("closed")} ${text(`reason.${reason}`)}`,
};
