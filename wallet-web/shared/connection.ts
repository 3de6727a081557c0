// Whether the server can be reached, as far as this device knows: what the browser says and how the last call ended.
import { createStore } from "./store.ts";

export type Connection = "online" | "offline";

export const connection = createStore<Connection>(
  globalThis.navigator?.onLine === false ? "offline" : "online",
);

globalThis.addEventListener?.("offline", () => connection.set("offline"));
globalThis.addEventListener?.("online", () => connection.set("online"));

/** How often anything came from the server; two of these differ where it was heard in between. */
let heard = 0;

/** Called when an answer came, or anything on the live stream; and when a call failed. */
export function noteAnswer(answered: boolean): void {
  if (answered) heard++;
  connection.set(answered ? "online" : "offline");
}

/**
 * Begins to listen; what it gives is called when the wait was in vain. Where nothing at all came meanwhile the line is dead, whatever the
 * browser says; where something else was answered, only this one thing is slow.
 */
export function listenFor(): { wasInVain: () => void } {
  const before = heard;
  return { wasInVain: () => heard === before && connection.set("offline") };
}
