// What a family reads when its budget grew or ended: the desk shows the same sentence before it happens.
import { createTranslator } from "./i18n.ts";
import type { ReasonName } from "./protocol/commands.ts";
import news from "./translations/nl/budget-news.json" with { type: "json" };

const text = createTranslator(news);

export const budgetNews = {
  speak: text.speak,
  /** @param given.amount As people read it: "€ 50,00". */
  toppedUp: (given: { amount: string; reason: ReasonName }): string =>
    `${text("topped-up", { amount: given.amount })} ${text(`reason.${given.reason}`)}`,
  closed: (reason: ReasonName): string => `${text("closed")} ${text(`reason.${reason}`)}`,
};
