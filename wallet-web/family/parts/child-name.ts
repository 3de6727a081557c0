// What a child is called on the screens: the family's own name for it, or its place in the row. A budget of a scheme for others is no child.
import { isForChildren } from "../../shared/scheme-words.ts";
import { useStore } from "../../shared/store.ts";
import type { Child } from "../model/child.ts";
import type { Family } from "../model/family.ts";
import { t } from "../texts.ts";
import { useFamily } from "./use-family.ts";

export function nameOf(family: Family, child: Child): string {
  if (child.name) return child.name;
  const all = family.children.get();
  const number = all.findIndex((one) => one.beneficiaryId === child.beneficiaryId) + 1;
  return t(isOfChild(family, child) ? "children.unnamed" : "budgets.unnamed", { number });
}

export const useNameOf = () => {
  const family = useDrawnFamily();
  return (child: Child) => nameOf(family, child);
};

/** Sentences about all budgets of this phone: they say "child" as long as each is a child's. */
export const useBudgetTexts = () => {
  const family = useDrawnFamily();
  const isChildren = family.children.get().every((child) => isOfChild(family, child));
  return (key: "names" | "choose" | "whose" | "looks") =>
    t(isChildren ? `children.${key}` : `budgets.${key}`);
};

function isOfChild({ deployments }: Family, { schemeId }: Child): boolean {
  return isForChildren(deployments.store.get()?.schemes.find((one) => one.schemeId === schemeId));
}

/** Draws again when the children or their schemes change. */
function useDrawnFamily(): Family {
  const family = useFamily();
  useStore(family.children);
  useStore(family.deployments.store);
  return family;
}
