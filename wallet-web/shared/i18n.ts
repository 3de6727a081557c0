// Sentences by key, in the language of the person. Dutch is in the app; other languages come later as files of the same keys.

/** Keys and their sentences; `{name}` is a place for a value, `key.one` and `key.other` are the forms of a number. */
export type Texts = Readonly<Record<string, string>>;
export type Params = Readonly<Record<string, string | number>>;

/** A key, or the stem of a pair `stem.one` and `stem.other`. */
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
};

/** A translator over one language's sentences. */
export function createTranslator<T extends Texts>(texts: T, locale = "nl-NL"): Translator<T> {
  const rules = new Intl.PluralRules(locale);
  const sentence = (key: string, params: Params = {}) => {
    const text = texts[key];
    if (text === undefined) throw new Error(`no sentence for ${key}`);
    return fill(text, params);
  };
  return Object.assign((key: KeyOf<T>, params?: Params) => sentence(key, params), {
    count: (stem: CountedKeyOf<T>, count: number, params: Params = {}) =>
      sentence(`${stem}.${rules.select(count) === "one" ? "one" : "other"}`, { count, ...params }),
    has: (key: string): key is KeyOf<T> => Object.hasOwn(texts, key),
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
