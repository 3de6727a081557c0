// Whether a shop calls itself as it is registered. Only a hint: a person reads both names.

/** What stands for a legal form, once dots are gone. */
const LEGAL_FORMS = new Set(["bv", "nv", "vof", "cv", "ua", "ba", "wa", "stichting", "vereniging"]);

/** Differences in capitals, accents, spaces, punctuation and legal form don't count; "&" is "en". */
export function isSameName(one: string, other: string): boolean {
  const [first, second] = [core(one), core(other)];
  return first !== "" && first === second;
}

function core(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/[\p{M}.'’]/gu, "")
    .toLowerCase()
    .replace(/[&+]/g, " en ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const rest = words.filter((word) => !LEGAL_FORMS.has(word));
  return (rest.length > 0 ? rest : words).join("");
}
