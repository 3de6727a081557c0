// Makes the demo municipality's shops: invented names, accounts and registrations, with valid check digits.
import { excelCsv } from "./csv.ts";
import { type Random, seededRandom } from "./random.ts";

type Shop = { name: string; category: string; address: string; email: string; bank: string };

const SHOPS: readonly Shop[] = [
  {
    name: "Kleertjes & Zo",
    category: "kleding",
    address: "De Gast 14, 9801 AB Zuidhorn",
    email: "info@kleertjesenzo.example",
    bank: "RABO",
  },
  {
    name: "'t Schoenenhoekje",
    category: "schoenen",
    address: "Hoofdstraat 22, 9801 BX Zuidhorn",
    email: "winkel@schoenenhoekje.example",
    bank: "RABO",
  },
  {
    name: "Speelgoedhuis De Tol",
    category: "speelgoed",
    address: "De Gast 31, 9801 AC Zuidhorn",
    email: "info@detol.example",
    bank: "INGB",
  },
  {
    name: "Boekhandel Westerkwartier",
    category: "boeken",
    address: "Overtuinen 5, 9801 CK Zuidhorn",
    email: "boeken@westerkwartier.example",
    bank: "TRIO",
  },
  {
    name: "Sportpunt Zuidhorn",
    category: "sport",
    address: "Jellemaweg 3, 9801 DA Zuidhorn",
    email: "kassa@sportpunt.example",
    bank: "ABNA",
  },
  {
    name: "Fietsen Van Dellen",
    category: "fietsen",
    address: "Stationsweg 18, 9801 EE Zuidhorn",
    email: "werkplaats@vandellen.example",
    bank: "RABO",
  },
  {
    name: "Lampenier & Papier",
    category: "school",
    address: "Hoofdstraat 9, 9801 BW Zuidhorn",
    email: "info@lampenierpapier.example",
    bank: "SNSB",
  },
  {
    name: "Kapsalon Chérie",
    category: "kapper",
    address: "Nieuwstraat 2, 9801 AN Zuidhorn",
    email: "hallo@cherie.example",
    bank: "KNAB",
  },
  {
    name: "Zwembad De Waterlelie",
    category: "zwemles",
    address: "Frankrijkerlaan 1, 9801 EK Zuidhorn",
    email: "balie@waterlelie.example",
    bank: "ABNA",
  },
  {
    name: "Muziekschool Kwinten",
    category: "muziek",
    address: "Wilhelminastraat 7, 9801 CB Zuidhorn",
    email: "les@kwinten.example",
    bank: "ASNB",
  },
  {
    name: "Tweede Leven",
    category: "tweedehands",
    address: "Overtuinen 12, 9801 CK Zuidhorn",
    email: "winkel@tweedeleven.example",
    bank: "RBRB",
  },
  {
    name: "Bloem en Brood Noord",
    category: "levensmiddelen",
    address: "De Gast 48, 9801 AE Zuidhorn",
    email: "info@bloemenbrood.example",
    bank: "BUNQ",
  },
];

/** The content of `demo/shops.csv`: one row per shop. */
export function shopsCsv(): string {
  const random = seededRandom(9801);
  const rows = SHOPS.map((shop, index) => {
    const iban = dutchIban({ bank: shop.bank, account: inventAccount(random) });
    return [shop.name, inventKvk({ random, index }), iban, shop.category, shop.address, shop.email];
  });
  return excelCsv([["Naam", "KvK-nummer", "IBAN", "Categorie", "Adres", "E-mail"], ...rows]);
}

/**
 * Eight digits; the Chamber of Commerce uses no check digit. The first one starts with zeros, because a spreadsheet
 * that took the column for numbers would lose them.
 */
function inventKvk({ random, index }: { random: Random; index: number }): string {
  const digits = String(random.below(1_000_000)).padStart(6, "0");
  return `${index === 0 ? "00" : "99"}${digits}`;
}

/**
 * Ten digits that pass the Dutch "elfproef" (weights 10 … 1, sum divisible by 11). Two leading zeros and then eight
 * digits: Dutch accounts had nine digits, or at most seven at the Postbank, so nobody's account is named here.
 */
function inventAccount(random: Random): string {
  for (;;) {
    const account = `00${10_000_000 + random.below(90_000_000)}`;
    const sum = [...account].reduce(
      (total, digit, index) => total + Number(digit) * (10 - index),
      0,
    );
    if (sum % 11 === 0) return account;
  }
}

/** Adds the check digits of ISO 13616: 98 minus the remainder, modulo 97, of the rearranged number. */
function dutchIban({ bank, account }: { bank: string; account: string }): string {
  const letters = [...`${bank}${account}NL00`].map((character) => Number.parseInt(character, 36));
  const checkDigits = 98n - (BigInt(letters.join("")) % 97n);
  return `NL${String(checkDigits).padStart(2, "0")}${bank}${account}`;
}
