// The public page's sentences.
import { createTranslator } from "../shared/i18n.ts";
import open from "../shared/translations/nl/open.json";

export const text = createTranslator(open);
