// The language in which a customer reads the PIN's screen: chosen there, for that one card. The till itself stays Dutch.
import { createTranslator } from "../../shared/i18n.ts";
import { LANGUAGES, type LanguageCode } from "../../shared/language.ts";
import { createStore } from "../../shared/store.ts";
import dutch from "../../shared/translations/nl/pin.json" with { type: "json" };

type Sentences = typeof dutch;

/** A language may have more forms of a number than the Dutch. */
const SOURCES: Record<LanguageCode, () => Promise<Sentences>> = {
  nl: async () => dutch,
  en: async () =>
    (await import("../../shared/translations/en/pin.json", { with: { type: "json" } })).default,
  ar: async () =>
    (await import("../../shared/translations/ar/pin.json", { with: { type: "json" } })).default,
  fa: async () =>
    (await import("../../shared/translations/fa/pin.json", { with: { type: "json" } })).default,
  uk: async () =>
    (await import("../../shared/translations/uk/pin.json", { with: { type: "json" } })).default,
  tr: async () =>
    (await import("../../shared/translations/tr/pin.json", { with: { type: "json" } })).default,
  pl: async () =>
    (await import("../../shared/translations/pl/pin.json", { with: { type: "json" } })).default,
};

export const pinText = createTranslator<Sentences>(dutch);

/** Changes after the sentences did. */
export const pinLanguage = createStore<LanguageCode>("nl");

/** @throws when its sentences can't be fetched; then the one before goes on. */
export async function choosePinLanguage(code: LanguageCode): Promise<void> {
  speak(code, await SOURCES[code]());
}

/** For the next customer. */
export const forgetPinLanguage = (): void => speak("nl", dutch);

function speak(code: LanguageCode, sentences: Sentences): void {
  pinText.speak(sentences, LANGUAGES[code]);
  pinLanguage.set(code);
}
