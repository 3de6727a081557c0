// Vite plugin: a sentence that a language lacks stands in Dutch in what people get. One sentence that nobody can read is better
// than an app that stops; tests keep it from happening.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { LANGUAGES, type LanguageCode } from "../shared/language.ts";

export type Sentences = Readonly<Record<string, string>>;

const FOLDER = join(import.meta.dirname, "../shared/translations");
const FILE = /\/shared\/translations\/([a-z]+)\/([\w-]+)\.json$/;
/** A refusal without a sentence has that of the unexpected, and most refusals are staff's and in Dutch alone. */
const LEFT_OUT = "errors";
const DUTCH_FORM = /\.(one|other)$/;

export function dutchForMissing(): Plugin {
  return {
    name: "kindpakket-dutch-for-missing",
    enforce: "pre",
    transform: {
      filter: { id: FILE },
      handler(code, id) {
        const filled = fillWithDutch(code, id);
        return filled === null ? null : { code: filled, map: null };
      },
    },
  };
}

/** @returns The file's JSON with nothing missing; null of a file that stays as it is. */
export function fillWithDutch(code: string, path: string): string | null {
  const [, language = "", name = ""] = FILE.exec(path) ?? [];
  if (language === "nl" || name === LEFT_OUT || !Object.hasOwn(LANGUAGES, language)) return null;
  const dutch: Sentences = JSON.parse(readFileSync(join(FOLDER, `nl/${name}.json`), "utf8"));
  return JSON.stringify(withDutch(JSON.parse(code), inFormsOf(language as LanguageCode, dutch)));
}

/** The sentences of a language, and of those that it lacks the Dutch. */
export function withDutch(own: Sentences, wanted: ReadonlyMap<string, string>): Sentences {
  const lacking = [...wanted].filter(([key]) => isMissing(own, key));
  return { ...own, ...Object.fromEntries(lacking) };
}

export const isMissing = (own: Sentences, key: string): boolean =>
  !Object.hasOwn(own, key) || own[key]?.trim() === "";

/** The forms that a language has for numbers: one and other in Dutch, six in Arabic. */
export const formsOf = (language: LanguageCode): string[] =>
  new Intl.PluralRules(LANGUAGES[language].locale).resolvedOptions().pluralCategories;

/** The keys that a language must have, each with the Dutch sentence that it says again. */
export function inFormsOf(language: LanguageCode, dutch: Sentences): Map<string, string> {
  const wanted = new Map<string, string>();
  const forms = formsOf(language);
  for (const [key, sentence] of Object.entries(dutch)) {
    const stem = key.replace(DUTCH_FORM, "");
    const isCounted = [`${stem}.one`, `${stem}.other`].every((form) => Object.hasOwn(dutch, form));
    if (!isCounted) wanted.set(key, sentence);
    else {
      for (const form of forms) {
        const own = dutch[`${stem}.${form === "one" ? "one" : "other"}`];
        wanted.set(`${stem}.${form}`, own ?? sentence);
      }
    }
  }
  return wanted;
}
