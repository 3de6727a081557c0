// The vault's records in the browser's own database. Never overwrites a key that is there: codes sealed with it would be lost.
import type { RecordStore, SealedRecord } from "./vault.ts";

const RECORDS = "records";
const KEYS = "keys";
const KEY_ID = "vault";

/** Opens, and makes at the first use, the database with this name. */
export async function openRecordStore(name: string): Promise<RecordStore> {
  const database = await openDatabase(name);
  const store = (mode: IDBTransactionMode, of: string) =>
    database.transaction(of, mode, { durability: "strict" }).objectStore(of);
  return {
    readKey: () => finished<CryptoKey | undefined>(store("readonly", KEYS).get(KEY_ID)),
    writeKey: async (key) => {
      try {
        await finished(store("readwrite", KEYS).add(key, KEY_ID));
      } catch (error) {
        if (!(error instanceof DOMException && error.name === "ConstraintError")) throw error;
      }
    },
    read: (id) => finished<SealedRecord | undefined>(store("readonly", RECORDS).get(id)),
    readAll: () => finished<SealedRecord[]>(store("readonly", RECORDS).getAll()),
    write: async (record) => {
      await committed(store("readwrite", RECORDS), (records) => records.put(record));
    },
    remove: async (ids) => {
      await committed(store("readwrite", RECORDS), (records) => {
        for (const id of ids) records.delete(id);
      });
    },
  };
}

function openDatabase(name: string): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(RECORDS, { keyPath: "id" });
    opening.result.createObjectStore(KEYS);
  };
  return finished(opening);
}

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A code counts as kept when it is on the disk, not when the request was queued. */
function committed(store: IDBObjectStore, write: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    store.transaction.oncomplete = () => resolve();
    store.transaction.onabort = () => reject(store.transaction.error);
    write(store);
  });
}
