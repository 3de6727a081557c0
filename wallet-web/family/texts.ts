// The family app's sentences, in the language that the family chose.
import { createTranslator } from "../shared/i18n.ts";
import type { LanguageTexts } from "./languages/language-texts.ts";

export const t = createTranslator<LanguageTexts["family"]>(null);
