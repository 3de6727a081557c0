// What the letters of a card and of its PIN say, in Dutch and in the language of their family.
import { createTranslator } from "../../shared/i18n.ts";
import { LANGUAGES, type LanguageCode } from "../../shared/language.ts";
import { formatCents } from "../../shared/money.ts";
import ar from "../../shared/translations/ar/card-letter.json" with { type: "json" };
import en from "../../shared/translations/en/card-letter.json" with { type: "json" };
import fa from "../../shared/translations/fa/card-letter.json" with { type: "json" };
import nl from "../../shared/translations/nl/card-letter.json" with { type: "json" };
import pl from "../../shared/translations/pl/card-letter.json" with { type: "json" };
import tr from "../../shared/translations/tr/card-letter.json" with { type: "json" };
import uk from "../../shared/translations/uk/card-letter.json" with { type: "json" };
import { courtesyOf, type LetterFrame, unbroken } from "../letters/letter-texts.ts";

/** What is the same on both letters of a card. */
export type CardFrame = Pick<
  LetterFrame,
  "settings" | "municipality" | "writtenAt" | "forOthers"
> & {
  perPaymentCents: bigint;
  perDayCents: bigint;
};

const TEXTS: Record<LanguageCode, typeof nl> = { nl, en, ar, fa, uk, tr, pl };

/** Every sentence of both letters, in the order of reading. @param cardName What stands on the card itself. */
export function cardSentences(frame: CardFrame, cardName: string, language: LanguageCode) {
  const { locale } = LANGUAGES[language];
  const text = createTranslator(TEXTS[language], LANGUAGES[language]);
  const phone = unbroken(frame.settings.phone);
  const { hours } = frame.settings;
  const lost = () => {
    if (phone === "") return text("lost.municipality", { municipality: frame.municipality });
    return hours === "" ? text("lost.phone", { phone }) : text("lost.hours", { phone, hours });
  };
  const limits = {
    perPayment: formatCents(frame.perPaymentCents, locale),
    perDay: formatCents(frame.perDayCents, locale),
  };
  return {
    ...courtesyOf(frame, language),
    card: {
      subject: text("card.subject"),
      opening: text("card.opening"),
      steps: [text("card.step1"), text("card.step2"), text("card.step3", limits)],
      lostTitle: text("lost.card"),
      lost: lost(),
    },
    pin: {
      subject: text("pin.subject"),
      opening: text("pin.opening", { card: cardName }),
      pin: text("pin.pin"),
      rules: [text("pin.keep"), text("pin.tell"), text("pin.wrong")],
      lostTitle: text("lost.pin"),
      lost: lost(),
    },
  };
}
