// A list of this till that outlives its window: each is kept by its id until it is forgotten by it, whatever comes and goes beside it.
import type { AppDatabase } from "../../shared/database.ts";
import { createStore, type Store } from "../../shared/store.ts";

/** Oldest first. */
export type KeptList<T> = Store<readonly T[]> & {
  find: (id: string) => T | null;
  /** Adds it, or puts it in the place of what has its id. It is on the disk before it is in sight. */
  keep: (one: T) => Promise<void>;
  /** Takes it away. The others stay, also those that another window kept. */
  forget: (id: string) => Promise<void>;
  /** What is on the disk, also what another window kept or forgot; the store follows. */
  reread: () => Promise<readonly T[]>;
};

export async function openKeptList<T extends object>(given: {
  database: AppDatabase;
  name: string;
  idOf: (one: T) => string;
}): Promise<KeptList<T>> {
  const { database, name, idOf } = given;
  const read = async () => listOf(await database.read<Kept<T>>(name));
  const store = createStore(await read());
  const find = (id: string) => store.get().find((one) => idOf(one) === id) ?? null;
  return {
    ...store,
    find,
    async keep(kept) {
      const isSame = (one: T) => idOf(one) === idOf(kept);
      const add = (all: readonly T[]) =>
        all.some(isSame) ? all.map((one) => (isSame(one) ? kept : one)) : [...all, kept];
      await database.change<Kept<T>>(name, (all) => add(listOf(all)));
      store.update(add);
    },
    async forget(id) {
      if (!find(id)) return;
      const without = (all: readonly T[]) => all.filter((one) => idOf(one) !== id);
      store.update(without);
      await database.change<Kept<T> | null>(name, (all) => {
        const left = without(listOf(all));
        return left.length > 0 ? left : null;
      });
    },
    async reread() {
      store.set(await read());
      return store.get();
    },
  };
}

/** An earlier version of the till kept one, and no list. */
type Kept<T> = readonly T[] | T;

const listOf = <T extends object>(kept: Kept<T> | null): readonly T[] => {
  if (kept === null) return [];
  return Array.isArray(kept) ? kept : [kept as T];
};
