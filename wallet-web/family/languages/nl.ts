// Dutch: one file to fetch before the first screen.
import news from "../../shared/translations/nl/budget-news.json" with { type: "json" };
import family from "../../shared/translations/nl/family.json" with { type: "json" };
import shared from "../../shared/translations/nl/shared.json" with { type: "json" };
import type { LanguageTexts } from "./language-texts.ts";

export const texts: LanguageTexts = { family, shared, news };
