// The family app's sentences.
import { createTranslator } from "../shared/i18n.ts";
import family from "../shared/translations/nl/family.json" with { type: "json" };

export const t = createTranslator(family);
