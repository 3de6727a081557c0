// What a letter says, in Dutch and in the language of its family.
import { formatDate } from "../../shared/dates.ts";
import { createTranslator } from "../../shared/i18n.ts";
import { isLanguage, LANGUAGES, type LanguageCode } from "../../shared/language.ts";
import { formatCents } from "../../shared/money.ts";
import ar from "../../shared/translations/ar/letter.json" with { type: "json" };
import en from "../../shared/translations/en/letter.json" with { type: "json" };
import fa from "../../shared/translations/fa/letter.json" with { type: "json" };
import nl from "../../shared/translations/nl/letter.json" with { type: "json" };
import pl from "../../shared/translations/pl/letter.json" with { type: "json" };
import tr from "../../shared/translations/tr/letter.json" with { type: "json" };
import uk from "../../shared/translations/uk/letter.json" with { type: "json" };
import type { LetterWork } from "../codes/letter-work.ts";
import type { Letter } from "./letter.ts";
import type { LetterSettings } from "./letter-settings.ts";

/** What is the same on every letter of one print. */
export type LetterFrame = {
  kind: LetterWork["kind"];
  municipality: string;
  settings: LetterSettings;
  /** Unix seconds. */
  writtenAt: number;
  /** Unix seconds within the last day; null while the scheme isn't known. */
  lastDayAt: number | null;
  amountCents: bigint;
  /** Where the code can be typed, without https://. */
  site: string;
};

const TEXTS: Record<LanguageCode, typeof nl> = { nl, en, ar, fa, uk, tr, pl };

/** The language that stands beside the Dutch; null when the family reads Dutch, or a language that we don't have. */
export function secondLanguage({ language }: Pick<Letter, "language">): LanguageCode | null {
  return isLanguage(language) && language !== "nl" ? language : null;
}

/** A number to call stays on one line. */
export const unbroken = (phone: string) => phone.replaceAll(" ", "\u00a0");

/** How every letter in a language begins and ends. */
export function courtesyOf(language: LanguageCode) {
  const { dear, greeting } = TEXTS[language];
  return { dear, greeting };
}

/** Every sentence of a letter's text, in the order of reading. */
export function sentencesOf(letter: Letter, frame: LetterFrame, language: LanguageCode) {
  const { locale } = LANGUAGES[language];
  const text = createTranslator(TEXTS[language], LANGUAGES[language]);
  const phone = unbroken(frame.settings.phone);
  const { hours } = frame.settings;
  const { municipality } = frame;
  const opening = () =>
    frame.kind === "reissue"
      ? text.count("opening.reissue", letter.children)
      : text.count("opening", letter.children, {
          amount: formatCents(frame.amountCents, locale),
          date: frame.lastDayAt === null ? "" : formatDate(frame.lastDayAt, locale),
        });
  const help = () => {
    if (phone === "") return text("help.municipality", { municipality });
    return hours === "" ? text("help.phone", { phone }) : text("help.hours", { phone, hours });
  };
  return {
    subject: text(frame.kind === "reissue" ? "subject.reissue" : "subject"),
    dear: text("dear"),
    opening: opening(),
    joins: letter.joins ? text("joins") : null,
    stepsTitle: text("steps"),
    steps: [text("step1"), text.count("step2", letter.children), text("step3")],
    type: text("type", { site: frame.site }),
    keepTitle: text("keep.title"),
    keep: text("keep"),
    helpTitle: text("help.title"),
    help: help(),
    greeting: text("greeting"),
  };
}
