// A value that screens follow. One per thing that changes; it knows nothing of what it holds.
import { useEffect, useState } from "preact/hooks";

export type Store<T> = {
  get: () => T;
  set: (value: T) => void;
  update: (change: (value: T) => T) => void;
  /** Calls back at each change; gives the function that ends it. */
  follow: (listener: (value: T) => void) => () => void;
};

export function createStore<T>(initial: T): Store<T> {
  let current = initial;
  const listeners = new Set<(value: T) => void>();
  const set = (value: T) => {
    if (Object.is(value, current)) return;
    current = value;
    for (const listener of [...listeners]) listener(value);
  };
  return {
    get: () => current,
    set,
    update: (change) => set(change(current)),
    follow: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The store's value now; the component is drawn again when it changes. */
export function useStore<T>(store: Store<T>): T {
  const [value, setValue] = useState(store.get);
  useEffect(() => {
    setValue(() => store.get());
    return store.follow((next) => setValue(() => next));
  }, [store]);
  return value;
}
