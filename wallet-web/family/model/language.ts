// Which language the family app speaks: the family's choice, kept on the phone; before that what the phone itself speaks.
import { budgetNews } from "../../shared/budget-news.ts";
import {
  isLanguage,
  LANGUAGES,
  type LanguageCode,
  languageFor,
  noteSpoken,
} from "../../shared/language.ts";
import { takeSentencesFrom } from "../../shared/problem.ts";
import { sharedText } from "../../shared/texts.ts";
import type { LanguageTexts } from "../languages/language-texts.ts";
import { t } from "../texts.ts";

const KEPT = "kindpakket-language";

type Source = {
  texts: () => Promise<LanguageTexts>;
  /** Only for what the server refuses to families: fetched with the first error. */
  errors: () => Promise<Readonly<Record<string, string>>>;
};

const SOURCES: Record<LanguageCode, Source> = {
  nl: {
    texts: async () => (await import("../languages/nl.ts")).texts,
    errors: async () =>
      (await import("../../shared/translations/nl/errors.json", { with: { type: "json" } }))
        .default,
  },
  en: {
    texts: async () => (await import("../languages/en.ts")).texts,
    errors: async () =>
      (await import("../../shared/translations/en/errors.json", { with: { type: "json" } }))
        .default,
  },
  ar: {
    texts: async () => (await import("../languages/ar.ts")).texts,
    errors: async () =>
      (await import("../../shared/translations/ar/errors.json", { with: { type: "json" } }))
        .default,
  },
  fa: {
    texts: async () => (await import("../languages/fa.ts")).texts,
    errors: async () =>
      (await import("../../shared/translations/fa/errors.json", { with: { type: "json" } }))
        .default,
  },
  uk: {
    texts: async () => (await import("../languages/uk.ts")).texts,
    errors: async () =>
      (await import("../../shared/translations/uk/errors.json", { with: { type: "json" } }))
        .default,
  },
  tr: {
    texts: async () => (await import("../languages/tr.ts")).texts,
    errors: async () =>
      (await import("../../shared/translations/tr/errors.json", { with: { type: "json" } }))
        .default,
  },
  pl: {
    texts: async () => (await import("../languages/pl.ts")).texts,
    errors: async () =>
      (await import("../../shared/translations/pl/errors.json", { with: { type: "json" } }))
        .default,
  },
};

/** Speaks the language that fits before anything is drawn. @throws when its sentences can't be fetched. */
export async function openLanguage(): Promise<void> {
  const kept = keptLanguage();
  await speak(kept ?? languageFor(navigator.languages));
}

/** Speaks another language from now on, and at the next visits. */
export async function chooseLanguage(code: LanguageCode): Promise<void> {
  await speak(code);
  localStorage.setItem(KEPT, code);
}

async function speak(code: LanguageCode): Promise<void> {
  const { family, shared, news } = await SOURCES[code].texts();
  t.speak(family, LANGUAGES[code]);
  sharedText.speak(shared, LANGUAGES[code]);
  budgetNews.speak(news, LANGUAGES[code]);
  await takeSentencesFrom(SOURCES[code].errors);
  noteSpoken(code);
}

function keptLanguage(): LanguageCode | null {
  try {
    const kept = localStorage.getItem(KEPT);
    return isLanguage(kept) ? kept : null;
  } catch {
    // A browser that may keep nothing: the app itself says so, in the phone's own language.
    return null;
  }
}
