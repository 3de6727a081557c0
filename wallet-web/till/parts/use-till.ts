// Gives every screen the till's model.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { useStore } from "../../shared/store.ts";
import type { Till } from "../model/till.ts";

export const TillContext = createContext<Till | null>(null);

export function useTill(): Till {
  const till = useContext(TillContext);
  if (!till) throw new Error("no till around this screen");
  return till;
}

export const useShop = () => useStore(useTill().shop);
