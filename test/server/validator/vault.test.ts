// The vault: what it sealed opens in its own place only, and looks different each time.
import { expect } from "chai";
import { createVault } from "../../../server/validator/vault.ts";
import { cryptoRandomBytes } from "../../../wallet-web/shared/protocol/bytes.ts";

describe("The vault", () => {
  const random = cryptoRandomBytes;
  const vault = createVault({ dataKey: random(32), random });
  const place = { table: "households", column: "client_number", id: "0x01" };

  it("opens what it sealed", () => {
    expect(vault.open(place, vault.seal(place, "ZH-ë1"))).to.equal("ZH-ë1");
    const bytes = Uint8Array.of(0, 255, 128);
    expect([...vault.openBytes(place, vault.seal(place, bytes))]).to.deep.equal([0, 255, 128]);
  });

  it("seals the same text differently each time, and never readably", () => {
    const sealed = [vault.seal(place, "ZH-1"), vault.seal(place, "ZH-1")];
    expect(Buffer.compare(sealed[0]!, sealed[1]!)).not.to.equal(0);
    expect(Buffer.from(sealed[0]!).toString("latin1")).not.to.include("ZH-1");
  });

  for (const change of [{ table: "x" }, { column: "x" }, { id: "0x02" }]) {
    it(`opens nothing that was moved to another ${Object.keys(change)[0]}`, () => {
      const sealed = vault.seal(place, "ZH-1");
      expect(() => vault.open({ ...place, ...change }, sealed)).to.throw();
    });
  }

  it("opens nothing in which a bit was changed, or that was cut short", () => {
    const sealed = vault.seal(place, "ZH-1");
    for (let index = 0; index < sealed.length; index++) {
      const changed = Uint8Array.from(sealed);
      changed[index]! ^= 1;
      expect(() => vault.open(place, changed)).to.throw();
      expect(() => vault.open(place, sealed.subarray(0, index))).to.throw();
    }
  });

  it("opens nothing that another key sealed", () => {
    const other = createVault({ dataKey: random(32), random });
    expect(() => other.open(place, vault.seal(place, "ZH-1"))).to.throw();
  });

  it("makes one MAC of one text, another for another purpose or key", () => {
    const mac = vault.mac("client-number", "ZH-1");
    expect(vault.mac("client-number", "ZH-1")).to.equal(mac);
    expect(vault.mac("import-file", "ZH-1")).not.to.equal(mac);
    const other = createVault({ dataKey: random(32), random });
    expect(other.mac("client-number", "ZH-1")).not.to.equal(mac);
  });
});
