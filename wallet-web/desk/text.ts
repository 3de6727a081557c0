// The desk's sentences.
import { createTranslator } from "../shared/i18n.ts";
import desk from "../shared/translations/nl/desk.json";

export const text = createTranslator(desk);
