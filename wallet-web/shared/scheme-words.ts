// Whom a scheme is for, in its sponsor's own Dutch words; and whether that is children, whom the letter and the family's app speak of.

/** One for whom a scheme is meant, and several. */
export type SchemeWords = { one: string; many: string };

/** What they are called unless the sponsor says otherwise. */
export const CHILDREN: SchemeWords = { one: "kind", many: "kinderen" };

/** Of a scheme for others, what a resident reads speaks of budgets: the sponsor's words are Dutch only. */
export function isForChildren(scheme: { words: SchemeWords | null } | undefined): boolean {
  const one = scheme?.words?.one ?? CHILDREN.one;
  return one.toLowerCase() === CHILDREN.one;
}

/** What a letter calls a scheme for others than children; null for one for children, or one that isn't known. */
export function nameForOthers(
  scheme: { name: string; words: SchemeWords | null } | undefined,
): string | null {
  return scheme && !isForChildren(scheme) ? scheme.name : null;
}
