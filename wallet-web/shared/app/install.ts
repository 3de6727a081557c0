// Putting the app on the phone's home screen: the browser offers it, or the person does it by a menu (iOS).
import { createStore } from "../store.ts";

type InstallEvent = Event & { prompt: () => Promise<{ outcome: "accepted" | "dismissed" }> };

/** The browser's own question, when it has one ready. */
export const installOffer = createStore<InstallEvent | null>(null);

globalThis.addEventListener?.("beforeinstallprompt", (event) => {
  event.preventDefault();
  installOffer.set(event as InstallEvent);
});

/** Whether it runs from the home screen already. */
export const isInstalled = () =>
  matchMedia("(display-mode: standalone)").matches ||
  (navigator as { standalone?: boolean }).standalone === true;

/** iOS has no question to ask; there a person uses the share menu. An iPad calls itself a Macintosh, but has a screen to touch. */
export const isIos = () =>
  /iPhone|iPad/.test(navigator.userAgent) ||
  (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

/** Asks; true when the person said yes. */
export async function install(): Promise<boolean> {
  const event = installOffer.get();
  if (!event) return false;
  const { outcome } = await event.prompt();
  installOffer.set(null);
  return outcome === "accepted";
}
