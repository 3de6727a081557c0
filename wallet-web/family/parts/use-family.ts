// Gives every screen the family app's model.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { useStore } from "../../shared/store.ts";
import type { Child } from "../model/child.ts";
import type { Family } from "../model/family.ts";

export const FamilyContext = createContext<Family | null>(null);

export function useFamily(): Family {
  const family = useContext(FamilyContext);
  if (!family) throw new Error("no family around this screen");
  return family;
}

export const useChildren = () => useStore(useFamily().children);

/** The child with this id, or undefined. */
export const useChild = (beneficiaryId: string | undefined): Child | undefined =>
  useChildren().find((child) => child.beneficiaryId === beneficiaryId);
