import { expect } from "chai";
import {
  openVault,
  type RecordStore,
  type SealedRecord,
} from "../../../wallet-web/desk/codes/vault.ts";
import { cryptoRandomBytes } from "../../../wallet-web/shared/protocol/bytes.ts";

const CODE = "7Q2M9FKA3HX0TZ5C";

/** What a browser's database does, without a browser. */
function memoryStore() {
  const records = new Map<string, SealedRecord>();
  let kept: CryptoKey | undefined;
  const store: RecordStore = {
    readKey: async () => kept,
    writeKey: async (key) => {
      kept ??= key;
    },
    read: async (id) => records.get(id),
    readAll: async () => [...records.values()],
    write: async (record) => void records.set(record.id, record),
    remove: async (ids) => {
      for (const id of ids) records.delete(id);
    },
  };
  return { store, records };
}

describe("vault", () => {
  it("gives back what was put in, also after it is opened again", async () => {
    const { store } = memoryStore();
    const before = await openVault<{ code: string }>(store, cryptoRandomBytes);
    await before.put("work/1", { code: CODE });

    const after = await openVault<{ code: string }>(store, cryptoRandomBytes);
    expect(await after.get("work/1")).to.deep.equal({ code: CODE });
    expect(await after.all()).to.deep.equal([{ code: CODE }]);
  });

  it("has no code on the disk in clear", async () => {
    const { store, records } = memoryStore();
    const vault = await openVault<{ code: string }>(store, cryptoRandomBytes);
    await vault.put("work/1", { code: CODE });

    const stored = Buffer.from(records.get("work/1")!.sealed).toString("latin1");
    expect(stored).not.to.contain(CODE);
    expect(JSON.stringify(records.get("work/1")!.id)).not.to.contain(CODE);
  });

  it("has a key that can't be taken out", async () => {
    const { store } = memoryStore();
    await openVault(store, cryptoRandomBytes);
    const key = await store.readKey();
    expect(key!.extractable).to.equal(false);
  });

  it("forgets what was removed, and only that", async () => {
    const { store } = memoryStore();
    const vault = await openVault<number>(store, cryptoRandomBytes);
    await vault.put("a", 1);
    await vault.put("b", 2);
    await vault.remove(["a"]);
    expect(await vault.get("a")).to.equal(undefined);
    expect(await vault.all()).to.deep.equal([2]);
  });

  it("opens no record that was moved to another place", async () => {
    const { store, records } = memoryStore();
    const vault = await openVault<number>(store, cryptoRandomBytes);
    await vault.put("a", 1);
    records.set("b", { ...records.get("a")!, id: "b" });
    const failure = await vault.get("b").catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(DOMException);
    expect((failure as DOMException).name).to.equal("OperationError");
  });

  it("opens no record with another browser's key", async () => {
    const here = memoryStore();
    const there = memoryStore();
    const vault = await openVault<number>(here.store, cryptoRandomBytes);
    await vault.put("a", 1);
    const thief = await openVault<number>(there.store, cryptoRandomBytes);
    there.records.set("a", here.records.get("a")!);
    const failure = await thief.get("a").catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(DOMException);
  });

  it("keeps one key when two windows open it at once", async () => {
    const { store } = memoryStore();
    const [one, other] = await Promise.all([
      openVault<string>(store, cryptoRandomBytes),
      openVault<string>(store, cryptoRandomBytes),
    ]);
    await one.put("a", CODE);
    expect(await other.get("a")).to.equal(CODE);
  });
});
