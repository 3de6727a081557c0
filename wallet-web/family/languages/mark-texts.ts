// The question for a mark in the family's language: apart from the other sentences, because it is seldom asked.
import { createTranslator } from "../../shared/i18n.ts";
import { LANGUAGES, type LanguageCode } from "../../shared/language.ts";
import type { MarkText } from "../../shared/marks/ask-mark.tsx";
import type mark from "../../shared/translations/nl/mark.json";

const SENTENCES: Record<LanguageCode, () => Promise<typeof mark>> = {
  nl: async () =>
    (await import("../../shared/translations/nl/mark.json", { with: { type: "json" } })).default,
  en: async () =>
    (await import("../../shared/translations/en/mark.json", { with: { type: "json" } })).default,
  ar: async () =>
    (await import("../../shared/translations/ar/mark.json", { with: { type: "json" } })).default,
  fa: async () =>
    (await import("../../shared/translations/fa/mark.json", { with: { type: "json" } })).default,
  uk: async () =>
    (await import("../../shared/translations/uk/mark.json", { with: { type: "json" } })).default,
  tr: async () =>
    (await import("../../shared/translations/tr/mark.json", { with: { type: "json" } })).default,
  pl: async () =>
    (await import("../../shared/translations/pl/mark.json", { with: { type: "json" } })).default,
};

/** @throws when the sentences can't be fetched. */
export const markText = async (code: LanguageCode): Promise<MarkText> =>
  createTranslator(await SENTENCES[code](), LANGUAGES[code]);
