// Finds a shop by what a caller says of it.
import type { SchemeShop } from "../app/answers.ts";
import { text } from "../text.ts";

type Found = Pick<SchemeShop, "name" | "category" | "address" | "kvkNumber">;

/** Those in which every word stands: of its name, kind, address or KvK number. Capitals and accents make no difference. */
export function findShops<Shop extends Found>(
  shops: readonly Shop[],
  typed: string,
): readonly Shop[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return shops;
  return shops.filter(({ name, category, address, kvkNumber }) => {
    const all = plain([name, text(`category.${category}`), address, kvkNumber].join(" "));
    return words.every((word) => all.includes(word));
  });
}

const plain = (words: string) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
