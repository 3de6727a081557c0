// Brings text to the characters that every SEPA bank takes; what has no counterpart becomes a full stop.

/** Letters that Unicode does not take apart into a base letter and its marks. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  ẞ: "SS",
  Æ: "AE",
  æ: "ae",
  Œ: "OE",
  œ: "oe",
  Ø: "O",
  ø: "o",
  Ł: "L",
  ł: "l",
  Đ: "D",
  đ: "d",
  Ð: "D",
  ð: "d",
  Þ: "Th",
  þ: "th",
  ı: "i",
  Ĳ: "IJ",
  ĳ: "ij",
  "€": "EUR",
  "&": "+",
  "@": "(at)",
  _: "-",
  "–": "-",
  "—": "-",
  "‘": "'",
  "’": "'",
  "“": "'",
  "”": "'",
  '"': "'",
  ";": ",",
};

/**
 * Café Zoë → Cafe Zoe. Spaces in a row become one; slashes neither begin nor end it nor stand together.
 * @param longest Characters kept, 70 for a name by default.
 * Source: EPC217-08, SEPA requirements for an extended character set.
 */
export function toSepaText(text: string, longest = 70): string {
  const plain = [...text.normalize("NFC")]
    .map((character) => LETTERS[character] ?? character)
    .join("")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");
  const allowed = [...plain]
    .map((character) => (/\s/u.test(character) ? " " : character))
    .map((character) => (/[a-zA-Z0-9/\-?:().,'+ ]/.test(character) ? character : "."))
    .join("");
  const cut = allowed
    .replace(/ +/g, " ")
    .replace(/\/{2,}/g, "/")
    .slice(0, longest);
  const tidy = cut.replace(/^[/ ]+|[/ ]+$/g, "");
  // Nothing but replacements says nothing.
  return /[a-zA-Z0-9]/.test(tidy) ? tidy : "";
}
