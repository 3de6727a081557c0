// Polish: one file to fetch before the first screen.
import news from "../../shared/translations/pl/budget-news.json" with { type: "json" };
import family from "../../shared/translations/pl/family.json" with { type: "json" };
import shared from "../../shared/translations/pl/shared.json" with { type: "json" };
import type { LanguageTexts } from "./language-texts.ts";

export const texts: LanguageTexts = { family, shared, news };
