// How amounts and dates are written now: the Dutch way, until an app speaks another language.

let locale = "nl-NL";

export const spokenLocale = (): string => locale;

export function writeAs(next: string): void {
  locale = next;
}
