// Holds a scanned card's code for one payment, in memory only, and lets go of it when that takes too long or the page is left.
import { useEffect, useRef, useState } from "preact/hooks";

/** As long as the server lets an attempt last. */
export const CARD_HELD_MS = 180_000;

/** @param onGone Called when it was let go of by itself. */
export function useCardCode(onGone: (why: "late" | "hidden") => void) {
  const [code, setCode] = useState<string | null>(null);
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
    const timer = setTimeout(() => drop("late"), CARD_HELD_MS);
    addEventListener("pagehide", onHide);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      clearTimeout(timer);
      removeEventListener("pagehide", onHide);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [code]);
  return { code, set, now: () => latest.current };
}
