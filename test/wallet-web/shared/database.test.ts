import { expect } from "chai";
import { IDBFactory } from "fake-indexeddb";
import { openAppDatabase } from "../../../wallet-web/shared/database.ts";

describe("App database", () => {
  it("gives each number of a counter once, also to windows that ask at once", async () => {
    const idb = new IDBFactory();
    const windows = await Promise.all([
      openAppDatabase("phone", idb),
      openAppDatabase("phone", idb),
    ]);
    const asked = Array.from({ length: 40 }, (_, index) =>
      (windows[index % 2] as (typeof windows)[0]).nextNumber("nonce/0x01"),
    );
    const numbers = await Promise.all(asked);
    expect(numbers.sort((one, other) => one - other)).to.deep.equal(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
  });

  it("counts for each key by itself", async () => {
    const database = await openAppDatabase("phone", new IDBFactory());
    await database.nextNumber("nonce/0x01");
    expect(await database.nextNumber("nonce/0x02")).to.equal(1);
    expect(await database.nextNumber("nonce/0x01")).to.equal(2);
  });

  it("goes on counting after the app was closed", async () => {
    const idb = new IDBFactory();
    const before = await openAppDatabase("phone", idb);
    await before.nextNumber("nonce/0x01");
    const after = await openAppDatabase("phone", idb);
    expect(await after.nextNumber("nonce/0x01")).to.equal(2);
  });

  it("makes one key under a name, whoever asks first", async () => {
    const idb = new IDBFactory();
    const windows = await Promise.all([openAppDatabase("till", idb), openAppDatabase("till", idb)]);
    const made = await Promise.all(windows.map((database) => database.makeKey("till")));
    expect(made[0]?.address).to.equal(made[1]?.address);
    const digest = `0x${"ab".repeat(32)}` as const;
    const signature = await made[0]?.sign(digest);
    expect(signature).to.include({ x: made[0]?.publicKey.x, y: made[0]?.publicKey.y });
  });

  it("opens again by itself what the browser closed, and loses nothing", async () => {
    const idb = new IDBFactory();
    const opened: IDBDatabase[] = [];
    const open: IDBFactory["open"] = (...given) => {
      const opening = idb.open(...given);
      opening.addEventListener("success", () => opened.push(opening.result));
      return opening;
    };
    const database = await openAppDatabase("phone", { open } as IDBFactory);
    await database.write("children", ["a"]);
    await database.nextNumber("nonce/0x01");
    const { address } = await database.makeKey("k1");

    opened[0]?.close();

    expect(await database.read("children")).to.deep.equal(["a"]);
    expect((await database.signer("k1"))?.address).to.equal(address);
    opened[1]?.close();
    expect(await database.nextNumber("nonce/0x01")).to.equal(2);
    expect(opened).to.have.lengthOf(3);
  });

  it("lets windows change one value at once, and loses neither's change", async () => {
    const idb = new IDBFactory();
    const windows = await Promise.all([
      openAppDatabase("phone", idb),
      openAppDatabase("phone", idb),
    ]);
    const add = (_: unknown, index: number) =>
      (windows[index % 2] as (typeof windows)[0]).change<number[]>("children", (kept) => [
        ...(kept ?? []),
        index,
      ]);
    const seen = await Promise.all(Array.from({ length: 20 }, add));
    expect(await windows[0].read("children")).to.have.members(
      Array.from({ length: 20 }, (_, i) => i),
    );
    expect(new Set(seen.map(({ length }) => length))).to.have.lengthOf(20);
  });

  it("takes a value away when nothing becomes of it", async () => {
    const database = await openAppDatabase("phone", new IDBFactory());
    await database.write("children", ["a"]);
    expect(await database.change<string[] | null>("children", () => null)).to.equal(null);
    expect(await database.read("children")).to.equal(null);
    expect(
      await database.change<string[] | null>("children", (kept) => kept ?? ["b"]),
    ).to.deep.equal(["b"]);
  });

  it("keeps what stood there when a change can't be made", async () => {
    const database = await openAppDatabase("phone", new IDBFactory());
    await database.write("children", ["a"]);
    const broken = database.change("children", () => {
      throw new Error("no such child");
    });
    const error = await broken.then(
      () => null,
      (cause: unknown) => cause,
    );
    expect(error).to.have.property("message", "no such child");
    expect(await database.read("children")).to.deep.equal(["a"]);
  });

  it("keeps values, and forgets what is removed", async () => {
    const database = await openAppDatabase("phone", new IDBFactory());
    await database.write("children", [{ balanceCents: 300n }]);
    expect(await database.read("children")).to.deep.equal([{ balanceCents: 300n }]);
    await database.remove("children");
    expect(await database.read("children")).to.equal(null);
    await database.makeKey("a");
    await database.removeKey("a");
    expect(await database.keyNames()).to.deep.equal([]);
    expect(await database.signer("a")).to.equal(null);
  });
});
