// What the family app says in a language, so that a test can wait for it.
import { readSentences } from "../../../scripts/translations/language-files.ts";
import type { LanguageTexts } from "../../../wallet-web/family/languages/language-texts.ts";
import { createTranslator, type Translator } from "../../../wallet-web/shared/i18n.ts";
import { LANGUAGES, type LanguageCode } from "../../../wallet-web/shared/language.ts";

export type FamilySays = Translator<LanguageTexts["family"]>;

export function familySays(language: LanguageCode): FamilySays {
  const sentences = readSentences(language, "family") as LanguageTexts["family"];
  return createTranslator(sentences, LANGUAGES[language]);
}
