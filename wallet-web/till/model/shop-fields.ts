// Checks what a shop fills in, while it fills it in. The server checks again.
import type { ShopCategory } from "../../shared/api-types.ts";

export type ShopForm = {
  name: string;
  kvkNumber: string;
  category: ShopCategory | "";
  address: string;
  iban: string;
  email: string;
};
export type ShopField = keyof ShopForm;

export const EMPTY_FORM: ShopForm = {
  name: "",
  kvkNumber: "",
  category: "",
  address: "",
  iban: "",
  email: "",
};

/** What is wrong with a field: a key of the till's sentences, `field.<name>.<problem>`. */
export type FieldTrouble = "empty" | "wrong";

/** An IBAN without spaces, in capitals: what is sent. */
export const plainIban = (typed: string) => typed.replace(/\s/g, "").toUpperCase();

/** An IBAN in groups of four, as on a bank card. */
export const groupedIban = (typed: string) => plainIban(typed).replace(/(.{4})(?=.)/g, "$1 ");

export function troubleOf(field: ShopField, value: string): FieldTrouble | null {
  const text = value.trim();
  if (text === "") return "empty";
  if (field === "kvkNumber") return /^[0-9]{8}$/.test(text.replace(/[\s.]/g, "")) ? null : "wrong";
  if (field === "iban") return isIban(plainIban(text)) ? null : "wrong";
  if (field === "email") return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text) ? null : "wrong";
  return null;
}

const DUTCH_LENGTH = 18;

/** Length and check digits; source: ISO 13616, ISO 7064 (mod 97-10). */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  if (iban.startsWith("NL") && iban.length !== DUTCH_LENGTH) return false;
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
  }
  return rest === 1;
}
