// Which screen is shown: the path after # in the address, so that the phone's back button works. Codes in links are not routes.
import { createStore, useStore } from "./store.ts";

const route = createStore<readonly string[]>(readRoute());

function readRoute(): readonly string[] {
  const hash = globalThis.location?.hash ?? "";
  return hash.startsWith("#/") ? hash.slice(2).split("/").map(decodeURIComponent) : [];
}

globalThis.addEventListener?.("hashchange", () => route.set(readRoute()));
globalThis.addEventListener?.("popstate", () => route.set(readRoute()));

/** The address of a screen. */
export const pathTo = (...segments: string[]) => `#/${segments.map(encodeURIComponent).join("/")}`;

/** Goes to a screen. With `replace` the back button skips the one that is left. */
export function goTo(segments: readonly string[], { replace = false } = {}): void {
  const url = pathTo(...segments);
  if (replace) history.replaceState(null, "", url);
  else history.pushState(null, "", url);
  route.set(segments);
  globalThis.scrollTo?.(0, 0);
}

/** The screen now, as the segments of its path. */
export const useRoute = () => useStore(route);

/**
 * Takes what a link carries after # (`code=…`, `betaal=…`) and removes it from the address at once,
 * so that it stays in no history, bookmark or picture of the screen.
 */
export function takeLinkValue(key: string): string | null {
  const prefix = `#${key}=`;
  if (!location.hash.startsWith(prefix)) return null;
  const value = location.hash.slice(prefix.length);
  history.replaceState(null, "", location.pathname);
  route.set([]);
  return value;
}
