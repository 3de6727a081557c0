// The desk's sentences.
import { createTranslator } from "../shared/i18n.ts";
import desk from "../shared/translations/nl/desk.json";
import insight from "../shared/translations/nl/insight.json";

export const text = createTranslator({ ...desk, ...insight });
