// The till's sentences.
import { createTranslator } from "../shared/i18n.ts";
import till from "../shared/translations/nl/till.json" with { type: "json" };

export const t = createTranslator(till);
