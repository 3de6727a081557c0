// Which shops are shown, and in which order: by what the family searches, chooses and allows.
import type { Place, ShopCategory, ShopDirectoryAnswer } from "../../shared/api-types.ts";
import type { Child } from "./child.ts";
import { type LocalMoment, metresBetween, openStateOf } from "./visit.ts";

export type Shop = ShopDirectoryAnswer["shops"][number];
export type ListedShop = { shop: Shop; metres: number | null };

/**
 * The shops at which a budget of this phone can be spent; all of them as long as it has none. With budgets of several schemes, those that a
 * shop takes when it doesn't take every one.
 */
export function shopsFor(
  shops: readonly Shop[],
  children: readonly Child[],
): { shop: Shop; only: readonly Child[] | null }[] {
  const linked = children.filter((child) => child.link === "linked");
  if (linked.length === 0) return shops.map((shop) => ({ shop, only: null }));
  return shops.flatMap((shop) => {
    const fitting = linked.filter(({ schemeId }) => shop.schemeIds.includes(schemeId));
    if (fitting.length === 0) return [];
    return [{ shop, only: fitting.length < linked.length ? fitting : null }];
  });
}

export type ShopFilter = {
  search: string;
  category: ShopCategory | null;
  /** Only those that are known to be open. */
  openNow: boolean;
  /** Where the phone is, once the family allowed it: the nearest shops come first, those of unknown place last. */
  place: Place | null;
};

export function listShops(
  shops: readonly Shop[],
  filter: ShopFilter,
  given: { now: LocalMoment; wordOf: (category: ShopCategory) => string },
): ListedShop[] {
  const { place } = filter;
  const wanted = plain(filter.search.trim());
  const listed = shops
    .filter(({ category }) => filter.category === null || category === filter.category)
    .filter(
      ({ openingHours }) =>
        !filter.openNow || (openingHours && openStateOf(openingHours, given.now).kind === "open"),
    )
    .filter((shop) =>
      plain(`${shop.name} ${given.wordOf(shop.category)} ${shop.address}`).includes(wanted),
    )
    .map((shop) => ({
      shop,
      metres: place && shop.place ? metresBetween(place, shop.place) : null,
    }));
  if (!place) return listed;
  const distance = ({ metres }: ListedShop) => metres ?? Number.POSITIVE_INFINITY;
  return listed.sort((one, other) =>
    distance(one) === distance(other) ? 0 : distance(one) - distance(other),
  );
}

/** The kinds that there are, most shops first. */
export function categoriesOf(shops: readonly Shop[]): ShopCategory[] {
  const counts = new Map<ShopCategory, number>();
  for (const { category } of shops) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([category]) => category);
}

/** Without capitals and accents: a search for "kleren" finds "Kléren". */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
