// Keeps login codes in this browser until their letters are printed. Never gives them to anyone but the page that prints.
import type { RandomBytes } from "../../shared/protocol/bytes.ts";

/** Where sealed records lie: IndexedDB in the browser, a map in the tests. */
export type RecordStore = {
  readKey: () => Promise<CryptoKey | undefined>;
  writeKey: (key: CryptoKey) => Promise<void>;
  read: (id: string) => Promise<SealedRecord | undefined>;
  readAll: () => Promise<SealedRecord[]>;
  write: (record: SealedRecord) => Promise<void>;
  remove: (ids: readonly string[]) => Promise<void>;
};

/** What is on the disk: an id, and bytes that only this browser's key opens. */
export type SealedRecord = {
  id: string;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
};

/** A safe for values that can be written as JSON. */
export type Vault<T> = {
  put: (id: string, value: T) => Promise<void>;
  get: (id: string) => Promise<T | undefined>;
  all: () => Promise<T[]>;
  remove: (ids: readonly string[]) => Promise<void>;
};

const ALGORITHM = { name: "AES-GCM", length: 256 } as const;

/**
 * A vault over a store. Its key can't be taken out of the browser: a copy of the disk's records alone opens nothing.
 * @throws {DOMException} `OperationError` when a record was tampered with or moved under another id.
 */
export async function openVault<T>(store: RecordStore, random: RandomBytes): Promise<Vault<T>> {
  const key = (await store.readKey()) ?? (await makeKey(store));
  const open = async ({ id, iv, sealed }: SealedRecord): Promise<T> =>
    JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(cipher(id, iv), key, sealed)));
  return {
    put: async (id, value) => {
      const iv = random(12);
      const text = new TextEncoder().encode(JSON.stringify(value));
      await store.write({ id, iv, sealed: await crypto.subtle.encrypt(cipher(id, iv), key, text) });
    },
    get: async (id) => {
      const record = await store.read(id);
      return record && (await open(record));
    },
    all: async () => Promise.all((await store.readAll()).map(open)),
    remove: (ids) => store.remove(ids),
  };
}

/** Two windows may both find no key; the one that is kept counts. */
async function makeKey(store: RecordStore): Promise<CryptoKey> {
  const made = await crypto.subtle.generateKey(ALGORITHM, false, ["encrypt", "decrypt"]);
  await store.writeKey(made);
  return (await store.readKey()) ?? made;
}

/** The id is authenticated with the value, so that records can't be exchanged. */
function cipher(id: string, iv: Uint8Array<ArrayBuffer>) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(id) };
}
