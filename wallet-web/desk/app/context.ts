// Hands the desk to every screen below, and the pieces of it that screens ask for most.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { DeploymentAnswer } from "../../shared/api-types.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { RoleName } from "../../shared/protocol/commands.ts";
import { createStore, useStore } from "../../shared/store.ts";
import { type Desk, holdsRole, type Scheme } from "./desk.ts";

const DeskContext = createContext<Desk | null>(null);
const NOTHING = createStore<DeploymentAnswer | null>(null);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("a screen of the desk stands outside of it");
  return desk;
}

/** The scheme that is chosen, and its terms; `scheme` is null when it was not opened yet. */
export function useScheme(): { schemeId: Hex | null; scheme: Scheme | null } {
  const desk = useDesk();
  const schemeId = useStore(desk.schemeId);
  const deployment = useStore(desk.deployments.store);
  const scheme = deployment?.schemes.find((one) => one.schemeId === schemeId) ?? null;
  return { schemeId, scheme };
}

/** Whether this device may do what these roles may, in the chosen scheme. */
export function useRole(...roles: RoleName[]): boolean {
  const desk = useDesk();
  return holdsRole(useStore(desk.roles), roles, useStore(desk.schemeId));
}

/** The municipality's name; empty before the desk is open. */
export function useMunicipality(): string {
  const desk = useContext(DeskContext);
  return useStore(desk?.deployments.store ?? NOTHING)?.municipality ?? "";
}
