// Checks what a shop says of itself; whether it is true, the validator finds out.
import { electronicFormatIBAN, isSEPACountry, isValidIBAN } from "ibantools";
import { AppError } from "../errors/app-error.ts";

/**
 * An IBAN in electronic format: capitals, digits, no spaces.
 * @throws {AppError} `iban-invalid` when country, length or check digits are wrong, or no SEPA transfer can reach it.
 */
export function parseIban(typed: string): string {
  // ibantools judges the electronic format only: "nl91 ABNA ..." would be refused as it stands.
  const iban = electronicFormatIBAN(typed)?.toUpperCase() ?? "";
  if (!isValidIBAN(iban) || !isSEPACountry(iban.slice(0, 2))) throw new AppError("iban-invalid");
  return iban;
}

/**
 * A number of the Dutch trade register: eight digits. It has no public check digit.
 * @throws {AppError} `kvk-number-invalid`
 */
export function parseKvkNumber(typed: string): string {
  const number = typed.replace(/[\s.]/g, "");
  if (!/^[0-9]{8}$/.test(number) || /^0+$/.test(number)) throw new AppError("kvk-number-invalid");
  return number;
}
