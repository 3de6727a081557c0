// Makes the demo's trade register: who the demo's shops are by their numbers, and two that don't agree with what a shop says.
import { parse } from "csv-parse/sync";
import { excelCsv } from "./csv.ts";
import { shopsCsv } from "./shops.ts";

/** Whose register says another name: it waits at the demonstration's desk. */
export const WAITING_SHOP = {
  name: "Noorderlicht Fietsen",
  kvkNumber: "99300718",
  iban: "NL33ABNA0031415938",
  category: "bicycles",
  address: "Hoofdstraat 40, 9801 BZ Zuidhorn",
  email: "info@noorderlicht.example",
};
/** A number whose company ended. */
const ENDED_NUMBER = "99300726";

/** The content of `demo/register.csv`: one row for each name under a number. */
export function registerCsv(): string {
  const [, ...shops]: string[][] = parse(shopsCsv(), { bom: true, delimiter: ";" });
  const rows = shops.flatMap(([name = "", number = "", , , address = ""]) => {
    const [, street = "", place = ""] = /^(.*?) \d+, \d{4} [A-Z]{2} (.*)$/.exec(address) ?? [];
    return rowsOf({ name, number, street, place });
  });
  return excelCsv([
    ["KvK-nummer", "Naam", "Straat", "Plaats", "Type", "Actief"],
    ...rows,
    [
      WAITING_SHOP.kvkNumber,
      "Tweewielers Hoekstra",
      "Stationsweg",
      "Grijpskerk",
      "hoofdvestiging",
      "Ja",
    ],
    [
      WAITING_SHOP.kvkNumber,
      "Hoekstra Beheer B.V.",
      "Stationsweg",
      "Grijpskerk",
      "rechtspersoon",
      "Ja",
    ],
    [ENDED_NUMBER, "Snoepwinkel De Zuurstok", "De Gast", "Zuidhorn", "hoofdvestiging", "Nee"],
  ]);
}

function rowsOf(given: { name: string; number: string; street: string; place: string }) {
  const { name, number, street, place } = given;
  const main = [number, name, street, place, "hoofdvestiging", "Ja"];
  if (!name.startsWith("Sportpunt")) return [main];
  return [
    main,
    [number, "Sportpunt Leek", "Tolberterstraat", "Leek", "nevenvestiging", "Ja"],
    [number, "Sportpunt B.V.", street, place, "rechtspersoon", "Ja"],
  ];
}
