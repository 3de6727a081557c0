// Holds a scanned card's code for one payment, in memory only, and lets go of it when nobody touches the till or the page is left.
import { useEffect, useRef, useState } from "preact/hooks";

/** From the last touch or key. The server's own time for an attempt begins with the typed PIN and waits for no person. */
export const CARD_HELD_MS = 180_000;
/** So long before the end the customer is asked for a sign, so that nobody has to be fast; source: WCAG 2.2, 2.2.1. */
export const WARNED_BEFORE_MS = 60_000;

/** The warning does not go at once: what somebody presses must not move under the finger. */
const HIDDEN_AFTER_MS = 600;

const SIGNS = ["pointerdown", "keydown"] as const;

/** @param onGone Called when it was let go of by itself. */
export function useCardCode(onGone: (why: "late" | "hidden") => void) {
  const [code, setCode] = useState<string | null>(null);
  const [isEnding, setEnding] = useState(false);
  const latest = useRef<string | null>(null);
  const latestGone = useRef(onGone);
  latestGone.current = onGone;
  const set = (next: string | null) => {
    latest.current = next;
    setCode(next);
  };
  useEffect(() => {
    if (code === null) return;
    const drop = (why: "late" | "hidden") => {
      set(null);
      latestGone.current(why);
    };
    const onHide = () => drop("hidden");
    const onVisibility = () => document.hidden && onHide();
    let timers: number[] = [];
    const stop = () => timers.forEach(clearTimeout);
    const begin = () => {
      stop();
      timers = [
        window.setTimeout(() => setEnding(false), HIDDEN_AFTER_MS),
        window.setTimeout(() => setEnding(true), CARD_HELD_MS - WARNED_BEFORE_MS),
        window.setTimeout(() => drop("late"), CARD_HELD_MS),
      ];
    };
    begin();
    for (const sign of SIGNS) addEventListener(sign, begin);
    addEventListener("pagehide", onHide);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      stop();
      setEnding(false);
      for (const sign of SIGNS) removeEventListener(sign, begin);
      removeEventListener("pagehide", onHide);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [code]);
  return { code, isEnding, set, now: () => latest.current };
}
