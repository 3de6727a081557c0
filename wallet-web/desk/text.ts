// The desk's sentences. Those about whom a scheme is for use that scheme's own words: a child, an inhabitant, a member.
import { budgetNews } from "../shared/budget-news.ts";
import { createTranslator, DUTCH } from "../shared/i18n.ts";
import { CHILDREN, type SchemeWords } from "../shared/scheme-words.ts";
import news from "../shared/translations/nl/budget-news.json" with { type: "json" };
import desk from "../shared/translations/nl/desk.json" with { type: "json" };
import insight from "../shared/translations/nl/insight.json" with { type: "json" };

const translate = createTranslator({ ...desk, ...insight });
budgetNews.speak(news, DUTCH);
type Given = Parameters<typeof translate>;
type Counted = Parameters<typeof translate.count>;

let places = placesOf(null);

/** From now on sentences speak of the chosen scheme's people; null is a scheme without words of its own. */
export function speakOf(words: SchemeWords | null): void {
  places = placesOf(words);
}

export const text = Object.assign(
  (key: Given[0], params?: Given[1]) => translate(key, { ...places, ...params }),
  {
    count: (stem: Counted[0], count: number, params?: Counted[2]) =>
      translate.count(stem, count, { ...places, ...params }),
    has: translate.has,
  },
);

function placesOf(words: SchemeWords | null) {
  const { one, many } = words ?? CHILDREN;
  return {
    beneficiary: one,
    beneficiaries: many,
    Beneficiary: capitalised(one),
    Beneficiaries: capitalised(many),
  };
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
