// The browser's own database for one app: device keys, values and counters. Keys are non-extractable: what is kept can sign, not be read.
import { createDeviceKey, type Signer, signerFromKeyPair } from "./protocol/signer.ts";

const STORES = ["keys", "values", "counters"] as const;
type StoreName = (typeof STORES)[number];

export type AppDatabase = {
  /** Makes a device key under a name, unless there is one. */
  makeKey: (name: string) => Promise<Signer>;
  signer: (name: string) => Promise<Signer | null>;
  removeKey: (name: string) => Promise<void>;
  keyNames: () => Promise<string[]>;
  read: <T>(name: string) => Promise<T | null>;
  write: (name: string, value: unknown) => Promise<void>;
  remove: (name: string) => Promise<void>;
  /** Forgets everything: keys, values and counters. */
  clear: () => Promise<void>;
  /** The next number of a counter, from 1. One transaction: windows that ask at once never get the same. */
  nextNumber: (counter: string) => Promise<number>;
};

/** Opens the database, and makes it at the first use. */
export async function openAppDatabase(name: string, idb = indexedDB): Promise<AppDatabase> {
  const database = await openDatabase(name, idb);
  const on = <T>(
    store: StoreName,
    mode: IDBTransactionMode,
    act: (objects: IDBObjectStore) => IDBRequest<T>,
  ) => transact(database, { store, mode }, act);
  const pairOf = (key: string) =>
    on<CryptoKeyPair | undefined>("keys", "readonly", (keys) => keys.get(key));
  const signer = async (key: string) => {
    const pair = await pairOf(key);
    return pair ? signerFromKeyPair(pair) : null;
  };
  return {
    signer,
    makeKey: async (key) => {
      const made = await createDeviceKey();
      await on("keys", "readwrite", (keys) => keys.add(made, key)).catch(ignoreTaken);
      const kept = await signer(key);
      if (!kept) throw new Error("the key was not kept");
      return kept;
    },
    removeKey: async (key) => {
      await on("keys", "readwrite", (keys) => keys.delete(key));
    },
    keyNames: async () =>
      (await on("keys", "readonly", (keys) => keys.getAllKeys())).map((key) => String(key)),
    read: async <T>(key: string) =>
      (await on<T | undefined>("values", "readonly", (values) => values.get(key))) ?? null,
    write: async (key, value) => {
      await on("values", "readwrite", (values) => values.put(value, key));
    },
    clear: async () => {
      for (const store of STORES) await on(store, "readwrite", (objects) => objects.clear());
    },
    remove: async (key) => {
      await on("values", "readwrite", (values) => values.delete(key));
    },
    nextNumber: (counter) => nextNumber(database, counter),
  };
}

/** Asks the browser not to clear what is kept here; it may say no, and nobody has to be told. */
export async function askToKeep(): Promise<boolean> {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}

function openDatabase(name: string, idb: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = idb.open(name, 1);
    opening.onupgradeneeded = () => {
      for (const store of STORES) opening.result.createObjectStore(store);
    };
    opening.onsuccess = () => {
      // Another window wants to change the database: give way, or it waits for ever.
      opening.result.onversionchange = () => opening.result.close();
      resolve(opening.result);
    };
    opening.onerror = () => reject(opening.error);
  });
}

/** Resolves when it is on the disk, not when it was asked. */
function transact<T>(
  database: IDBDatabase,
  { store, mode }: { store: StoreName; mode: IDBTransactionMode },
  act: (objects: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: "strict" });
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? request.error);
  });
}

function nextNumber(database: IDBDatabase, counter: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("counters", "readwrite", { durability: "strict" });
    const counters = transaction.objectStore("counters");
    let next = 1;
    const last = counters.get(counter);
    last.onsuccess = () => {
      next = Number(last.result ?? 0) + 1;
      counters.put(next, counter);
    };
    transaction.oncomplete = () => resolve(next);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Two windows made the same key at once: the first one's counts. */
function ignoreTaken(error: unknown): void {
  if (!(error instanceof DOMException && error.name === "ConstraintError")) throw error;
}
