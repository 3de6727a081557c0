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
  /** The scheme's name when it is for others than children; null: the letter speaks of the children's Kindpakket. */
  forOthers: string | null;
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
export function courtesyOf({ forOthers }: Pick<LetterFrame, "forOthers">, language: LanguageCode) {
  const texts = TEXTS[language];
  return { dear: texts[forOthers === null ? "dear" : "dear.budgets"], greeting: texts.greeting };
}

/** Every sentence of a letter's text, in the order of reading. */
export function sentencesOf(letter: Letter, frame: LetterFrame, language: LanguageCode) {
  const text = createTranslator(TEXTS[language], LANGUAGES[language]);
  const phone = unbroken(frame.settings.phone);
  const { hours } = frame.settings;
  const { municipality } = frame;
  const help = () => {
    if (phone === "") return text("help.municipality", { municipality });
    return hours === "" ? text("help.phone", { phone }) : text("help.hours", { phone, hours });
  };
  const meant = frame.forOthers === null ? ofChildren : ofBudgets;
  const { subject, opening, step2 } = meant(letter, frame, language);
  return {
    ...courtesyOf(frame, language),
    subject,
    opening,
    joins: letter.joins ? text("joins") : null,
    stepsTitle: text("steps"),
    steps: [text("step1"), step2, text("step3")],
    type: text("type", { site: frame.site }),
    keepTitle: text("keep.title"),
    keep: text("keep"),
    helpTitle: text("help.title"),
    help: help(),
  };
}

function ofChildren(letter: Letter, frame: LetterFrame, language: LanguageCode) {
  const text = createTranslator(TEXTS[language], LANGUAGES[language]);
  const { children } = letter;
  const isNew = frame.kind !== "reissue";
  return {
    subject: text(isNew ? "subject" : "subject.reissue"),
    opening: isNew
      ? text.count("opening", children, termsOf(frame, language))
      : text.count("opening.reissue", children),
    step2: text.count("step2", children),
  };
}

function ofBudgets(letter: Letter, frame: LetterFrame, language: LanguageCode) {
  const text = createTranslator(TEXTS[language], LANGUAGES[language]);
  const isNew = frame.kind !== "reissue";
  const scheme = frame.forOthers ?? "";
  return {
    subject: text(isNew ? "subject.budgets" : "subject.reissue.budgets", { scheme }),
    opening: isNew
      ? text.count("opening.budgets", letter.children, termsOf(frame, language))
      : text("opening.reissue.budgets"),
    step2: text("step2.budgets"),
  };
}

/** How much, and until when. */
function termsOf({ amountCents, lastDayAt }: LetterFrame, language: LanguageCode) {
  const { locale } = LANGUAGES[language];
  const date = lastDayAt === null ? "" : formatDate(lastDayAt, locale);
  return { amount: formatCents(amountCents, locale), date };
}
