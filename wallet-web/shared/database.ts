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
  /** Writes what becomes of the value that stands there; null takes it away. One transaction: of two windows at once neither undoes the other. */
  change: <T>(name: string, change: (kept: T | null) => T) => Promise<T>;
  remove: (name: string) => Promise<void>;
  /** Forgets everything: keys, values and counters. */
  clear: () => Promise<void>;
  /** The next number of a counter, from 1. One transaction: windows that ask at once never get the same. */
  nextNumber: (counter: string) => Promise<number>;
};

/** Opens the database, and makes it at the first use. */
export async function openAppDatabase(name: string, idb = indexedDB): Promise<AppDatabase> {
  const run = await openLasting(name, idb);
  const on = <T>(
    store: StoreName,
    mode: IDBTransactionMode,
    act: (objects: IDBObjectStore) => IDBRequest<T>,
  ) => run(store, mode, (transaction) => settle(transaction, act(transaction.objectStore(store))));
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
    change: <T>(key: string, change: (kept: T | null) => T) =>
      run("values", "readwrite", (transaction) =>
        changeIn(transaction.objectStore("values"), key, change),
      ),
    clear: async () => {
      for (const store of STORES) await on(store, "readwrite", (objects) => objects.clear());
    },
    remove: async (key) => {
      await on("values", "readwrite", (values) => values.delete(key));
    },
    nextNumber: (counter) =>
      run("counters", "readwrite", (transaction) =>
        changeIn<number>(transaction.objectStore("counters"), counter, (last) => (last ?? 0) + 1),
      ),
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

type Run = <T>(
  store: StoreName,
  mode: IDBTransactionMode,
  use: (transaction: IDBTransaction) => Promise<T>,
) => Promise<T>;

/**
 * Browsers close a database by themselves, such as that of an app that was long in the background: the next act opens it again.
 * Source: Indexed Database API 3.0, "abnormally closed"; then a transaction can't begin, so nothing was done yet.
 */
async function openLasting(name: string, idb: IDBFactory): Promise<Run> {
  let database = await openDatabase(name, idb);
  return async (store, mode, use) => {
    const begin = () => database.transaction(store, mode, { durability: "strict" });
    let transaction: IDBTransaction;
    try {
      transaction = begin();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "InvalidStateError")) throw error;
      database = await openDatabase(name, idb);
      transaction = begin();
    }
    return use(transaction);
  };
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
function settle<T>(transaction: IDBTransaction, request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? request.error);
  });
}

function changeIn<T>(
  objects: IDBObjectStore,
  key: string,
  change: (kept: T | null) => T,
): Promise<T> {
  const { transaction } = objects;
  return new Promise((resolve, reject) => {
    let changed: T;
    let fault: unknown = null;
    const kept = objects.get(key);
    kept.onsuccess = () => {
      try {
        changed = change(kept.result ?? null);
        if (changed === null) objects.delete(key);
        else objects.put(changed, key);
      } catch (error) {
        fault = error;
        transaction.abort();
      }
    };
    transaction.oncomplete = () => resolve(changed);
    transaction.onabort = () => reject(fault ?? transaction.error ?? kept.error);
  });
}

/** Two windows made the same key at once: the first one's counts. */
function ignoreTaken(error: unknown): void {
  if (!(error instanceof DOMException && error.name === "ConstraintError")) throw error;
}
