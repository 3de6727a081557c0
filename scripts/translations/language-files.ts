// The files of sentences per language, and what they lack or have too many of compared with the Dutch.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LANGUAGE_CODES, LANGUAGES, type LanguageCode } from "../../wallet-web/shared/language.ts";
import { familyCodes } from "./family-codes.ts";

const FOLDER = join(import.meta.dirname, "../../wallet-web/shared/translations");

/** What families read. The till's, the desk's and the public page's files are in Dutch only. */
export const TRANSLATED = [
  "family",
  "shared",
  "budget-news",
  "letter",
  "card-letter",
  "errors",
  "mark",
] as const;
export type FileName = (typeof TRANSLATED)[number];
export type Sentences = Readonly<Record<string, string>>;

/** The languages that have to follow the Dutch. */
export const OTHER_LANGUAGES = LANGUAGE_CODES.filter((code) => code !== "nl");

/** The sentences of one file; none where there is no file yet. */
export function readSentences(language: LanguageCode, name: FileName): Sentences {
  try {
    return JSON.parse(readFileSync(join(FOLDER, language, `${name}.json`), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}

/** The forms that a language has for numbers: one and other in Dutch, six in Arabic. */
export const formsOf = (language: LanguageCode): string[] =>
  new Intl.PluralRules(LANGUAGES[language].locale).resolvedOptions().pluralCategories;

const DUTCH_FORM = /\.(one|other)$/;

/** The keys that a language must have, each with the Dutch sentence that it says again. */
export function wantedKeys(language: LanguageCode, name: FileName): Map<string, string> {
  const dutch = readSentences("nl", name);
  const codes = name === "errors" ? new Set<string>(familyCodes()) : null;
  const wanted = new Map<string, string>();
  for (const [key, sentence] of Object.entries(dutch)) {
    if (codes && !codes.has(key)) continue;
    const stem = key.replace(DUTCH_FORM, "");
    const isCounted = [`${stem}.one`, `${stem}.other`].every((form) => Object.hasOwn(dutch, form));
    if (!isCounted) wanted.set(key, sentence);
    else {
      for (const form of formsOf(language)) {
        const own = dutch[`${stem}.${form === "one" ? "one" : "other"}`];
        wanted.set(`${stem}.${form}`, own ?? sentence);
      }
    }
  }
  return wanted;
}

export type Gap = { language: LanguageCode; file: FileName; key: string; dutch: string };

/** What is still to be translated. */
export function missingSentences(): Gap[] {
  return OTHER_LANGUAGES.flatMap((language) =>
    TRANSLATED.flatMap((file) => {
      const has = readSentences(language, file);
      return [...wantedKeys(language, file)]
        .filter(([key]) => !has[key]?.trim())
        .map(([key, dutch]) => ({ language, file, key, dutch }));
    }),
  );
}

/** Sentences that the Dutch no longer has. */
export function leftOverSentences(): Omit<Gap, "dutch">[] {
  return OTHER_LANGUAGES.flatMap((language) =>
    TRANSLATED.flatMap((file) => {
      const wanted = wantedKeys(language, file);
      return Object.keys(readSentences(language, file))
        .filter((key) => !wanted.has(key))
        .map((key) => ({ language, file, key }));
    }),
  );
}
