// The languages that families and letters have, and the one that this app speaks now.
import { writeAs } from "./locale.ts";
import { createStore } from "./store.ts";
import known from "./translations/languages.json" with { type: "json" };

export type LanguageCode = keyof typeof known;

export type Language = {
  /** As the language calls itself. */
  name: string;
  direction: "ltr" | "rtl";
  /**
   * For amounts and dates. Arabic and Persian have Latin digits, 24 hours and our calendar here: what is on the phone must
   * look like what the Dutch till and letter beside it say.
   */
  locale: string;
  checkedByNativeSpeaker: boolean;
};

export const LANGUAGES = known as Readonly<Record<LanguageCode, Language>>;
export const LANGUAGE_CODES = Object.keys(LANGUAGES) as LanguageCode[];

/** Changes after the sentences did: who follows it can draw at once. */
export const spoken = createStore<LanguageCode>("nl");

export const isLanguage = (text: string | null): text is LanguageCode =>
  text !== null && Object.hasOwn(LANGUAGES, text);

/** The first of a phone's languages (`ar-SY`, `nl`) that we have; Dutch when there is none. */
export function languageFor(wanted: readonly string[]): LanguageCode {
  const found = wanted.map((tag) => tag.toLowerCase().split("-")[0] ?? "").find(isLanguage);
  return found ?? "nl";
}

/** Tells the page, amounts and dates which language it is from now on. */
export function noteSpoken(code: LanguageCode): void {
  const { locale, direction } = LANGUAGES[code];
  writeAs(locale);
  document.documentElement.lang = code;
  document.documentElement.dir = direction;
  spoken.set(code);
}
