// The one rule against recognising a family in figures: what fewer than five families did is never shown, nor to be worked out
// from what is. Groups that are too small are joined with one that is large enough, so that no total less the rest gives them away.

export const FEWEST_FAMILIES = 5;

/** `families` may be counted up to five: then the one with the least money counts as the smallest. */
export type Group<Key> = { key: Key; families: number; cents: bigint };

/** What may be shown of groups: those by themselves, and those that only show together. */
export type Shown<Key> = {
  groups: { key: Key; cents: bigint }[];
  /** Null when every group is large enough. */
  rest: { groups: number; cents: bigint } | null;
};

export const isEnough = (families: number): boolean => families >= FEWEST_FAMILIES;

/**
 * @returns Null when there is nothing, or not even all together are known to be five families: one family may be in several groups, so that the
 * largest group is all that is certain.
 */
export function atLeastFive<Key>(given: readonly Group<Key>[]): Shown<Key> | null {
  const byFamilies = given
    .filter(({ families, cents }) => families > 0 || cents !== 0n)
    .toSorted((one, other) => one.families - other.families || Number(one.cents - other.cents));
  const enough = byFamilies.filter(({ families }) => isEnough(families));
  const few = byFamilies.filter(({ families }) => !isEnough(families));
  if (few.length === 0 && enough.length > 0) return { groups: shownOf(given, enough), rest: null };
  const [cover, ...others] = enough;
  if (!cover) return null;
  const joined = [...few, cover];
  return {
    groups: shownOf(given, others),
    rest: { groups: joined.length, cents: sumOf(joined) },
  };
}

/** Neighbours in time, joined: the first of them, and how many. */
export type Span<Key> = { key: Key; count: number; cents: bigint };

/**
 * Joins each group that is too small with its neighbours until one among them is large enough.
 * @returns Null when none is.
 */
export function atLeastFiveInOrder<Key>(given: readonly Group<Key>[]): Span<Key>[] | null {
  const spans: Span<Key>[] = [];
  let open: Group<Key>[] = [];
  for (const group of given) {
    open.push(group);
    if (!isEnough(group.families)) continue;
    spans.push(spanOf(open));
    open = [];
  }
  const last = spans.at(-1);
  if (!last) return null;
  // What came after the last that was large enough goes with it.
  last.count += open.length;
  last.cents += sumOf(open);
  return spans;
}

/** How many of a number of families did something, as far as it may be told. */
export type FamilyShare = {
  /** Null when they are fewer than five. */
  families: number | null;
  /** Whole per cents, rounded down; null when fewer than five did it. */
  percent: number | null;
  /** Fewer than five did not: it is this share or more. */
  isAtLeast: boolean;
};

/** Hides the few who did and the few who did not: either could be asked about by name. */
export function shareOfFamilies({ part, whole }: { part: number; whole: number }): FamilyShare {
  if (!isEnough(whole)) return { families: null, percent: null, isAtLeast: false };
  if (!isEnough(part)) return { families: whole, percent: null, isAtLeast: false };
  const isAtLeast = !isEnough(whole - part);
  const certain = isAtLeast ? whole - (FEWEST_FAMILIES - 1) : part;
  return { families: whole, percent: Math.floor((certain * 100) / whole), isAtLeast };
}

/** In the order in which they were given: an order by families would tell of them. */
function shownOf<Key>(given: readonly Group<Key>[], some: readonly Group<Key>[]) {
  return given.filter((group) => some.includes(group)).map(({ key, cents }) => ({ key, cents }));
}

function spanOf<Key>(groups: readonly Group<Key>[]): Span<Key> {
  const [first] = groups;
  if (!first) throw new Error("a span has at least one group");
  return { key: first.key, count: groups.length, cents: sumOf(groups) };
}

const sumOf = (groups: readonly { cents: bigint }[]): bigint =>
  groups.reduce((sum, { cents }) => sum + cents, 0n);
