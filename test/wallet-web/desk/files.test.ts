// Files to and from the bank, as the browser gives and takes them.
import { expect } from "chai";
import { bankFileProblem } from "../../../wallet-web/desk/payouts/files.ts";
import { saveFile } from "../../../wallet-web/shared/files.ts";

describe("saveFile", () => {
  const { createObjectURL, revokeObjectURL } = URL;
  const { document } = globalThis;
  afterEach(() => {
    Object.assign(URL, { createObjectURL, revokeObjectURL });
    Object.assign(globalThis, { document });
  });

  it("leaves the file's address to the browser until it surely has read it", () => {
    const done: string[] = [];
    const waiting: { act: () => void; ms: number }[] = [];
    const link = { href: "", download: "", click: () => done.push(`click ${link.href}`) };
    Object.assign(globalThis, { document: { createElement: () => link } });
    URL.createObjectURL = () => "blob:1";
    URL.revokeObjectURL = (address) => done.push(`revoke ${address}`);

    saveFile(new Blob(["a"]), "kindpakket.xml", (act, ms) => waiting.push({ act, ms }));

    expect(done).to.deep.equal(["click blob:1"]);
    expect(link.download).to.equal("kindpakket.xml");
    expect(waiting[0]?.ms).to.be.at.least(60_000);
    waiting[0]?.act();
    expect(done).to.deep.equal(["click blob:1", "revoke blob:1"]);
  });
});

describe("bankFileProblem", () => {
  const file = (name: string, size = 1_000) => ({ name, size });

  it("takes one XML file of at most 20 MB", () => {
    expect(bankFileProblem([file("CAMT053.XML", 20 * 1024 * 1024)])).to.equal(null);
    expect(bankFileProblem([file("CAMT.053")])).to.equal(null);
    expect(bankFileProblem([])).to.equal(null);
  });

  it("says what else it is", () => {
    expect(bankFileProblem([file("camt.xml"), file("pain.xml")])).to.equal("many");
    expect(bankFileProblem([file("afschrift.pdf")])).to.equal("kind");
    expect(bankFileProblem([file("camt.xml", 20 * 1024 * 1024 + 1)])).to.equal("large");
  });
});
