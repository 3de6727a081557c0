// Whether the server can be reached, as far as this device knows: what the browser says and how the last call ended.
import { createStore } from "./store.ts";

export type Connection = "online" | "offline";

export const connection = createStore<Connection>(
  globalThis.navigator?.onLine === false ? "offline" : "online",
);

globalThis.addEventListener?.("offline", () => connection.set("offline"));
globalThis.addEventListener?.("online", () => connection.set("online"));

/** Called by the API client after each call. */
export function noteAnswer(answered: boolean): void {
  connection.set(answered ? "online" : "offline");
}
