// Asks the server for what a screen shows. Keeps what was shown while it asks again, so that nothing jumps.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useStore } from "../../shared/store.ts";
import { useDesk } from "./context.ts";

export type Loaded<T> = { value: T | null; error: unknown; reload: () => void };

/** Asks when it first shows, when `key` changes, and when something may have changed; null as key asks nothing. */
export function useLoad<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const changes = useStore(useDesk().changes);
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<{ key: string | null; value: T | null; error: unknown }>({
    key,
    value: null,
    error: null,
  });
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    if (key === null) return;
    const stop = new AbortController();
    latest.current(stop.signal).then(
      (value) => {
        if (!stop.signal.aborted) setState({ key, value, error: null });
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        setState((before) => ({ key, value: before.key === key ? before.value : null, error }));
      },
    );
    return () => stop.abort();
  }, [key, turn, changes]);
  const reload = useCallback(() => setTurn((count) => count + 1), []);
  const isCurrent = state.key === key;
  return {
    value: isCurrent ? state.value : null,
    error: isCurrent ? state.error : null,
    reload,
  };
}
