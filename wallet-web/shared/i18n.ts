// Sentences by key, in the language of the person: a file per language with the keys of the Dutch.
import { pluralRules } from "./formats.ts";

/** Keys and their sentences; `{name}` is a place for a value, `key.one`, `key.other` and so on are the forms of a number. */
export type Texts = Readonly<Record<string, string>>;
export type Params = Readonly<Record<string, string | number>>;

/** How a language counts, and the way it is read. */
export type Speech = { locale: string; direction: "ltr" | "rtl" };

/** A key, or the stem of forms such as `stem.one` and `stem.other`. */
type KeyOf<T> = keyof T & string;
type CountedKeyOf<T> =
  KeyOf<T> extends infer K ? (K extends `${infer S}.other` ? S : never) : never;

export type Translator<T extends Texts> = {
  /** The sentence of a key, with its places filled. */
  (key: KeyOf<T>, params?: Params): string;
  /** The sentence that fits a number; `{count}` is the number. */
  count: (stem: CountedKeyOf<T>, count: number, params?: Params) => string;
  /** Whether a text that came from elsewhere (an error's code) is a key here. */
  has: (key: string) => key is KeyOf<T>;
  /** Takes the sentences of another language, which may have more forms of a number. */
  speak: (texts: T, speech: Speech) => void;
};

export const DUTCH: Speech = { locale: "nl-NL", direction: "ltr" };

/** A translator over one language's sentences, until it is told to speak another. With `null` it has none before that. */
export function createTranslator<T extends Texts>(texts: T | null, first = DUTCH): Translator<T> {
  let spoken: Texts = texts ?? {};
  let speech = first;
  const sentence = (key: string, params: Params = {}) => {
    const text = spoken[key];
    if (text === undefined) throw new Error(`no sentence for ${key}`);
    return fill(text, speech.direction === "rtl" ? isolated(params) : params);
  };
  return Object.assign((key: KeyOf<T>, params?: Params) => sentence(key, params), {
    count: (stem: CountedKeyOf<T>, count: number, params: Params = {}) =>
      sentence(`${stem}.${pluralRules(speech.locale).select(count)}`, { count, ...params }),
    has: (key: string): key is KeyOf<T> => Object.hasOwn(spoken, key),
    speak: (next: T, nextSpeech: Speech) => {
      spoken = next;
      speech = nextSpeech;
    },
  });
}

/** Puts values in a sentence's places; a place without a value stays, so that a mistake is seen. */
export function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
}

/** The names of the places in a sentence. */
export function placesIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "").sort();
}

/** Keeps a Dutch shop's name, or a code, whole within a sentence from right to left. Source: Unicode UAX #9, isolates. */
function isolated(params: Params): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, `\u2068${value}\u2069`]),
  );
}
