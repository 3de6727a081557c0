// What a language has to bring: the sentences of the Dutch, and more forms of a number where it has them.
import type news from "../../shared/translations/nl/budget-news.json";
import type family from "../../shared/translations/nl/family.json";
import type shared from "../../shared/translations/nl/shared.json";

export type LanguageTexts = {
  family: typeof family;
  shared: typeof shared;
  news: typeof news;
};
