// An IBAN in groups of four, as banks print it, so that it can be read aloud and compared.
export function formatIban(iban: string): string {
  return iban.replace(/\s/g, "").replace(/(.{4})(?=.)/g, "$1 ");
}
