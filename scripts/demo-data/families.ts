// Makes the demo municipality's households: invented people, never taken from any real register.
import { excelCsv } from "./csv.ts";
import { seededRandom } from "./random.ts";

/** How many households have 1, 2, … 6 children: 80 households and 200 children in all, as in Zuidhorn. */
const HOUSEHOLDS_BY_CHILDREN = [19, 26, 19, 10, 4, 2];

/** Names by preferred language (ISO 639-1). The ones with `;`, quotes and a leading apostrophe try the reader. */
const NAMES_BY_LANGUAGE: Record<string, readonly string[]> = {
  nl: [
    "van 't Hoff; E.",
    'de Boer-Postma "Bé", B.',
    "'t Hart, W.",
    "O'Connor, S.",
    "van der Veen, A.M.",
    "Bakker, J.",
    "Hoekstra, M.",
    "Wiersma, T.",
    "de Vries, K.",
    "Dijkstra, L.",
    "van den Berg, R.",
    "Postma, G.",
    "Zijlstra, H.",
    "Brouwer, I.",
    "Meijer, P.",
    "Mulder, C.",
    "Kooistra, N.",
    "Veenstra, F.",
    "Huizinga, D.",
    "Oosterhuis, S.",
    "Renée-Vos, A.",
    "Daniëls, J.",
    "Bruñel, M.",
    "Müller, H.",
    "Smit-de Groot, E.",
    "Koning, B.",
    "Hofstee, R.",
    "van Dijk, Y.",
    "Boersma, L.",
    "Terpstra, O.",
    "Nijdam, K.",
    "Wijkstra, J.A.",
    "Leistra, T.",
    "Groenewold, A.",
    "Pastoor, M.",
    "Datema, S.",
    "Iwema, G.",
    "Bolhuis, W.",
    "Woldring, C.",
    "Clevering, H.",
    "Da Silva, R.",
    "Martina, D.",
    "Kromosoeto, S.",
    "van Exel, N.",
    "Ruiter, V.",
    "Ter Veer, J.",
  ],
  ar: [
    "Al-Hassan, R.",
    "Haddad, M.",
    "El Amrani, F.",
    "Khalil, S.",
    "Al Shami, N.",
    "Darwish, A.",
    "Benali, Y.",
    "Mansour, H.",
    "Al-Khatib, L.",
    "Saïdi, K.",
    "Ibrahim, O.",
    "Nasser, D.",
  ],
  uk: [
    "Kovalenko, O.",
    "Shevchenko, I.",
    "Мельник, Н.",
    "Bondarenko, T.",
    "Tkachuk, L.",
    "Marchenko, Y.",
    "Kravets, S.",
  ],
  tr: ["Yılmaz-Çelik, Z.", "Şahin, E.", "Öztürk, M.", "Güneş, A.", "Doğan, H."],
  pl: ["Wiśniewska, A.", "Wójcik, P.", "Kamiński, T.", "Dąbrowska, M.", "Żuk, J."],
  en: ["Tesfay, B.", "Okonkwo, C.", "Müller-Brown, D."],
  fa: ["Rahimi, N.", "Hosseini, M."],
};

/** The content of `demo/families.csv`: one row per household. */
export function familiesCsv(): string {
  const random = seededRandom(2017);
  const people = random.shuffle(
    Object.entries(NAMES_BY_LANGUAGE).flatMap(([language, names]) =>
      names.map((name) => ({ name, language })),
    ),
  );
  const children = random.shuffle(
    HOUSEHOLDS_BY_CHILDREN.flatMap((households, index) =>
      Array<number>(households).fill(index + 1),
    ),
  );

  let clientNumber = 100;
  const rows = people.map(({ name, language }, index) => {
    clientNumber += 1 + random.below(12);
    const reference = `ZH-2017-${String(clientNumber).padStart(4, "0")}`;
    return [reference, name, String(children[index]), language];
  });
  return excelCsv([["Cliëntnummer", "Naam", "Aantal kinderen", "Taal"], ...rows]);
}
