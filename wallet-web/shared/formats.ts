// The browser's own formatters, each made once: making one takes a phone longer than using it a hundred times.
const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();
const plurals = new Map<string, Intl.PluralRules>();

export const numberFormat = (locale: string, options: Intl.NumberFormatOptions) =>
  kept(numbers, locale, options, () => new Intl.NumberFormat(locale, options));

export const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions) =>
  kept(dates, locale, options, () => new Intl.DateTimeFormat(locale, options));

export const pluralRules = (locale: string) =>
  kept(plurals, locale, {}, () => new Intl.PluralRules(locale));

function kept<T>(made: Map<string, T>, locale: string, options: object, make: () => T): T {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = made.get(key);
  if (known) return known;
  const format = make();
  made.set(key, format);
  return format;
}
