// The files of sentences per language, and what they lack or have too many of compared with the Dutch.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inFormsOf, isMissing, type Sentences } from "../../wallet-web/build/dutch-for-missing.ts";
import { LANGUAGE_CODES, type LanguageCode } from "../../wallet-web/shared/language.ts";
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
  "pin",
] as const;
export type FileName = (typeof TRANSLATED)[number];

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

/** The keys that a language must have, each with the Dutch sentence that it says again. */
export function wantedKeys(language: LanguageCode, name: FileName): Map<string, string> {
  const wanted = inFormsOf(language, readSentences("nl", name));
  if (name !== "errors") return wanted;
  const codes = new Set<string>(familyCodes());
  return new Map([...wanted].filter(([key]) => codes.has(key)));
}

export type Gap = { language: LanguageCode; file: FileName; key: string; dutch: string };

/** What is still to be translated. */
export function missingSentences(): Gap[] {
  return OTHER_LANGUAGES.flatMap((language) =>
    TRANSLATED.flatMap((file) => {
      const has = readSentences(language, file);
      return [...wantedKeys(language, file)]
        .filter(([key]) => isMissing(has, key))
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
