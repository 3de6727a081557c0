// The toolkit's own sentences, those of errors excepted.
import { createTranslator } from "./i18n.ts";
import shared from "./translations/nl/shared.json" with { type: "json" };

export const sharedText = createTranslator(shared);
