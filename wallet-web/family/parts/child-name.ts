// What a child is called on the screens: the family's own name for it, or its place in the row.

import type { Child } from "../model/child.ts";
import { t } from "../texts.ts";
import { useChildren } from "./use-family.ts";

export function nameOf(child: Child, all: readonly Child[]): string {
  if (child.name) return child.name;
  const place = all.findIndex((one) => one.beneficiaryId === child.beneficiaryId) + 1;
  return t("child.unnamed", { number: place });
}

export const useNameOf = () => {
  const all = useChildren();
  return (child: Child) => nameOf(child, all);
};
